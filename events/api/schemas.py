"""What the interface for programs takes and gives about meetings."""

import datetime
import uuid

from ninja import Field, Schema

from coalitions.api.schemas import HTML, CoalitionRef, FocusAreaRef, Id, Slug, Window, Year
from events.enums import (
    ActionKind,
    ActionState,
    AgendaOutcome,
    Capacity,
    EventChangeKind,
    EventState,
    MeetingFormat,
    MeetingState,
    OrganiserRole,
    Owner,
)


class SeriesRef(Schema):
    id: int
    title: str
    abbreviation: str = Field(description="As it stands in citations.")
    url: str


class MeetingRef(Schema):
    uid: uuid.UUID = Field(description="Permanent.")
    number: int | None = Field(description="Its number in the series.")
    title: str
    url: str


class MeetingSummary(MeetingRef):
    series: SeriesRef
    cycle: int | None = Field(description="The year of its cycle.")
    starts_at: datetime.datetime = Field(description="UTC.")
    ends_at: datetime.datetime = Field(description="UTC.")
    format: MeetingFormat
    place: str
    state: MeetingState = Field(description="A planned meeting that is over counts as held.")
    join_url: str = Field(description="Empty once the meeting is over or cancelled.")
    has_report: bool
    corrections_until: datetime.datetime | None = Field(description="UTC.")
    adopted_at: datetime.datetime | None = Field(description="UTC.")


class MeetingList(Schema):
    count: int
    items: list[MeetingSummary]


class AgendaItemOut(Schema):
    title: str
    proposer: str
    outcome: AgendaOutcome = Field(description="Empty: not yet discussed.")


class ReportPartOut(Schema):
    kind: str = Field(description="heading, paragraph (numbered) or unnumbered.")
    number: str = Field(description="For example “4”, or “4a” for one added after adoption; empty without one.")
    anchor: str = Field(description="Permanent, on the meeting's page.")
    html: str = Field(description=HTML)
    citation: str = Field(description="For example “DCCG 53, para 4”.")
    url: str


class ParticipantOut(Schema):
    given_name: str
    family_name: str
    capacity: Capacity
    affiliation: str = Field(description="As printed that day.")
    coalition: CoalitionRef | None = Field(description="The coalition the affiliation means.")


class DeadlineChangeOut(Schema):
    from_at: datetime.datetime | None = Field(description="UTC; null: to be announced.")
    to_at: datetime.datetime | None = Field(description="UTC; null: to be announced.")
    reason: str
    changed_at: datetime.datetime = Field(description="UTC.")


class ActionItemOut(Schema):
    uid: uuid.UUID = Field(description="Permanent.")
    meeting: MeetingRef
    kind: ActionKind
    html: str = Field(description=HTML)
    sub_items: list[str] = Field(description=HTML)
    owner: Owner
    coalitions: list[CoalitionRef] = Field(description="Which ones, if only some coalitions own it.")
    parts_total: int = Field(description="Coalitions that have a part of it to do.")
    parts_done: int = Field(description="Those of them that have done it.")
    due_at: datetime.datetime | None = Field(description="UTC.")
    due_to_be_announced: bool
    is_overdue: bool
    state: ActionState
    closed_at: datetime.datetime | None = Field(description="UTC.")
    outcome: str = Field(description="What was said when it was closed.")
    deadline_changes: list[DeadlineChangeOut] = Field(description="The earliest first.")
    url: str


class ActionItemList(Schema):
    count: int
    items: list[ActionItemOut]


class MeetingDetail(MeetingSummary):
    intro: str = Field(description=HTML)
    agenda: list[AgendaItemOut]
    report: list[ReportPartOut] = Field(description="Empty until the report is published.")
    conclusions: list[ActionItemOut] = Field(description="Empty until the report is published.")
    participants: list[ParticipantOut] = Field(description="Empty until the report is published.")


class MeetingFilters(Window):
    series: Id = Field(None, description="The id of a series.")
    coalition: Slug = Field(None, description="The slug of a coalition: its own calls, and meetings it took part in.")
    year: Year = Field(None, description="The year it starts in, UTC.")
    state: MeetingState = Field(None, description="A planned meeting that is over counts as held.")


class ActionItemFilters(Window):
    open: bool = Field(None, description="true: still to be done; false: closed.")
    overdue: bool = Field(None, description="true: to be done, and the deadline has passed; false: all others.")
    coalition: Slug = Field(None, description="The slug of a coalition that has a part to do.")


class OrganiserOut(Schema):
    coalition: CoalitionRef
    role: OrganiserRole


class PreparatoryEventSummary(Schema):
    uid: uuid.UUID = Field(description="Permanent.")
    title: str
    url: str
    cycle: int = Field(description="The year of the cycle it prepares.")
    starts_at: datetime.datetime = Field(description="UTC.")
    ends_at: datetime.datetime = Field(description="UTC.")
    format: MeetingFormat
    place: str
    state: EventState = Field(description="A scheduled event that is over counts as held.")
    organisers: list[OrganiserOut] = Field(description="Those whose page everybody may see.")
    focus_areas: list[FocusAreaRef]
    registration_url: str
    join_url: str = Field(description="Empty but from 30 minutes before the event until its end.")
    recording_url: str
    has_report: bool


class PreparatoryEventList(Schema):
    count: int
    items: list[PreparatoryEventSummary]


class SpeakerOut(Schema):
    name: str
    affiliation: str


class EventChangeOut(Schema):
    kind: EventChangeKind
    from_starts_at: datetime.datetime = Field(description="UTC.")
    from_ends_at: datetime.datetime = Field(description="UTC.")
    to_starts_at: datetime.datetime | None = Field(description="UTC; null where it was cancelled.")
    to_ends_at: datetime.datetime | None = Field(description="UTC; null where it was cancelled.")
    reason: str
    changed_at: datetime.datetime = Field(description="UTC.")


class PreparatoryEventDetail(PreparatoryEventSummary):
    description: str = Field(description=HTML)
    expected_outcome: str = Field(description="Plain text.")
    policy_questions: list[str] = Field(description="Their short labels.")
    speakers: list[SpeakerOut]
    languages: str
    accessibility: str = Field(description="Plain text.")
    outcome: str = Field(description=f"{HTML} Empty until the organisers have reported.")
    outcome_url: str
    reported_at: datetime.datetime | None = Field(description="UTC.")
    changes: list[EventChangeOut] = Field(description="The latest first.")


class PreparatoryEventFilters(Window):
    cycle: Year = Field(None, description="The year of the cycle it prepares.")
    coalition: Slug = Field(None, description="The slug of a coalition that organises it, in whatever role.")
    focus_area: Id = Field(None, description="The id of a focus area.")
    format: MeetingFormat = Field(None)
    state: EventState = Field(None, description="A scheduled event that is over counts as held.")
    year: Year = Field(None, description="The year it starts in, UTC.")
