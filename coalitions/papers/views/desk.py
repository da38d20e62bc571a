"""The Secretariat's desk in the admin: comments, deadlines, versions, snapshots, what paragraphs rest on."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from coalitions.papers import services
from coalitions.papers.forms.comments import DispositionForm, EnterForm, ReasonForm
from coalitions.papers.forms.drafts import MoveForm, SnapshotForm, SourceForm, VersionForm
from coalitions.papers.models import PaperDraftPage, PaperStage, ParagraphComment, TraceLink
from coalitions.papers.redline import words_of
from coalitions.papers.trace import sources_of
from coalitions.papers.workflow import COMMENT
from coalitions.views.doors import for_the_secretariat
from coalitions.workflow import NotAllowed

STEPS = {"publish": services.publish_comment, "reject": services.reject_comment}
shows_or_posts = require_http_methods(["GET", "HEAD", "POST"])


@for_the_secretariat
@shows_or_posts
def comment_step(request, comment_id, verb):
    """Publishes a comment or not. One click from the list where no reason is needed."""
    comment = get_object_or_404(ParagraphComment.objects.confirmed().for_listing(), pk=comment_id)
    if verb not in STEPS:
        raise Http404
    step = COMMENT.step(verb)
    back = reverse("papers_paragraphcomment_modeladmin_inspect", args=[comment.pk])
    if request.method != "POST" and step not in COMMENT.open_to(request.user, comment):
        messages.error(request, f"“{step.label}” is not possible: {comment.get_state_display().lower()}.")
        return redirect(back)
    form = ReasonForm(_posted(request), step=step)
    return _answer(
        request,
        form,
        lambda: STEPS[verb](comment, by=request.user, **form.cleaned_data),
        label=step.label,
        subject=comment.who,
        back=back,
        note=comment.text,
    )


@for_the_secretariat
@shows_or_posts
def dispose(request, comment_id):
    """Says what became of a comment."""
    comment = get_object_or_404(ParagraphComment.objects.published().for_listing(), pk=comment_id)
    initial = {
        "disposition": comment.disposition,
        "reason": comment.disposition_reason,
        "seen": comment.answer_seen,
    }
    form = DispositionForm(_posted(request), initial=initial)
    return _answer(
        request,
        form,
        lambda: services.dispose_comment(comment, by=request.user, **form.cleaned_data),
        label="Answer",
        subject=f"{comment.who} on paragraph {comment.number}",
        back=reverse("papers_paragraphcomment_modeladmin_inspect", args=[comment.pk]),
        note=comment.text,
    )


@for_the_secretariat
@shows_or_posts
def enter_comment(request, draft_id):
    """Enters a comment that came by e-mail or in a meeting."""
    draft = _draft(draft_id)
    form = EnterForm(_posted(request), draft=draft, words=words_of)
    return _answer(
        request,
        form,
        lambda: services.enter_comment(draft, form.cleaned_data["paragraph"], by=request.user, **form.said()),
        label="Enter a comment",
        subject=str(draft),
        back=_edit(draft),
        note="It waits to be published like any other, and says how it came.",
    )


@for_the_secretariat
@shows_or_posts
def extend(request, draft_id):
    """Moves the end of a comment period."""
    draft = _draft(draft_id)
    form = MoveForm(_posted(request), initial={"to": draft.comments_close_at})
    return _answer(
        request,
        form,
        lambda: services.extend_comments(draft, by=request.user, **form.cleaned_data),
        label="Move the deadline",
        subject=str(draft),
        back=_edit(draft),
        note="Readers see the earlier deadline and the reason. Calendars follow by themselves.",
    )


@for_the_secretariat
@shows_or_posts
def move_stage(request, stage_id):
    """Moves the end of a stage."""
    stage = get_object_or_404(PaperStage.objects.select_related("paper"), pk=stage_id)
    form = MoveForm(_posted(request), initial={"to": stage.ends_at})
    return _answer(
        request,
        form,
        lambda: services.move_stage(stage, by=request.user, **form.cleaned_data),
        label="Move a deadline",
        subject=f"{stage.paper}: {stage}",
        back=_edit(stage.paper),
        note="Readers see the earlier deadline and the reason. Calendars follow by themselves.",
    )


@for_the_secretariat
@shows_or_posts
def new_version(request, draft_id):
    """Makes the next version as an unpublished page and opens its editor."""
    draft = _draft(draft_id)
    form = VersionForm(_posted(request), initial={"kind": draft.kind, "title": draft.title})
    made = []
    return _answer(
        request,
        form,
        lambda: made.append(services.make_version(draft, by=request.user, **form.cleaned_data)),
        label="Make a new version",
        subject=f"{draft}, {draft.version_name.lower()}",
        back=lambda: _edit(made[0]) if made else _edit(draft),
        note="Its paragraphs are those of this version until they are changed. Comments stay here.",
    )


@for_the_secretariat
@shows_or_posts
def take_snapshot(request, draft_id):
    """Freezes the draft as it stood at a moment and shows the address to pass on."""
    draft = _draft(draft_id)
    form = SnapshotForm(_posted(request))
    return _answer(
        request,
        form,
        lambda: services.take_snapshot(draft, by=request.user, **form.cleaned_data),
        label="Take a snapshot",
        subject=str(draft),
        back=_edit(draft),
        note="Whoever has its address can read it. The address stands on the draft's page in the admin.",
    )


@for_the_secretariat
@shows_or_posts
def sources(request, draft_id):
    """What the paragraphs of a draft rest on, and the form that adds to it."""
    draft = _draft(draft_id)
    form = SourceForm(_posted(request), draft=draft, words=words_of)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                services.link_source(draft, data["paragraph"], data["address"], by=request.user, note=data["note"])
            except NotAllowed as refusal:
                form.add_error("address", str(refusal))
            else:
                messages.success(request, "The source is linked.")
                return redirect("papers_admin:sources", draft.pk)
    found = sources_of(draft)
    rows = [(part, found[part.block.id]) for part in draft.parts() if part.block.id in found]
    context = {"form": form, "draft": draft, "rows": rows, "back": _edit(draft)}
    return render(request, "papers/admin/sources.html", context, status=status)


@for_the_secretariat
@require_POST
def unlink(request, link_id):
    """Takes a link out again."""
    link = get_object_or_404(TraceLink.objects.select_related("draft"), pk=link_id)
    services.unlink_source(link, by=request.user)
    messages.success(request, "The link is taken out.")
    return redirect("papers_admin:sources", link.draft_id)


def _draft(draft_id):
    return get_object_or_404(PaperDraftPage, pk=draft_id)


def _edit(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _posted(request):
    return request.POST if request.method == "POST" else None


def _answer(request, form, take, *, label, subject, back, note=""):
    """The form, or once the step is taken the way `back` (an address, or a function that says it)."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                take()
            except services.AnsweredMeanwhile as refusal:
                form.data = form.data.copy()
                form.data["seen"] = refusal.seen
                form.add_error(None, str(refusal))
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"{label}: {subject}")
                return redirect(back() if callable(back) else back)
    back = back() if callable(back) else back
    context = {"form": form, "subject": subject, "label": label, "note": note, "back": back}
    return render(request, "coalitions/admin/step.html", context, status=status)
