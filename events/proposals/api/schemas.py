"""What the interface for programs takes and gives about calls and proposals."""

import datetime
import uuid

from ninja import Field, Schema

from coalitions.api.schemas import HTML, FocusAreaRef, Id, Slug, Window, Year
from events.api.schemas import OrganiserOut, SpeakerOut
from events.enums import MeetingFormat
from events.proposals.enums import ProposalKind


class ExtensionOut(Schema):
    """A deadline as it was before it was moved."""

    from_at: datetime.datetime = Field(description="UTC.")
    to_at: datetime.datetime = Field(description="UTC.")
    reason: str
    moved_at: datetime.datetime = Field(description="UTC.")


class CallOut(Schema):
    id: int
    title: str
    url: str
    cycle: int = Field(description="The year of the cycle it prepares.")
    opens_at: datetime.datetime = Field(description="UTC.")
    submit_by: datetime.datetime = Field(description="UTC.")
    edit_until: datetime.datetime | None = Field(description="UTC; null: the same moment.")
    is_open: bool
    asks_for_proposals: bool
    kinds: list[ProposalKind] = Field(description="The kinds of event that are asked for.")
    asks_for_inputs: bool
    input_words: int = Field(description="At most so many words, for a written input.")
    intro: str = Field(description=HTML)
    guidance: str = Field(description=HTML)
    extensions: list[ExtensionOut] = Field(description="The earliest first.")


class CallList(Schema):
    count: int
    items: list[CallOut]


class ProposalSummary(Schema):
    code: str = Field(description="Permanent.")
    title: str
    url: str
    call: int = Field(description="The id of its call.")
    cycle: int = Field(description="The year of the cycle.")
    kind: ProposalKind
    state: str = Field(description="In public words: Accepted, Scheduled, Held, Reported or Cancelled.")
    abstract: str = Field(description="Plain text.")
    organisers: list[OrganiserOut] = Field(description="Those whose page everybody may see.")
    focus_areas: list[FocusAreaRef]
    event: uuid.UUID | None = Field(description="The uid of the event it became, once that is published.")


class ProposalList(Schema):
    count: int
    items: list[ProposalSummary]


class ProposalDetail(ProposalSummary):
    description: str = Field(description=HTML)
    policy_questions: list[str] = Field(description="Their short labels.")
    format: MeetingFormat
    place: str
    minutes: int
    expected_outcome: str = Field(description="Plain text.")
    accessibility: str = Field(description="Plain text.")
    languages: str
    speakers: list[SpeakerOut]


class CallFilters(Window):
    cycle: Year = Field(None, description="The year of the cycle.")
    open: bool = Field(None, description="true: open now; false: all others.")


class ProposalFilters(Window):
    call: Id = Field(None, description="The id of a call.")
    cycle: Year = Field(None, description="The year of the cycle.")
    coalition: Slug = Field(None, description="The slug of a coalition that organises it, in whatever role.")
    focus_area: Id = Field(None, description="The id of a focus area.")
    kind: ProposalKind = Field(None)
