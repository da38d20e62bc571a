"""The way from a file to the text of a draft: upload, preview, and the change that waits to be published."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from coalitions.papers.forms.drafts import ImportForm, unseal
from coalitions.papers.models import PaperDraftPage
from coalitions.papers.redline import compare
from coalitions.papers.services import preview_text, replace_text


@require_http_methods(["GET", "HEAD", "POST"])
def import_text(request, draft_id):
    """Takes a file and shows what was read; with `token`, puts that into the draft."""
    draft = get_object_or_404(PaperDraftPage, pk=draft_id)
    if not draft.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    back = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    context = {"draft": draft, "back": back}
    if request.method == "POST" and "token" in request.POST:
        blocks = unseal(request.POST["token"], request.user)
        if blocks is None:
            messages.error(request, "This preview is older than a day or is not yours. Please send the file again.")
            return redirect("papers_admin:draft-import", draft.pk)
        replace_text(draft, blocks, by=request.user)
        messages.success(request, "The text is in the draft. Readers see it once you publish.")
        return redirect(back)
    form = ImportForm(*((request.POST, request.FILES) if request.method == "POST" else ()), user=request.user)
    if request.method == "POST" and form.is_valid():
        page = preview_text(draft, form.blocks)
        base = draft.get_latest_revision_as_object() if list(draft.body) else draft.previous
        changes = compare(base.parts(), page.parts()) if base else None
        context |= {"form": form, "parts": page.parts(), "changes": changes, "token": form.token}
        return render(request, "papers/admin/import_preview.html", context)
    context |= {"form": form}
    return render(request, "papers/admin/import.html", context, status=422 if form.is_bound else 200)
