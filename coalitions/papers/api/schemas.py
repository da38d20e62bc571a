"""What the interface for programs takes and gives about papers and their drafts."""

import datetime

from ninja import Field, Schema

from coalitions.api.schemas import HTML, Id, Window, Year
from coalitions.papers.enums import Audience, CommentPeriod, DraftKind, QuestionKind, StageKind, StageState


class StageOut(Schema):
    kind: StageKind
    title: str
    state: StageState
    starts_at: datetime.datetime | None = Field(description="UTC; null: to be announced.")
    ends_at: datetime.datetime | None = Field(description="UTC; null: to be announced.")
    text: str = Field(description="Plain text.")


class PaperOut(Schema):
    id: int
    title: str
    url: str
    cycle: int = Field(description="The year of the cycle it is written for.")
    intro: str = Field(description=HTML)
    stages: list[StageOut] = Field(description="In the order in which they follow.")


class PaperList(Schema):
    count: int
    items: list[PaperOut]


class DraftSummary(Schema):
    id: int
    title: str
    url: str
    paper: int = Field(description="The id of its paper.")
    kind: DraftKind
    version: int
    label: str
    comment_period: CommentPeriod
    comments_open_at: datetime.datetime | None = Field(description="UTC.")
    comments_close_at: datetime.datetime | None = Field(description="UTC.")
    published_at: datetime.datetime | None = Field(description="When it was published first, UTC.")


class DraftList(Schema):
    count: int
    items: list[DraftSummary]


class PartOut(Schema):
    """One part of the text. Headings, notes and dissenting views carry no number."""

    kind: str = Field(description="heading, paragraph, recommendation, unnumbered or dissent.")
    number: str
    anchor: str = Field(description="Permanent; the address of the part is the draft’s, “#” and this.")
    who: str = Field(description="Whose view it is, for a dissenting view.")
    html: str = Field(description=HTML)
    citation: str


class DraftDetail(DraftSummary):
    change_note: str = Field(description="Plain text.")
    previous: int | None = Field(description="The id of the version before, where it is public.")
    parts: list[PartOut]


class PaperFilters(Window):
    cycle: Year = Field(None, description="The year of the cycle.")


class DraftFilters(Window):
    paper: Id = Field(None, description="The id of a paper.")
    kind: DraftKind = Field(None)


class ExtensionOut(Schema):
    from_at: datetime.datetime = Field(description="UTC.")
    to_at: datetime.datetime = Field(description="UTC.")
    reason: str
    moved_at: datetime.datetime = Field(description="UTC.")


class SurveyOut(Schema):
    id: int
    title: str
    url: str
    paper: int = Field(description="The id of its paper.")
    audience: Audience
    opens_at: datetime.datetime = Field(description="UTC.")
    closes_at: datetime.datetime = Field(description="UTC.")
    is_open: bool
    extensions: list[ExtensionOut]
    asked: int | None = Field(
        description="How many coalitions were asked when it opened; null where anybody may answer."
    )
    answered: int
    late: int = Field(description="Of those that answered.")
    results_published_at: datetime.datetime | None = Field(description="UTC; null: nobody can read them yet.")


class SurveyList(Schema):
    count: int
    items: list[SurveyOut]


class OptionOut(Schema):
    row: str = Field(description="Of a table: its row; otherwise empty.")
    option: str
    count: int


class ResultOut(Schema):
    number: int
    name: str = Field(description="The question’s short name.")
    question: str
    kind: QuestionKind
    answered: int
    options: list[OptionOut]
    mean: float | None
    texts: list[str] = Field(description="Plain text, without the name of who wrote it.")


class ResultsOut(SurveyOut):
    results: list[ResultOut]


class SurveyFilters(Window):
    paper: Id = Field(None, description="The id of a paper.")
    open: bool = Field(None, description="Whether it takes answers now.")
