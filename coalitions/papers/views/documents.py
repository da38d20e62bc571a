"""A draft and what was said to it, in other forms: the comment-response table, PDF, text, snapshots."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from coalitions.papers.exports import NoPdf, draft_text, paper_pdf, response_csv, table_pdf
from coalitions.papers.models import DraftSnapshot, PaperDraftPage
from coalitions.papers.responses import responses_to, summary_of

PER_PAGE = 100  # comments of the table; its files hold all


def _draft(draft_id):
    return get_object_or_404(PaperDraftPage.objects.visible(), pk=draft_id)


def _file(content, content_type, name):
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(False, name)
    return response


def _as_pdf(request, draft, make, name):
    try:
        return _file(make(draft), "application/pdf", name)
    except NoPdf:
        return render(request, "papers/draft/no_pdf.html", {"draft": draft}, status=503)


@require_safe
def responses(request, draft_id):
    """The comment-response table."""
    draft = _draft(draft_id)
    rows = responses_to(draft)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"draft": draft, "page_obj": page, "count": len(rows), "summary": summary_of(rows)}
    return render(request, "papers/draft/responses.html", context)


@require_safe
def responses_as_csv(request, draft_id):
    draft = _draft(draft_id)
    return _file(response_csv(draft), "text/csv; charset=utf-8", f"{draft.slug}-comments.csv")


@require_safe
def responses_as_pdf(request, draft_id):
    draft = _draft(draft_id)
    return _as_pdf(request, draft, table_pdf, f"{draft.slug}-comments.pdf")


@require_safe
def draft_as_pdf(request, draft_id):
    draft = _draft(draft_id)
    return _as_pdf(request, draft, paper_pdf, f"{draft.slug}.pdf")


@require_safe
def draft_as_text(request, draft_id):
    draft = _draft(draft_id)
    return _file(draft_text(draft), "text/plain; charset=utf-8", f"{draft.slug}.txt")


@require_safe
def snapshot(request, key):
    """A draft as it stood at a moment, for whoever was given the address."""
    found = DraftSnapshot.objects.with_key(key)
    if found is None:
        raise Http404("There is no snapshot at this address.")
    response = render(request, "papers/draft/snapshot.html", {"snapshot": found, "content": found.content})
    response.headers["X-Robots-Tag"] = "noindex"
    return response
