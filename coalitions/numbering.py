"""Numbers and anchors of the paragraphs of a text made of blocks: a meeting's report, a draft of a paper.

Numbers run on across headings. The anchor comes from the block's own id, so it stays when a paragraph is put in above.
Until the numbers are settled a number is the paragraph's place; from then on it is the number it was settled with, and
a paragraph added later is numbered after the one before it ("4a").
"""

from dataclasses import dataclass

NUMBERED = ("paragraph",)


@dataclass(frozen=True)
class Part:
    """One block of a text as it is read. `number` is a label such as "4" or "4a", empty for what carries none."""

    kind: str
    block: object
    number: str
    anchor: str


def anchor_of(block_id):
    """The permanent anchor of a block."""
    return f"p-{str(block_id).replace('-', '')[:10]}"


def number_parts(stream, settled=None, numbered=NUMBERED):
    """The parts of a stream value in order, each with its number and anchor.

    `settled` maps block ids to the labels that were settled; `numbered` names the kinds of block that carry a number.
    """
    settled = settled or {}
    parts, place, last, added = [], 0, "", 0
    for block in stream:
        number = ""
        if block.block_type in numbered:
            place += 1
            if not settled:
                number = str(place)
            elif block.id in settled:
                number, added = settled[block.id], 0
                last = number
            else:
                added += 1
                number = f"{last or 0}{_suffix(added)}"
        parts.append(Part(block.block_type, block, number, anchor_of(block.id)))
    return parts


def numbers_to_settle(stream):
    """Block id to label, as a text is numbered now: what is kept when its numbers are settled."""
    return {part.block.id: part.number for part in number_parts(stream) if part.number}


def _suffix(count):
    """1 -> "a", 26 -> "z", 27 -> "aa"."""
    letters = ""
    while count:
        count, place = divmod(count - 1, 26)
        letters = chr(ord("a") + place) + letters
    return letters
