"""What a parsed report is made of."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class ParseIssue:
    """Something the person who imports should know; ``line`` as in ``Line.number``, ``text`` the words it is about."""

    level: Literal["info", "warning"]
    line: int | None
    message: str
    text: str = ""


@dataclass(frozen=True)
class ParsedBlock:
    """A piece of the report's body, in printed order.

    A ``paragraph`` is one numbered paragraph with all that belongs to it: its ``html`` is a sequence of ``<p>`` and
    (nested) ``<ul>``. ``unnumbered`` is text of the same form without a number. A ``heading``'s html is inline.
    ``unplaced`` is one line nobody understood. ``printed_number`` is None where none was printed.
    """

    kind: Literal["heading", "paragraph", "unnumbered", "unplaced"]
    html: str
    printed_number: int | None
    line: int


@dataclass(frozen=True)
class ParsedConclusion:
    """One conclusion; ``html`` and each of ``sub_items`` are inline HTML. ``due_tba``: a date is promised, not given.

    ``due_on`` is resolved: printed without a year, it is the next such date on or after the meeting.
    """

    kind: Literal["action", "planned_activity", "conclusion"]
    html: str
    sub_items: list[str]
    due_on: date | None
    due_tba: bool
    owner: Literal["all_coalitions", "secretariat", "facilitators", "mag", ""]
    line: int


@dataclass(frozen=True)
class ParsedParticipant:
    """A person on the list, names in plain text; ``affiliation`` as printed, or empty."""

    given_name: str
    family_name: str
    capacity: Literal["facilitator", "participant", "secretariat_support"]
    affiliation: str
    line: int


@dataclass(frozen=True)
class ParsedReport:
    """All that was understood of a report. What was not printed is empty or None."""

    series: str = ""
    cycle_year: int | None = None
    number: int | None = None
    held_on: date | None = None
    format: Literal["online", "hybrid", "onsite", ""] = ""
    title: str = ""
    conclusions: list[ParsedConclusion] = field(default_factory=list)
    blocks: list[ParsedBlock] = field(default_factory=list)
    participants: list[ParsedParticipant] = field(default_factory=list)
    stated_participants: int | None = None
    issues: list[ParseIssue] = field(default_factory=list)
