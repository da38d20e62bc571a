"""What is sent about assessments and slot requests, and to whom.

Every mail belongs to a matter. When the state changes, what was to be said of the state before and has not left is
dropped.
"""

from django.urls import reverse

from coalitions.notifications import compose, coordinators_of, forget, queue, secretariat_accounts

# Steps that the Secretariat is told of, besides the coalition.
TELL_SECRETARIAT = ("reply", "appeal")
# Steps that say nothing new to a coalition: what follows from time alone, and a draft it has not been shown.
SILENT = ("close", "take_in")


def matter_of(assessment):
    return f"assessment:{assessment.pk}"


def _path(assessment):
    return reverse("activity:own-assessment", args=[assessment.coalition_id, assessment.pk])


def tell_step(assessment, verb, *, reason, by):
    """Queue what a step of an assessment is to tell, and drop what an earlier one has not told yet."""
    matter = matter_of(assessment)
    forget(matter)
    if verb in SILENT:
        return
    context = {
        "assessment": assessment,
        "reason": reason.strip(),
        "decision": str(assessment.get_decision_display()),
        "by": by,
        "path": _path(assessment),
    }
    mail = compose(f"activity/email/assessment/{verb}.txt", context)
    queue(mail, to=coordinators_of([assessment.coalition_id]), matter=matter)
    if verb in TELL_SECRETARIAT:
        path = reverse("activity_admin:assessment", args=[assessment.pk])
        mail = compose("activity/email/assessment/to_secretariat.txt", {**context, "verb": verb, "path": path})
        queue(mail, to=secretariat_accounts(), matter=matter)


def tell_reminder(assessment):
    """Remind a coalition of the time it has left to reply, or to appeal."""
    context = {"assessment": assessment, "path": _path(assessment)}
    mail = compose("activity/email/assessment/remind.txt", context)
    queue(mail, to=coordinators_of([assessment.coalition_id]), matter=matter_of(assessment))


def tell_slots_open(criteria_set, coalition_ids):
    """Tell coalitions until when they can ask for a slot; each coordinator once, whatever they coordinate."""
    matter = f"slots:{criteria_set.pk}"
    forget(matter)
    context = {"criteria_set": criteria_set, "path": reverse("coalitions:my-coalition")}
    mail = compose("activity/email/slot/open.txt", context)
    queue(mail, to=coordinators_of(coalition_ids), matter=matter)


def tell_offer_answer(offer, *, criterion):
    """Tell a coalition what the Secretariat says to the evidence it offered."""
    assessment = offer.assessment
    context = {
        "assessment": assessment,
        "criterion": criterion,
        "accepted": offer.state == "accepted",
        "reason": offer.answer,
        "path": _path(assessment),
    }
    mail = compose("activity/email/assessment/answer_offer.txt", context)
    queue(mail, to=coordinators_of([assessment.coalition_id]), matter=f"{matter_of(assessment)}:offer:{offer.pk}")


def tell_slot_step(request, verb, *, reason, by):
    """Tell a slot request's coalition, and the Secretariat of what was sent or withdrawn."""
    matter = f"slot-request:{request.pk}"
    forget(matter)
    path = reverse("activity:own-slot", args=[request.coalition_id, request.cycle.year])
    context = {"request": request, "reason": reason.strip(), "by": by, "path": path}
    mail = compose(f"activity/email/slot/{verb}.txt", context)
    queue(mail, to=coordinators_of([request.coalition_id]), matter=matter)
    if verb in ("send", "withdraw"):
        path = reverse("activity_slotrequest_modeladmin_inspect", args=[request.pk])
        mail = compose("activity/email/slot/to_secretariat.txt", {**context, "verb": verb, "path": path})
        queue(mail, to=secretariat_accounts(), matter=matter)
