"""What is sent about surveys, and to whom."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q
from django.urls import reverse

from coalitions.models import Contact
from coalitions.notifications import compose, forget, queue


def secretariat_accounts():
    """The accounts that act as the Secretariat: those with the permission, not every superuser."""
    permission = Permission.objects.filter(content_type__app_label="coalitions", codename="change_contact")
    holds = Q(groups__permissions__in=permission) | Q(user_permissions__in=permission)
    return list(get_user_model().objects.filter(holds, is_active=True).distinct().order_by("pk"))


def coordinators_of(coalition):
    """The accounts that coordinate a coalition today."""
    contacts = Contact.objects.coordinating().current().filter(coalition_id=coalition.pk)
    return list(get_user_model().objects.filter(is_active=True, pk__in=contacts.values("user_id")).order_by("pk"))


def reminder_matter(survey, coalition):
    """The matter of reminding a coalition of a survey: what has not left is dropped once it has handed in."""
    return f"survey:{survey.pk}:reminder:{coalition.pk}"


def _about(survey, coalition):
    return {
        "survey": survey,
        "coalition": coalition,
        "path": reverse("papers:survey-response", args=[survey.pk, coalition.pk]),
    }


def tell_survey_reminder(survey, coalition):
    """Remind a coalition's coordinators; an older reminder that has not left goes."""
    matter = reminder_matter(survey, coalition)
    forget(matter)
    mail = compose("papers/email/survey/remind.txt", _about(survey, coalition))
    queue(mail, to=coordinators_of(coalition), matter=matter)


def tell_survey_submitted(response, *, by):
    """Tell the coalition's coordinators that their answer is in, and the Secretariat."""
    context = {**_about(response.survey, response.coalition), "response": response, "by": by}
    mail = compose("papers/email/survey/submitted.txt", context)
    forget(response.matter)
    queue(mail, to=coordinators_of(response.coalition), matter=response.matter)
    queue(
        compose("papers/email/survey/to_secretariat.txt", {**context, "late_draft": False}),
        to=secretariat_accounts(),
        matter=response.matter,
    )


def tell_late_draft(response):
    """Tell the Secretariat of an answer that was not finished in time and can still be taken."""
    context = {**_about(response.survey, response.coalition), "response": response, "late_draft": True}
    mail = compose("papers/email/survey/to_secretariat.txt", context)
    queue(mail, to=secretariat_accounts(), matter=response.matter)


def ask_to_confirm_answer(response, token, until):
    """The link with which whoever answered shows that the address is theirs. Repeats nothing that was typed."""
    context = {"survey": response.survey, "token": token, "until": until}
    mail = compose("papers/email/survey/confirm.txt", context)
    queue(mail, to=[response.email], matter=response.matter, at_once=True)
