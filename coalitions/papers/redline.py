"""What changed between two versions of a text: by paragraph, and within a paragraph by words.

A paragraph is the same one where its block has the same id: a new version begins as a copy and keeps them. Where a
text comes from a file its paragraphs have no ids yet; `matched_ids` finds whose they are.
"""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

from coalitions.sanitize import plain_text

ALIKE = 0.6  # from here on two paragraphs are one, reworded
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
LONGEST_COMPARED = 4_000  # tokens; what is longer is shown as taken out and put in


@dataclass(frozen=True)
class Piece:
    """Some words of a redline: `kept`, `added` or `removed`."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """What became of a paragraph since the version before: `new`, `changed` or `same`."""

    kind: str
    old_number: str = ""
    pieces: tuple[Piece, ...] = ()


@dataclass
class Comparison:
    """Two versions side by side: block id → Change, and the numbered paragraphs that went, after which block id."""

    changes: dict[str, Change] = field(default_factory=dict)
    removed: list = field(default_factory=list)

    @property
    def counts(self):
        """How many paragraphs are new, changed, the same, and how many went."""
        kinds = [change.kind for change in self.changes.values()]
        return {kind: kinds.count(kind) for kind in ("new", "changed", "same")} | {"removed": len(self.removed)}


def words_of(part):
    """The plain words of a numbered part."""
    return plain_text(part.block.value.source)


# The same two versions are compared for every reader.
@lru_cache(maxsize=2_000)
def compare_words(old, new):
    """The pieces of a redline from one text to another."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    start = _shared(before, after)
    end = _shared(before[start:][::-1], after[start:][::-1])
    head, tail = before[:start], before[len(before) - end :]
    before, after = before[start : len(before) - end], after[start : len(after) - end]
    pieces = [("kept", head)]
    if max(len(before), len(after)) > LONGEST_COMPARED:
        pieces += [("removed", before), ("added", after)]
    else:
        for verb, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if verb == "equal":
                pieces.append(("kept", before[i1:i2]))
            else:
                pieces += [("removed", before[i1:i2]), ("added", after[j1:j2])]
    return tuple(Piece(kind, "".join(tokens)) for kind, tokens in [*pieces, ("kept", tail)] if tokens)


def _shared(one, other):
    """How many tokens two lists have in common at their beginning."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def compare(old_parts, new_parts):
    """The Comparison of the numbered parts of two versions."""
    old = {part.block.id: part for part in old_parts if part.number}
    found = Comparison()
    for part in new_parts:
        if not part.number:
            continue
        before = old.get(part.block.id)
        if before is None:
            found.changes[part.block.id] = Change("new")
            continue
        if before.block.value.source == part.block.value.source:
            found.changes[part.block.id] = Change("same", before.number)
            continue
        was, now = words_of(before), words_of(part)
        if was == now:
            found.changes[part.block.id] = Change("same", before.number)
        else:
            found.changes[part.block.id] = Change("changed", before.number, compare_words(was, now))
    found.removed = [part for block_id, part in old.items() if block_id not in found.changes]
    return found


def matched_ids(old, new):
    """For each text of `new`, the id of the text of `old` that it is, word for word or reworded; None for a new one.

    `old` is a list of (id, text), `new` of texts. An id is given once. Texts that stayed are found first; what
    is left is compared with what is left.
    """
    free = {}
    for block_id, text in old:
        free.setdefault(text, []).append(block_id)
    found = [free[text].pop(0) if free.get(text) else None for text in new]
    taken = {block_id for block_id in found if block_id}
    left = [(block_id, text) for block_id, text in old if block_id not in taken]
    for place, text in enumerate(new):
        if found[place] is not None:
            continue
        best, best_ratio = None, ALIKE
        for block_id, before in left:
            ratio = _likeness(before, text, best_ratio)
            if ratio >= best_ratio:
                best, best_ratio = block_id, ratio
        if best is not None:
            found[place] = best
            left = [(block_id, before) for block_id, before in left if block_id != best]
    return found


def _likeness(one, other, least):
    """How alike two texts are, 0 to 1; 0 at once where it cannot reach `least`."""
    before, after = one.split(), other.split()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0
    return matcher.ratio()
