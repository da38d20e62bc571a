"""What is sent about comments on drafts and about surveys, and to whom.

Mails to addresses nobody has confirmed repeat nothing that was typed.
"""

from django.urls import reverse

from coalitions.links import sign
from coalitions.notifications import compose, coordinators_of, forget, queue, secretariat_accounts
from coalitions.papers.models.paragraph_comment import CONFIRM_WITHIN

CONFIRM_LINK = "papers.comment"
TO_MODERATE = "papers:to-moderate"


def ask_to_confirm(comment):
    """The link with which whoever commented shows that the address is theirs."""
    context = {
        "draft": comment.draft,
        "token": sign(CONFIRM_LINK, comment.key.hex),
        "until": comment.received_at + CONFIRM_WITHIN,
    }
    queue(
        compose("papers/email/confirm_comment.txt", context), to=[comment.email], matter=comment.matter, at_once=True
    )


def forget_question(comment):
    """Drop the link that has not left yet."""
    forget(comment.matter)


def tell_secretariat(draft):
    """That comments wait. The same mail that waits already is not kept twice."""
    mail = compose("papers/email/comments_wait.txt", {"draft": draft})
    queue(mail, to=secretariat_accounts(), matter=f"{TO_MODERATE}:{draft.pk}")


def tell_published(comment):
    """To whoever confirmed the address: the comment is public now."""
    _tell(comment, "comment_published")


def tell_disposition(comment):
    """To whoever confirmed the address: what became of the comment."""
    _tell(comment, "comment_answered")


def _tell(comment, template):
    if not comment.email or comment.confirmed_at is None:
        return
    forget(comment.matter)
    queue(compose(f"papers/email/{template}.txt", {"comment": comment}), to=[comment.email], matter=comment.matter)


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
    queue(mail, to=coordinators_of([coalition.pk]), matter=matter)


def tell_survey_submitted(response, *, by):
    """Tell the coalition's coordinators that their answer is in, and the Secretariat."""
    context = {**_about(response.survey, response.coalition), "response": response, "by": by}
    mail = compose("papers/email/survey/submitted.txt", context)
    forget(response.matter)
    queue(mail, to=coordinators_of([response.coalition_id]), matter=response.matter)
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
