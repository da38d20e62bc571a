"""Coalitions, their outputs and the cycles, for programs. Read-only, and only what every visitor may see."""

from django.db.models import Prefetch
from django.http import Http404
from ninja import Path, Query, Router

from coalitions.api.rendering import absolute_address, page_address, safe_html
from coalitions.api.schemas import (
    REFUSED,
    REFUSED_OR_MISSING,
    CoalitionDetail,
    CoalitionFilters,
    CoalitionList,
    CycleList,
    OutputFilters,
    OutputList,
    Slug,
    Window,
)
from coalitions.models import (
    CoalitionPage,
    CoalitionPageTag,
    Contact,
    Cycle,
    FocusArea,
    Goal,
    OpennessCheck,
    Output,
    StatusChange,
    visible,
)

router = Router(tags=["Coalitions"])


def public_coalitions():
    """The coalitions that a visitor may see."""
    return visible(CoalitionPage.objects.defer_streamfields())


def find_coalition(slug):
    """The public coalition with this slug, or None."""
    return public_coalitions().filter(slug=slug).order_by("path").first()


def coalition_ref(request, coalition):
    """A coalition as other things name it."""
    return {
        "slug": coalition.slug,
        "title": coalition.title,
        "acronym": coalition.acronym,
        "url": page_address(request, coalition),
    }


def _with_words(coalitions):
    """With the focus areas and tags of each, fetched at once."""
    return coalitions.prefetch_related(
        Prefetch("focus_areas", FocusArea.objects.in_order().with_cycle()),
        Prefetch("tagged_items", CoalitionPageTag.objects.select_related("tag").order_by("tag__slug")),
    )


def _summary(request, coalition):
    return {
        **coalition_ref(request, coalition),
        "kind": coalition.kind,
        "status": coalition.status,
        "established": coalition.established,
        "focus_areas": [
            {"id": area.pk, "title": area.title, "cycle": area.cycle.year} for area in coalition.focus_areas.all()
        ],
        "tags": [tagged.tag.slug for tagged in coalition.tagged_items.all()],
        "updated_at": coalition.last_published_at,
    }


@router.get("/coalitions/", response={200: CoalitionList, **REFUSED}, summary="Coalitions by name")
def list_coalitions(request, filters: Query[CoalitionFilters]):
    found = public_coalitions()
    if filters.kind:
        found = found.of_kind(filters.kind)
    if filters.status:
        found = found.with_status(filters.status)
    if filters.focus_area:
        found = found.in_focus_area(filters.focus_area)
    if filters.tag:
        found = found.filter(pk__in=CoalitionPageTag.objects.filter(tag__slug=filters.tag).values("content_object"))
    count, coalitions = filters.of(_with_words(found.order_by("title", "pk")))
    return {"count": count, "items": [_summary(request, coalition) for coalition in coalitions]}


@router.get("/coalitions/{slug}/", response={200: CoalitionDetail, **REFUSED_OR_MISSING}, summary="A coalition")
def get_coalition(request, slug: Path[Slug]):
    coalition = _with_words(public_coalitions().filter(slug=slug).order_by("path")).first()
    if coalition is None:
        raise Http404("There is no public coalition with this slug.")
    latest = {}
    for check in OpennessCheck.objects.of_coalition(coalition).newest_first():
        latest.setdefault(check.subject, check)
    goals = Goal.objects.filter(coalition=coalition).select_related("cycle")
    return {
        **_summary(request, coalition),
        "mission": safe_html(request, [coalition.mission])[0],
        "website": coalition.website,
        "list_subscribe_url": coalition.list_subscribe_url,
        "list_archive_url": coalition.list_archive_url,
        "stakeholder_groups": [represented.group for represented in coalition.represented_groups.all()],
        "former_names": list(coalition.former_names.all()),
        "contacts": [
            {"name": contact.full_name, "role": contact.role, "affiliation": contact.affiliation}
            for contact in Contact.objects.of_coalition(coalition).current().public().in_order()
        ],
        "goals": [
            {
                "text": goal.text,
                "cycle": goal.cycle.year if goal.cycle else None,
                "measure": goal.measure,
                "progress": goal.progress,
                "progress_reason": goal.progress_reason,
                "evidence_url": goal.evidence_url,
            }
            for goal in goals
        ],
        "openness": list(latest.values()),
        "status_history": list(StatusChange.objects.of_coalition(coalition).newest_first()),
    }


@router.get("/outputs/", response={200: OutputList, **REFUSED}, summary="Outputs of coalitions, the newest first")
def list_outputs(request, filters: Query[OutputFilters]):
    public = public_coalitions()
    named = public.filter(slug=filters.coalition) if filters.coalition else public
    found = Output.objects.of_any(named.values("pk")).with_files()
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.year:
        found = found.in_year(filters.year)
    found = found.prefetch_related(Prefetch("coalitions", public.order_by("title", "pk")))
    count, outputs = filters.of(found.order_by("-published_on", "title", "pk"))
    texts = safe_html(request, [text for output in outputs for text in (output.summary, output.dissenting_views)])
    return {
        "count": count,
        "items": [
            {
                "id": output.pk,
                "title": output.title,
                "kind": output.kind,
                "published_on": output.published_on,
                "coalitions": [coalition_ref(request, coalition) for coalition in output.coalitions.all()],
                "url": absolute_address(request, output.href),
                "accessible_url": absolute_address(request, output.accessible_href),
                "summary": summary,
                "dissenting_views": dissenting,
            }
            for output, summary, dissenting in zip(outputs, texts[::2], texts[1::2], strict=True)
        ],
    }


@router.get("/cycles/", response={200: CycleList, **REFUSED}, summary="IGF years, the newest first")
def list_cycles(request, window: Query[Window]):
    areas = FocusArea.objects.in_order().prefetch_related("policy_questions")
    count, cycles = window.of(Cycle.objects.newest_first().prefetch_related(Prefetch("focus_areas", areas)))
    return {"count": count, "items": cycles}
