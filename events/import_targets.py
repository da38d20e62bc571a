"""Where a report would go: the meeting it belongs to, and what stands in the way or should be known first."""

from dataclasses import dataclass

from django.utils import timezone
from wagtail.log_actions import registry as log_registry

from events.enums import MeetingState
from events.models import MeetingPage
from events.permissions import can_edit_meeting, can_import_reports, can_manage_meeting

IMPORT_ACTION = "events.import_report"


@dataclass(frozen=True)
class Target:
    """`meeting` is None for one that would be made.

    A `refusal` rules the import out; `warnings` are to be seen before it.
    """

    meeting: MeetingPage | None = None
    refusal: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def key(self):
        """Names what was seen: another meeting, or another draft of it, has another key."""
        return f"{self.meeting.pk}-{self.meeting.latest_revision_id}" if self.meeting else "new"


def target_of(series, number, user):
    """What importing a report as meeting `number` of a series would mean for `user` now."""
    meeting = MeetingPage.objects.in_series(series).numbered(number).first()
    if meeting is None:
        refusal = "" if can_import_reports(user, series) else "You may not import reports into this series."
        return Target(refusal=refusal)
    return Target(meeting, _refusal(meeting, user), tuple(_warnings(meeting)))


def _refusal(meeting, user):
    if not can_edit_meeting(user, meeting):
        return "You may not edit this meeting's page."
    lock = meeting.get_lock()
    if lock and lock.for_user(user):
        return "This meeting's page is locked; unlock it first."
    if meeting.state == MeetingState.ADOPTED:
        return "The report of this meeting is adopted. It is not imported again; correct the page by hand."
    if meeting.state == MeetingState.CANCELLED:
        return "This meeting is cancelled. Reinstate it before you import its report."
    if meeting.state == MeetingState.CORRECTIONS_OPEN and not can_manage_meeting(user, meeting):
        return "The report of this meeting is public; only who may publish the page imports it again."
    if meeting.state == MeetingState.PLANNED and meeting.starts_at > timezone.now():
        return f"This meeting is planned for {meeting.starts_at:%-d %B %Y}. Publish its right time before you import."
    return ""


def _warnings(meeting):
    if meeting.state == MeetingState.CORRECTIONS_OPEN:
        yield (
            "The report is public. Its text stays as it is until you publish the new draft. New action items, and "
            "changes to those nobody has worked on yet, show at once; none is removed."
        )
    draft = meeting.get_latest_revision_as_object()
    if not draft.report and not draft.participants.all():
        return
    imported = log_registry.get_logs_for_instance(meeting).filter(action=IMPORT_ACTION).order_by("-pk").first()
    if imported is None:
        yield "The draft has a report that was not imported. It stays in the page's history when you import this one."
    elif imported.revision_id != meeting.latest_revision_id:
        latest = meeting.latest_revision
        who = f" by {latest.user}" if latest.user else ""
        yield (
            f"The draft was changed{who} on {latest.created_at:%-d %B %Y, %H:%M} UTC, after its last import. "
            "Importing puts a new draft in its place; the changed one stays in the page's history."
        )
    else:
        yield "The draft of the last import is replaced; it stays in the page's history."
