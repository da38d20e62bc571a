"""Coalitions, their outputs and the cycles, for programs. Read-only, and only what every visitor may see."""

import datetime
from typing import Annotated

from django.db.models import Prefetch, Q
from django.http import Http404
from ninja import Field, Path, Query, Router, Schema

from coalitions.enums import (
    CoalitionKind,
    CoalitionStatus,
    ContactRole,
    FocusAreaBasket,
    GoalProgress,
    OpennessResult,
    OpennessSubject,
    OutputKind,
    StakeholderGroup,
)
from coalitions.exports import absolute_address, page_address, safe_html
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
)

router = Router(tags=["Coalitions"])

Slug = Annotated[str, Field(min_length=1, max_length=255, pattern=r"^[\w-]+$")]
Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
Year = Annotated[int, Field(ge=2006, le=2100)]

HTML = "HTML: p, br, ul, ol, li, b, i, a, h3, h4, blockquote, code; links are absolute."


class Window(Schema):
    """Which rows of a list."""

    limit: int = Field(20, ge=1, le=100, description="How many rows at most.")
    offset: int = Field(0, ge=0, le=1_000_000, description="How many rows to skip.")

    def of(self, rows):
        """`(count, rows)`: how many there are in all, and those in the window."""
        return rows.count(), list(rows[self.offset : self.offset + self.limit])


class Trouble(Schema):
    """One part of a request that was refused."""

    where: str = Field(description="For example “query.limit”.")
    message: str


class Problem(Schema):
    """Why there is no answer."""

    title: str
    status: int = Field(description="The HTTP status.")
    detail: str
    errors: list[Trouble] = []


REFUSED = {422: Problem}
REFUSED_OR_MISSING = {404: Problem, 422: Problem}


class CoalitionRef(Schema):
    slug: str
    title: str
    acronym: str
    url: str


class FocusAreaRef(Schema):
    id: int
    title: str
    cycle: int = Field(description="The year of its cycle.")


class CoalitionSummary(CoalitionRef):
    kind: CoalitionKind
    status: CoalitionStatus
    established: int | None = Field(description="A year.")
    focus_areas: list[FocusAreaRef]
    tags: list[str] = Field(description="Slugs, as the filter `tag` takes them.")
    updated_at: datetime.datetime | None = Field(description="When the page was last published, UTC.")


class CoalitionList(Schema):
    count: int
    items: list[CoalitionSummary]


class FormerNameOut(Schema):
    name: str
    acronym: str
    used_from: datetime.date | None
    used_until: datetime.date | None


class ContactOut(Schema):
    """Somebody who agreed to be named. Addresses are never part of it."""

    name: str
    role: ContactRole
    affiliation: str


class GoalOut(Schema):
    text: str
    cycle: int | None = Field(description="The year of its cycle.")
    measure: str
    progress: GoalProgress
    progress_reason: str
    evidence_url: str


class OpennessOut(Schema):
    """The latest check of one subject."""

    subject: OpennessSubject
    result: OpennessResult
    checked_on: datetime.date
    checked_by: str
    note: str


class StatusChangeOut(Schema):
    from_status: str
    to_status: CoalitionStatus
    changed_on: datetime.date
    reason: str


class CoalitionDetail(CoalitionSummary):
    mission: str = Field(description=HTML)
    website: str
    list_subscribe_url: str
    list_archive_url: str
    stakeholder_groups: list[StakeholderGroup]
    former_names: list[FormerNameOut]
    contacts: list[ContactOut] = Field(description="Those in their role today who agreed to be named.")
    goals: list[GoalOut]
    openness: list[OpennessOut]
    status_history: list[StatusChangeOut] = Field(description="The latest first.")


class OutputOut(Schema):
    id: int
    title: str
    kind: OutputKind
    published_on: datetime.date
    coalitions: list[CoalitionRef]
    url: str
    accessible_url: str
    summary: str = Field(description=HTML)
    dissenting_views: str = Field(description=f"{HTML} Empty: none were expressed.")


class OutputList(Schema):
    count: int
    items: list[OutputOut]


class PolicyQuestionOut(Schema):
    label: str
    text: str


class FocusAreaOut(Schema):
    id: int
    basket: FocusAreaBasket
    title: str
    description: str
    policy_questions: list[PolicyQuestionOut]


class CycleOut(Schema):
    """One IGF year. Days are those of the host's calendar."""

    year: int
    name: str
    host_city: str
    theme: str
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    preparation_starts_on: datetime.date | None
    preparation_ends_on: datetime.date | None
    focus_areas: list[FocusAreaOut]


class CycleList(Schema):
    count: int
    items: list[CycleOut]


class CoalitionFilters(Window):
    kind: CoalitionKind = Field(None)
    status: CoalitionStatus = Field(None)
    focus_area: Id = Field(None, description="The id of a focus area.")
    tag: Slug = Field(None, description="The slug of a tag.")


class OutputFilters(Window):
    coalition: Slug = Field(None, description="The slug of a coalition.")
    kind: OutputKind = Field(None)
    year: Year = Field(None, description="The year of publication.")


def public_coalitions():
    """The coalitions that a visitor may see."""
    return CoalitionPage.objects.live().public().defer_streamfields()


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
    visible = public_coalitions()
    named = visible.filter(slug=filters.coalition) if filters.coalition else visible
    found = Output.objects.of_any(named.values("pk")).with_files()
    if filters.kind:
        found = found.filter(Q(kind=filters.kind))
    if filters.year:
        found = found.in_year(filters.year)
    found = found.prefetch_related(Prefetch("coalitions", visible.order_by("title", "pk")))
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
