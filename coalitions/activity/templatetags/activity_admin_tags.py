"""What the admin's templates of this room ask for."""

from django import template
from django.urls import reverse

from coalitions.activity.criteria import judged_again, rules_of
from coalitions.activity.models import Assessment
from coalitions.activity.workflow import SLOT_REQUEST

register = template.Library()


@register.simple_tag
def rules_of_set(criteria_set):
    """The criteria of a set as they are applied."""
    return rules_of(criteria_set)[0]


@register.simple_tag
def slot_record(request, user):
    """What may follow for a slot request, and the assessment beside it.

    Keys: steps, (address, label) of each; assessment; judgement, of its frozen evidence, or None.
    """
    found = Assessment.objects.of_coalition(request.coalition).of_cycle(request.cycle).newest_first()
    assessment = found.for_listing().first()
    judgement = None
    if assessment is not None and assessment.evidence is not None:
        judgement = judged_again(assessment.evidence, assessment.accepted_keys())
    steps = [
        (reverse("activity_admin:slot-step", args=[request.pk, step.verb]), step.label)
        for step in SLOT_REQUEST.open_to(user, request)
        if step.verb in ("grant", "refuse")
    ]
    return {"steps": steps, "assessment": assessment, "judgement": judgement}
