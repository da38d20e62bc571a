"""What waits for coordinators and the Secretariat in assessments, slot requests and annual reports."""

from django.urls import reverse
from django.utils import timezone

from coalitions.activity.enums import AssessmentState
from coalitions.activity.models import AnnualReport, Assessment, CriteriaSet, SlotRequest
from coalitions.activity.permissions import secretariat
from coalitions.models import CoalitionPage
from coalitions.permissions import coordinated_ids
from coalitions.sections import WaitingLink
from coalitions.templatetags.coalitions_tags import utc

SHOWN = 10
YEARS_BACK = 1  # whose report may still be begun


def own_assessments(user):
    """What the user's coalitions have been shown: first what waits for an answer."""
    own = coordinated_ids(user)
    if not own:
        return None
    found = Assessment.objects.of_coalitions(own).shared().newest_first().for_listing()[:SHOWN]
    return sorted(found, key=lambda row: not (row.is_answerable or row.may_be_appealed)) or None


def _own_coalitions(user):
    return list(CoalitionPage.objects.with_ids(coordinated_ids(user)).order_by("title").defer_streamfields())


def own_slots(user):
    """Each coalition and cycle for which a slot can be asked for now, or was asked for."""
    coalitions = _own_coalitions(user)
    if not coalitions:
        return None
    there = {}
    for request in SlotRequest.objects.of_coalitions([one.pk for one in coalitions]).for_listing().newest_first():
        there[request.coalition_id, request.cycle_id] = request
    rows = []
    for criteria_set in CriteriaSet.objects.taking_slot_requests().with_criteria().newest_first():
        for coalition in coalitions:
            request = there.pop((coalition.pk, criteria_set.cycle_id), None)
            rows.append(
                {
                    "coalition": coalition,
                    "cycle": criteria_set.cycle,
                    "until": criteria_set.slots_until,
                    "request": request,
                }
            )
    rows += [
        {"coalition": request.coalition, "cycle": request.cycle, "until": None, "request": request}
        for request in there.values()
    ]
    return rows[:SHOWN] or None


def own_reports(user):
    """For each coalition the years whose report can be begun, and what was begun or filed."""
    coalitions = _own_coalitions(user)
    if not coalitions:
        return None
    year = timezone.now().year
    reports = AnnualReport.objects.of_coalitions([one.pk for one in coalitions]).newest_first().for_listing()
    by_coalition = {}
    for report in reports:
        by_coalition.setdefault(report.coalition_id, []).append(report)
    rows = []
    for coalition in coalitions:
        there = by_coalition.get(coalition.pk, [])
        begun = {report.year for report in there}
        years = [one for one in range(year - YEARS_BACK, year + 1) if one not in begun]
        rows.append({"coalition": coalition, "reports": there[:3], "years": years})
    return rows


def waiting_for_the_secretariat(user):
    """Replies and appeals to decide on, other evidence to answer, slot requests to answer."""
    if not secretariat(user):
        return None
    links = []
    rows = Assessment.objects.unpublished().newest_first().for_listing()
    for found, note in (
        (rows.in_state(AssessmentState.APPEALED), "Appealed; to be answered."),
        (rows.in_state(AssessmentState.REPLIED), "Replied; to be decided."),
        (rows.in_state(AssessmentState.SHARED).overdue(), "The time to reply is over; to be decided."),
    ):
        links += [
            WaitingLink(str(row), reverse("activity_admin:assessment", args=[row.pk]), _note(row, note))
            for row in found[:SHOWN]
        ]
    for request in SlotRequest.objects.to_answer().newest_first().for_listing()[:SHOWN]:
        address = reverse("activity_slotrequest_modeladmin_inspect", args=[request.pk])
        links.append(WaitingLink(f"Slot: {request}", address, f"Sent {utc(request.sent_at)}."))
    return {"links": links, "more": False} if links else None


def _note(row, note):
    offered = sum(offer.state == "offered" for offer in row.offers.all())
    return f"{note} Other evidence to answer: {offered}." if offered else note
