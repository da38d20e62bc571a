"""Numbers and anchors of a report's paragraphs.

Numbers run on across headings. The anchor comes from the block's own id, so it stays when a paragraph is put in above.
Until a report is adopted the number is the paragraph's place; from then on it is the number it was adopted with, and a
paragraph added later is numbered after the one before it ("4a").
"""

from dataclasses import dataclass

NUMBERED = "paragraph"


@dataclass(frozen=True)
class ReportPart:
    """One block of a report as it is read. `number` is a label such as "4" or "4a", empty for what carries none."""

    kind: str
    block: object
    number: str
    anchor: str


def anchor_of(block_id):
    """The permanent anchor of a report's block."""
    return f"p-{str(block_id).replace('-', '')[:10]}"


def number_report(report, adopted_numbers=None):
    """The parts of a report in order, each with its number and anchor.

    `report` is the stream value of `MeetingPage.report`; `adopted_numbers` maps block ids to the labels adopted.
    """
    adopted_numbers = adopted_numbers or {}
    parts, place, last, added = [], 0, "", 0
    for block in report:
        number = ""
        if block.block_type == NUMBERED:
            place += 1
            if not adopted_numbers:
                number = str(place)
            elif block.id in adopted_numbers:
                number, added = adopted_numbers[block.id], 0
                last = number
            else:
                added += 1
                number = f"{last or 0}{_suffix(added)}"
        parts.append(ReportPart(block.block_type, block, number, anchor_of(block.id)))
    return parts


def numbers_to_adopt(report):
    """Block id to label, as a report is numbered now: what adoption freezes."""
    return {part.block.id: part.number for part in number_report(report) if part.number}


def citation(meeting, series, number):
    """How a paragraph is cited: "DCCG 53, para 4"."""
    name = f"{series.short_name} {meeting.number}" if meeting.number else f"{series.short_name}, {meeting.title}"
    return f"{name}, para {number}"


def _suffix(count):
    """1 -> "a", 26 -> "z", 27 -> "aa"."""
    letters = ""
    while count:
        count, place = divmod(count - 1, 26)
        letters = chr(ord("a") + place) + letters
    return letters
