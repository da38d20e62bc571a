"""What the interface for programs takes and gives. Moments are in UTC, addresses absolute, an unknown text is ""."""

import datetime
from typing import Annotated

from ninja import Field, Schema

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
