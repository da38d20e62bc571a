"""Comments on a paragraph of a draft: the form, and the link in the mail."""

import functools

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coalitions.links import read
from coalitions.papers.enums import CommentPeriod, CommentState
from coalitions.papers.forms.comments import AccountCommentForm, CommentForm
from coalitions.papers.models import PaperDraftPage, ParagraphComment
from coalitions.papers.models.paragraph_comment import CONFIRM_WITHIN
from coalitions.papers.notifications import CONFIRM_LINK
from coalitions.papers.services import confirm_comment, discard_comment, write_comment
from coalitions.throttle import shown_again, throttled
from coalitions.workflow import NotAllowed

shows_or_posts = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@shows_or_posts
@throttled("paper-comment", limit=30, seconds=3600)
def write(request, draft_id, anchor):
    """The form for a comment on a paragraph, or with `?to=` for a reply to a comment."""
    draft = PaperDraftPage.objects.visible().with_ids([draft_id]).first()
    part = draft.numbered_part(anchor) if draft else None
    if part is None or draft.comment_period == CommentPeriod.NONE:
        return _gone(request, draft)
    to = _comment_answered(request, draft, part)
    form = _form(request)
    period = draft.comment_period
    if request.method != "POST" and period != CommentPeriod.OPEN:
        return render(request, "papers/comment/closed.html", {"draft": draft, "period": period}, status=410)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                comment = _write(request, form, draft, anchor, to)
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
                status = 409
            else:
                return redirect(_sent(comment))
    context = {"draft": draft, "part": part, "to": to, "form": form, "text": part.block.value.source}
    return render(request, "papers/comment/write.html", context, status=status)


def _form(request):
    data = request.POST if request.method == "POST" else None
    if request.user.is_authenticated and request.user.email:
        return AccountCommentForm(data, initial={"name": request.user.get_full_name()})
    return CommentForm(data)


def _comment_answered(request, draft, part):
    number = request.GET.get("to", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    rows = ParagraphComment.objects.published().of_draft(draft).on_paragraph(part.block.id).first_level()
    return rows.with_number(int(number))


def _write(request, form, draft, anchor, to):
    said = form.said()
    if isinstance(form, AccountCommentForm):
        said |= {"email": request.user.email, "user": request.user}
    return write_comment(draft, anchor, answers=to, opened_at=form.opened_at(), **said)


def _sent(comment):
    how = "mail" if comment.state == CommentState.UNCONFIRMED else "kept"
    late = "&late=1" if comment.is_late else ""
    return f"{reverse('papers:comment-sent', args=[comment.draft_id])}?how={how}{late}"


def _gone(request, draft):
    """There is no such paragraph, or no such draft, for anybody; what was typed is shown, to be kept."""
    typed = shown_again(request.POST) if request.method == "POST" else []
    typed = [(name, value) for name, value in typed if name not in ("opened", "homepage")]
    return render(request, "papers/comment/gone.html", {"draft": draft, "typed": typed}, status=404)


@require_safe
def sent(request, draft_id):
    """What happens next. The same for everybody who asks."""
    draft = get_object_or_404(PaperDraftPage.objects.visible(), pk=draft_id)
    context = {
        "draft": draft,
        "by_mail": request.GET.get("how") == "mail",
        "late": request.GET.get("late") == "1",
        "days": CONFIRM_WITHIN.days,
    }
    return render(request, "papers/comment/sent.html", context)


def _by_link(view):
    """Decorator: a view of the comment whose link this is, kept by no cache, found by no robot."""

    @never_cache
    @throttled("paper-comment-link", limit=60, seconds=3600)
    @functools.wraps(view)
    def found(request, token):
        key = read(CONFIRM_LINK, token, CONFIRM_WITHIN)
        comment = ParagraphComment.objects.with_key(key) if key else None
        if comment is None:
            response = render(request, "papers/comment/no_link.html", {"days": CONFIRM_WITHIN.days}, status=410)
        else:
            response = view(request, comment, token)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return found


@shows_or_posts
@_by_link
def confirm(request, comment, token):
    """What was typed, and the button that sends it; or the one that deletes it."""
    if comment.state != CommentState.UNCONFIRMED:
        return redirect(f"{reverse('papers:comment-sent', args=[comment.draft_id])}?how=kept")
    if request.method == "POST":
        if request.POST.get("answer") == "no":
            discard_comment(comment)
            return render(request, "papers/comment/discarded.html", {"draft": comment.draft})
        return redirect(_sent(confirm_comment(comment)))
    return render(request, "papers/comment/confirm.html", {"comment": comment, "draft": comment.draft})
