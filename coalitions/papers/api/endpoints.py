"""Papers and their drafts, for programs. Read-only, and only what every visitor may see."""

from django.http import Http404
from django.utils.html import escape
from ninja import Path, Query, Router

from coalitions.api.rendering import page_address, safe_html
from coalitions.api.schemas import REFUSED, REFUSED_OR_MISSING, Id
from coalitions.papers.api.schemas import DraftDetail, DraftFilters, DraftList, PaperFilters, PaperList
from coalitions.papers.models import PaperDraftPage, PaperPage, PaperStage

router = Router(tags=["Papers"])


@router.get("/papers/", response={200: PaperList, **REFUSED}, summary="Joint papers, the newest first")
def list_papers(request, filters: Query[PaperFilters]):
    found = PaperPage.objects.visible()
    if filters.cycle:
        found = found.filter(cycle__year=filters.cycle)
    count, papers = filters.of(found.newest_first().with_cycle())
    stages = {}
    for stage in PaperStage.objects.of_papers([paper.pk for paper in papers]):
        stages.setdefault(stage.paper_id, []).append(stage)
    texts = safe_html(request, [paper.intro for paper in papers])
    return {
        "count": count,
        "items": [
            {
                "id": paper.pk,
                "title": paper.title,
                "url": page_address(request, paper),
                "cycle": paper.cycle.year,
                "intro": intro,
                "stages": [_stage(stage) for stage in stages.get(paper.pk, [])],
            }
            for paper, intro in zip(papers, texts, strict=True)
        ],
    }


@router.get("/drafts/", response={200: DraftList, **REFUSED}, summary="Drafts of papers, the newest version first")
def list_drafts(request, filters: Query[DraftFilters]):
    found = PaperDraftPage.objects.visible()
    if filters.paper:
        paper = PaperPage.objects.visible().filter(pk=filters.paper).first()
        found = found.of_paper(paper) if paper else found.none()
    if filters.kind:
        found = found.filter(kind=filters.kind)
    count, drafts = filters.of(found.newest_first().for_listing())
    papers = _papers_above(drafts)
    return {"count": count, "items": [_summary(request, draft, papers) for draft in drafts]}


@router.get("/drafts/{draft_id}/", response={200: DraftDetail, **REFUSED_OR_MISSING}, summary="A draft with its text")
def get_draft(request, draft_id: Path[Id]):
    draft = PaperDraftPage.objects.visible().with_ids([draft_id]).first()
    if draft is None:
        raise Http404("There is no public draft with this id.")
    parts = draft.parts()
    texts = safe_html(request, [_source(part) for part in parts])
    previous = PaperDraftPage.objects.visible().with_ids([draft.previous_id]).for_listing().first()
    return {
        **_summary(request, draft, _papers_above([draft])),
        "change_note": draft.change_note,
        "previous": previous.pk if previous else None,
        "parts": [
            {
                "kind": part.kind,
                "number": part.number,
                "anchor": part.anchor,
                "who": part.block.value["who"] if part.kind == "dissent" else "",
                "html": text,
                "citation": draft.citation(part.number) if part.number else "",
            }
            for part, text in zip(parts, texts, strict=True)
        ],
    }


def _source(part):
    if part.kind == "heading":
        return escape(part.block.value)
    return part.block.value["text"].source if part.kind == "dissent" else part.block.value.source


def _stage(stage):
    return {
        "kind": stage.kind,
        "title": str(stage),
        "state": stage.state,
        "starts_at": stage.starts_at,
        "ends_at": stage.ends_at,
        "text": stage.text,
    }


def _papers_above(drafts):
    """The ids of the papers of drafts, by path."""
    return dict(PaperPage.objects.filter(path__in={_above(draft) for draft in drafts}).values_list("path", "pk"))


def _above(page):
    return page.path[: -page.steplen]


def _summary(request, draft, papers):
    return {
        "id": draft.pk,
        "title": draft.title,
        "url": page_address(request, draft),
        "paper": papers[_above(draft)],
        "kind": draft.kind,
        "version": draft.number,
        "label": draft.label,
        "comment_period": draft.comment_period,
        "comments_open_at": draft.comments_open_at,
        "comments_close_at": draft.comments_close_at,
        "published_at": draft.first_published_at,
    }
