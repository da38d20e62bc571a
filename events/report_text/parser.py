"""Understands the summary report of a meeting: which meeting, what was said, what was concluded, who was there.

Tolerant, and without loss: every word of the report is in what comes out, except labels and the numbers of paragraphs,
which come out as structure. What could not be placed becomes an ``unplaced`` block and a warning.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from coalitions.document_text.inline import cut_start, plain, without_empty_links
from coalitions.document_text.lines import Line, looks_like_heading
from events.report_text.body import PRINTED_NUMBER, Draft, Numbering, goes_on
from events.report_text.conclusions import read_conclusion
from events.report_text.opening import Opening
from events.report_text.parsed import ParsedBlock, ParsedConclusion, ParsedParticipant, ParsedReport, ParseIssue
from events.report_text.people import group_of, read_people
from events.report_text.prose import named_meeting, stated_participants

__all__ = ["ParseIssue", "ParsedBlock", "ParsedConclusion", "ParsedParticipant", "ParsedReport", "parse_report"]

_CONCLUSION = re.compile(r"\b(?:conclusions?|actions?|decisions?|outcomes|takeaways|next steps)\b")
_ONLY_CONCLUSION = re.compile(
    r"(?:\b(?:conclusions?|actions?|decisions?|outcomes|takeaways|next|steps|items?|points?|key|main|agreed|summary|of|and"
    r"|follow|up)\b[\s&,/:-]*)+"
)
_PAGE_NUMBER = re.compile(r"(?:page\s+)?[-–]?\s*[0-9]{1,3}\s*(?:(?:of|/)\s*[0-9]{1,3}\s*)?[-–]?", re.IGNORECASE)


def parse_report(lines: Sequence[Line]) -> ParsedReport:
    """What the lines of a report (from ``reader.read_document``) say; never raises on any text."""
    counted = [_without_empty_links(line) for line in lines]
    empty_links = sum(count for _, count in counted)
    return _Walk([line for line, _ in counted]).report(empty_links)


def _without_empty_links(line: Line) -> tuple[Line, int]:
    html, count = without_empty_links(line.html)
    return replace(line, html=html, cells=tuple(without_empty_links(cell)[0] for cell in line.cells)), count


class _Walk:
    """One pass over the lines. ``section`` names the method that takes the next line."""

    def __init__(self, lines: list[Line]):
        self.opening = Opening()
        self.numbering = Numbering()
        self.blocks: list[Draft] = []
        self.conclusions: list[tuple[Draft, bool]] = []  # with: stands under a heading that promises actions
        self.people: list[Line] = []
        self.issues: list[ParseIssue] = []
        self.section = self._opening
        self.draft: Draft | None = None  # what the next line may go on with
        self.item: Draft | None = None  # the conclusion that sub-items belong to
        self.under_actions = False
        printed = [index for index, line in enumerate(lines) if line.kind != "blank"]
        for index, following in zip(printed, [*printed[1:], None], strict=True):
            gap = index == 0 or lines[index - 1].kind == "blank"
            after = None if following is None else lines[following]
            self._take(lines[index], after, gap, lone=following != index + 1)

    def _take(self, line: Line, after: Line | None, gap: bool, lone: bool) -> None:
        """Finds out what a line is; ``after`` is the next one printed, ``lone`` if a gap comes before that."""
        heads = self._heads(line, after)
        torn = not heads and self.section != self._people and goes_on(self.draft, line, gap)
        lone = lone or after.kind != "text" or PRINTED_NUMBER.match(after.text) is not None
        heading = line.kind == "heading" or (
            not torn and (heads or gap or self.draft is None) and lone and _could_be_heading(line)
        )
        label = _label(line)
        if self.section != self._people and line.kind == "text" and _PAGE_NUMBER.fullmatch(line.text.strip()):
            self._unplaced(line, "This looks like a page number.")
        elif label == "conclusions" and (heading or (gap and line.text.strip().endswith(":"))):
            self.section, self.draft, self.item = self._conclusions, None, None
            self.under_actions = "action" in line.text.lower() and "conclusion" not in line.text.lower()
        elif label in ("people", "group") and not torn and (label == "people" or not _is_paragraph(after)):
            self.section, self.draft = self._people, None
            self.people.append(line)
        elif heading and (self.section != self._people or line.kind == "heading" or _is_paragraph(after)):
            if self.section == self._opening:
                self._opening_title(line)
            else:
                self.section = self._body
                self._heading(line)
        else:
            self.section(line, gap)

    def _heads(self, line: Line, after: Line | None) -> bool:
        """Whether a short line, though no gap sets it off, is a heading: what follows is the next paragraph."""
        number = after and PRINTED_NUMBER.match(after.text)
        if not number or int(number[number.lastgroup]) != self.numbering.last + 1 or self.draft is None:
            return False
        return self.draft.last_words.rstrip("\"'”’)")[-1:] in (".", "!", "?") and _could_be_heading(line)

    def _opening(self, line: Line, gap: bool) -> None:
        if line.kind in ("bullet", "numbered") or PRINTED_NUMBER.match(line.text):
            self.section = self._body
            self._body(line, gap)
            return
        known = len(self.opening.facts)
        taken = self.opening.takes(line.text)  # what it says counts, also where the line itself stays text
        if taken and (len(self.opening.facts) > known or not goes_on(self.draft, line, gap)):
            self.draft = None
        else:
            self._body(line, gap)

    def _opening_title(self, line: Line) -> None:
        """Takes a heading at the top: a fact, a fact among other words, or the heading of what follows."""
        known = len(self.opening.facts)
        if self.opening.takes(line.text):
            self.draft = None
        elif len(self.opening.facts) > known:
            self._start("unnumbered", line).add(line.html)
        else:
            self._heading(line)

    def _heading(self, line: Line) -> None:
        self.draft = None
        self.blocks.append(Draft("heading", line.number).add(line.html))

    def _body(self, line: Line, gap: bool) -> None:
        unfinished = self.draft is not None and self.draft.last_words[-1:] not in (".", "!", "?", ":", ";")
        number = self.numbering.last
        judged = self.numbering.judge(line, gap=gap, fresh=self.draft is None, unfinished=unfinished)
        if line.kind == "row":
            self._unplaced(line, "This table row could not be placed.")
        elif judged and judged[0] == "paragraph":
            self._start("paragraph", line, judged[1]).add(judged[2])
            if judged[1] != number + 1:
                message = f"Paragraph {judged[1]} was expected to be {number + 1}: printed numbers skip or repeat."
                self._warn(line, message)
        elif judged or line.kind == "bullet":
            (self.draft or self._start("unnumbered", line)).add(line.html, line.depth)
        elif goes_on(self.draft, line, gap):
            self.draft.extend(line.html)
        elif self.draft and self.draft.kind == "paragraph":
            self.draft.add(line.html)
        else:
            self._start("unnumbered", line).add(line.html)

    def _start(self, kind: str, line: Line, number: int | None = None) -> Draft:
        self.draft = Draft(kind, line.number, number)
        self.blocks.append(self.draft)
        return self.draft

    def _conclusions(self, line: Line, gap: bool) -> None:
        printed = PRINTED_NUMBER.match(line.text) if line.kind == "text" else None
        numbered = line.kind == "numbered" or printed is not None
        if numbered and ((self.item and self.item.number is None) or self._continues_body(printed)):
            self.section, self.draft = self._body, None
            self._body(line, gap)
        elif line.kind == "bullet" and self.item and (line.depth or self.item.number):
            self.item.add(line.html, line.depth)
        elif not numbered and goes_on(self.draft, line, gap):
            self.draft.extend(line.html)
        elif line.kind == "text" and not numbered and line.text.rstrip().endswith(":"):
            self._start("unnumbered", line).add(line.html)
        elif line.kind == "row" and {plain(cell).lower() for cell in line.cells} & {"owner", "deadline", "due", "who"}:
            self._unplaced(line, "This looks like the head of a table.")
        else:
            self.item = self.draft = Draft("conclusion", line.number, 1 if numbered else None)
            self.item.add(cut_start(line.html, printed.end()) if printed else line.html)
            self.conclusions.append((self.item, self.under_actions))

    def _continues_body(self, printed: re.Match | None) -> bool:
        last = self.numbering.last
        return bool(last and printed) and int(printed[printed.lastgroup]) == last + 1

    def _people(self, line: Line, gap: bool) -> None:
        if _is_paragraph(line):
            self.section = self._body
            self._body(line, gap)
        else:
            self.people.append(line)

    def _unplaced(self, line: Line, message: str) -> None:
        """Keeps a line beside the text, which may go on after it."""
        self.blocks.append(Draft("unplaced", line.number).add(line.html))
        self._warn(line, message)

    def _warn(self, line: Line, message: str) -> None:
        self.issues.append(ParseIssue("warning", line.number, message, line.text.strip()))

    def report(self, empty_links: int) -> ParsedReport:
        """The finished report."""
        prose = " ".join(plain(html) for draft in self.blocks for html in draft.pieces)
        people = read_people(self.people, prose)
        for line in people.unplaced:
            self._unplaced(line, "This line of the list of participants could not be read as a person.")
        self.issues += people.issues
        facts = self._facts(prose)
        conclusions = []
        for draft, under_actions in self.conclusions:
            text, *sub_items = draft.pieces
            conclusion, issues = read_conclusion(
                text, sub_items, draft.line, held_on=facts.get("held_on"), under_actions=under_actions
            )
            conclusions.append(conclusion)
            self.issues += issues
        stated = stated_participants(prose)
        if stated is not None and stated != len(people.participants):
            self._say("warning", f"The text speaks of {stated} participants; the list has {len(people.participants)}.")
        if empty_links:
            self._say("info", f"Links without a target: {empty_links}. Their words were kept.")
        blocks = self._finished_blocks()
        return ParsedReport(
            **facts,
            conclusions=conclusions,
            blocks=blocks,
            participants=people.participants,
            stated_participants=stated,
            issues=self.issues,
        )

    def _facts(self, prose: str) -> dict:
        facts = dict(self.opening.facts)
        if "number" not in facts and (named := named_meeting(prose)):
            facts["number"], series = named
            facts.setdefault("series", series)
            self._say("info", "The meeting's number was taken from the text, not from the top of the report.")
        if "held_on" in facts:
            facts.setdefault("cycle_year", facts["held_on"].year)
        for fact, name in (("number", "number"), ("held_on", "date")):
            if fact not in facts:
                self._say("warning", f"The meeting's {name} was not found.")
        return facts

    def _finished_blocks(self) -> list[ParsedBlock]:
        if not any(draft.kind == "paragraph" for draft in self.blocks):
            kinds = [draft.kind for draft in self.blocks]
            first = kinds.index("heading") if "heading" in kinds else 0
            for draft in self.blocks[first:]:
                draft.kind = "paragraph" if draft.kind == "unnumbered" else draft.kind
            self._say("info", "No numbered paragraphs were found; each paragraph was taken as one.")
        return [
            ParsedBlock(
                draft.kind, draft.pieces[0] if draft.kind == "heading" else draft.html, draft.number, draft.line
            )
            for draft in self.blocks
        ]

    def _say(self, level: str, message: str) -> None:
        self.issues.append(ParseIssue(level, None, message))


def _label(line: Line) -> str:
    """What part of a report a line announces: "conclusions", "people", "group" (of people), or nothing."""
    if line.kind == "row":
        words = [plain(cell) for cell in line.cells if cell]
        return "group" if len(words) == 1 and group_of(words[0]) else ""
    if line.kind not in ("heading", "text"):
        return ""
    words = line.text.strip().lower()
    if _CONCLUSION.search(words) and _ONLY_CONCLUSION.fullmatch(words):
        return "conclusions"
    group = group_of(line.text)
    return {"participant": "people", "": ""}.get(group, "group")


def _could_be_heading(line: Line) -> bool:
    """Whether a line of text that stands alone is a heading."""
    return line.kind == "text" and not PRINTED_NUMBER.match(line.text) and looks_like_heading(line.text)


def _is_paragraph(line: Line | None) -> bool:
    """Whether a line can only be a numbered paragraph, not a person with a number."""
    if line is None or not PRINTED_NUMBER.match(line.text):
        return False
    return len(line.text.split()) > 12 and line.text.rstrip().endswith((".", ":", ";", "?", "!"))
