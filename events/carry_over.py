"""What a meeting's agenda should take up from the meetings before it."""

from dataclasses import dataclass

from events.enums import AgendaOutcome
from events.models import ActionItem, AgendaItem, MeetingPage


@dataclass(frozen=True)
class CarryOver:
    """What is offered: agenda items that were postponed and not taken up since, and action items still open."""

    postponed: list
    action_items: list

    def __bool__(self):
        return bool(self.postponed or self.action_items)


def follow_up_title(item):
    """How an open action item stands on the agenda of a later meeting."""
    return f"Follow-up: {item}"


def offered_to(meeting):
    """What earlier meetings of the series left for this one. An item already on its agenda is not offered again."""
    before = list(MeetingPage.objects.before(meeting).defer_streamfields())
    if not before:
        return CarryOver([], [])
    order = {earlier.pk: place for place, earlier in enumerate(before)}
    own = {item.title for item in meeting.agenda_items.all()}
    taken = {(item.carried_from_id, item.title) for item in meeting.agenda_items.all()}
    taken |= set(
        AgendaItem.objects.filter(meeting__in=before, carried_from__isnull=False).values_list("carried_from", "title")
    )
    postponed = AgendaItem.objects.filter(meeting__in=before, outcome=AgendaOutcome.POSTPONED).select_related(
        "meeting"
    )
    left = [item for item in postponed if (item.meeting_id, item.title) not in taken]
    left.sort(key=lambda item: (order[item.meeting_id], item.sort_order or 0))
    unfinished = ActionItem.objects.of_meetings(before).unfinished().by_deadline().for_listing()
    return CarryOver(left, [item for item in unfinished if follow_up_title(item) not in own])
