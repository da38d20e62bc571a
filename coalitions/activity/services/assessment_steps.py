"""What every verb of assessments does with its rows: lock them, take a step of the table, leave a row in the log."""

from django.utils import timezone

from coalitions.activity import notifications
from coalitions.activity.models import Assessment, AssessmentStep
from coalitions.activity.workflow import ASSESSMENT
from coalitions.workflow import NotAllowed

TAKEN = {
    "make": "Draft made",
    "share": "Shared with the coalition",
    "extend": "Time to reply moved",
    "extend_appeal": "Time to appeal moved",
    "reply": "Replied",
    "decide": "Decided",
    "appeal": "Appealed",
    "settle": "Appeal answered",
    "close": "Made final",
    "leave_out": "Left out",
    "take_in": "Taken in again",
    "publish": "Published",
    "remind": "Reminded of the time that is left",
}


def locked(assessments):
    """Assessments as they are stored now, locked, in the order of their numbers."""
    rows = Assessment.objects.select_for_update(of=("self",)).with_ids([one.pk for one in assessments])
    return list(rows.select_related("criteria_set__cycle", "coalition").prefetch_related("offers").order_by("pk"))


def locked_one(assessment):
    """One assessment as it is stored now, locked."""
    return locked([assessment])[0]


def keep_step(assessment, verb, by, *, before="", reason="", label=None):
    """Leave a row in an assessment's log. Returns it."""
    return AssessmentStep.objects.create(
        assessment=assessment,
        verb=verb,
        label=label or TAKEN[verb],
        from_state=before,
        to_state=assessment.state,
        reason=reason.strip(),
        at=timezone.now(),
        by=by,
        is_of_the_coalition=verb in ("reply", "appeal"),
    )


def take_step(assessment, verb, by, reason="", **changes):
    """Take one step of a locked assessment with the fields it changes. Returns the assessment."""
    step = ASSESSMENT.check(verb, by, assessment, reason)
    before, assessment.state = assessment.state, step.to_state or assessment.state
    # A moment that moves changes nothing that was read.
    assessment.version += bool(step.to_state)
    for name, value in changes.items():
        setattr(assessment, name, value)
    assessment.save(update_fields=["state", "version", *changes])
    keep_step(assessment, verb, by, before=before, reason=reason, label=_label(assessment, verb))
    notifications.tell_step(assessment, verb, reason=reason, by=by)
    return assessment


def _label(assessment, verb):
    """What a step is called in the log; a decision says which, for an appeal may change it."""
    if verb in ("decide", "settle"):
        return f"{TAKEN[verb]}: {assessment.get_decision_display().lower()}"
    return TAKEN[verb]


def naming(assessment, refusal):
    """A refusal that says which coalition's assessment stands in the way."""
    return NotAllowed(f"{assessment.coalition.short_name}: {refusal}")
