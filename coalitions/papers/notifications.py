"""What is sent about comments on drafts, and to whom. Mails to addresses nobody has confirmed repeat nothing typed."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q

from coalitions.links import sign
from coalitions.notifications import compose, forget, queue
from coalitions.papers.models.paragraph_comment import CONFIRM_WITHIN

CONFIRM_LINK = "papers.comment"
TO_MODERATE = "papers:to-moderate"


def secretariat_accounts():
    """The accounts that act as the Secretariat: those with the permission, not every superuser."""
    permission = Permission.objects.filter(content_type__app_label="coalitions", codename="change_contact")
    holds = Q(groups__permissions__in=permission) | Q(user_permissions__in=permission)
    return list(get_user_model().objects.filter(holds, is_active=True).distinct().order_by("pk"))


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
