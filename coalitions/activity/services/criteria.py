"""Verbs of criteria: the only code that settles a set, begins a new one from it, and opens slot requests."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from coalitions.activity import notifications
from coalitions.activity.enums import AssessmentState
from coalitions.activity.models import Assessment, CriteriaSet, Criterion, CriterionGroup
from coalitions.activity.permissions import secretariat
from coalitions.activity.services.versions import Stale
from coalitions.activity.workflow import CRITERIA
from coalitions.models import CoalitionPage
from coalitions.workflow import NotAllowed

# What a new set takes over from the one it begins from.
COPIED = ("cycle", "title", "introduction", "first_month", "last_month", "new_months")
COPIED_CRITERION = (
    *("text", "kind", "indicator", "threshold", "document", "last_months", "role", "group", "applies_to"),
    *("takes_equivalent", "sort_order"),
)


def _locked(criteria_set):
    rows = CriteriaSet.objects.select_for_update(of=("self",)).select_related("cycle")
    return rows.get(pk=criteria_set.pk)


@transaction.atomic
def change_criteria(criteria_set, *, save, by, seen=None):
    """Let `save()` write a proposed set and its criteria, and return what it returns.

    seen: the set's `content_key` as it was read. Raises Stale where somebody has changed it since, and NotAllowed.
    The set is locked meanwhile: what is agreed on between opening the form and sending it stays as it was agreed.
    """
    if not secretariat(by):
        raise NotAllowed("Only the Secretariat writes criteria here.")
    stored = _locked(criteria_set)
    if stored.is_settled:
        raise NotAllowed("This set was agreed on meanwhile and stays as it is. Propose a new one from it.")
    if seen is not None and seen != stored.content_key():
        raise Stale(stored)
    return save()


@transaction.atomic
def agree_criteria(criteria_set, *, on, by, agreement=""):
    """Record that the coalitions agreed on a set, on which day and where. What was agreed before is superseded.

    From then on nothing of it changes. Returns the set. Raises NotAllowed.
    """
    criteria_set = _locked(criteria_set)
    CRITERIA.check("agree", by, criteria_set)
    if on > timezone.now().date():
        raise NotAllowed("Give the day on which it was agreed: today or earlier.")
    if not criteria_set.criteria.exists():
        raise NotAllowed("A set without criteria cannot be agreed on.")
    for before in CriteriaSet.objects.select_for_update().of_cycle(criteria_set.cycle).in_force():
        _end_assessments(before)
        before.state = CRITERIA.check("supersede", by, before).to_state
        before.save(update_fields=["state"])
        # What coalitions were told of their time goes on under the new words.
        criteria_set.slots_until = before.slots_until
        log(before, "activity.supersede_criteria", user=by, data={"by": criteria_set.version})
    criteria_set.state = CRITERIA.step("agree").to_state
    criteria_set.agreed_on, criteria_set.agreement = on, agreement.strip()
    criteria_set.agreed_at, criteria_set.agreed_by = timezone.now(), by
    criteria_set.save(update_fields=["state", "agreed_on", "agreement", "agreed_at", "agreed_by", "slots_until"])
    log(criteria_set, "activity.agree_criteria", user=by, data={"on": on.isoformat(), "where": agreement.strip()})
    return criteria_set


def _end_assessments(criteria_set):
    """Drop drafts that nobody was shown. Raises NotAllowed while coalitions are being assessed under a set."""
    rows = Assessment.objects.of_set(criteria_set).to_publish()
    under_way = rows.exclude(state=AssessmentState.DRAFT, evidence=None)
    if under_way.exists():
        raise NotAllowed(
            f"Coalitions are being assessed under version {criteria_set.version}. Publish those assessments, or leave "
            "them out, before other criteria are agreed."
        )
    rows.delete()


@transaction.atomic
def renew_criteria(criteria_set, *, by):
    """Begin a new, proposed set for the same cycle with the same words. Returns it. Raises NotAllowed."""
    if not secretariat(by):
        raise NotAllowed("Only the Secretariat proposes criteria here.")
    criteria_set = _locked(criteria_set)
    new = CriteriaSet.objects.create(
        **{name: getattr(criteria_set, name) for name in COPIED},
        version=CriteriaSet.objects.next_version(criteria_set.cycle),
        by=by,
    )
    for group in criteria_set.groups.all():
        CriterionGroup.objects.create(
            criteria_set=new, name=group.name, needed=group.needed, sort_order=group.sort_order
        )
    for criterion in criteria_set.criteria.all():
        Criterion.objects.create(criteria_set=new, **{name: getattr(criterion, name) for name in COPIED_CRITERION})
    log(new, "wagtail.create", user=by)
    return new


@transaction.atomic
def open_slot_requests(criteria_set, *, until, by):
    """Let coalitions ask for a slot under an agreed set until a moment, and tell those at work.

    Returns the set. Raises NotAllowed.
    """
    criteria_set = _locked(criteria_set)
    if not secretariat(by):
        raise NotAllowed("Only the Secretariat opens slot requests.")
    if not criteria_set.is_agreed:
        raise NotAllowed("Slots are asked for under criteria that are agreed.")
    if until <= timezone.now():
        raise NotAllowed("Choose a moment that is still to come.")
    before, criteria_set.slots_until = criteria_set.slots_until, until
    criteria_set.save(update_fields=["slots_until"])
    data = {"from": before.isoformat() if before else "", "to": until.isoformat()}
    log(criteria_set, "activity.open_slots", user=by, data=data)
    at_work = CoalitionPage.objects.live().at_work().values_list("pk", flat=True)
    notifications.tell_slots_open(criteria_set, at_work)
    return criteria_set
