"""What the sentences of a report say about the meeting itself."""

import re

_NUMBER_WORDS = [
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
]  # fmt: skip
_COUNTS = dict(zip(_NUMBER_WORDS, range(2, 21), strict=True))
_COUNT = r"([0-9]{1,4}|" + "|".join(_COUNTS) + ")"
_PEOPLE = r"(?:participants|people|persons|attendees|representatives)"
_STATED = re.compile(
    rf"\b(?:attended\s+by|number\s+of\s+{_PEOPLE}:?)\s*(?:about\s+|some\s+)?{_COUNT}\b"
    rf"|\b{_COUNT}\s+{_PEOPLE}\s+(?:attended|joined|took\s+part|participated|were\s+present)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b([1-9][0-9]{0,3})(?:st|nd|rd|th)\s+meeting\s+of\s+the\s+([A-Z]\w+(?:\s+(?:on\s+|of\s+)?[A-Z]\w+)*)"
)
# A full stop ends a sentence where a capital, a digit or a quote follows, and no abbreviation stands before it.
_SENTENCE = re.compile(r"(?<!\b[a-z]\.[a-z])(?<!\bMrs)(?<!\bProf)(?<!\b(?:Mr|Ms|Dr|St|no|No))[.?!](?=\s+[A-Z0-9“\"(])")


def first_sentence(text: str) -> str:
    """The first sentence of a text, with its full stop."""
    end = _SENTENCE.search(text)
    return text[: end.end()] if end else text


def shortened(text: str, limit: int) -> str:
    """A text of at most `limit` characters, cut between words, with "…" where something was cut."""
    if len(text) <= limit:
        return text
    words, space, _rest = text[:limit].rpartition(" ")
    return f"{(words if space else text[: limit - 1]).rstrip(' ,;:.–-')}…"


def stated_participants(prose: str) -> int | None:
    """How many people the text says were there, in figures or in words up to twenty."""
    found = _STATED.search(prose)
    if found is None:
        return None
    word = (found[1] or found[2]).lower()
    return _COUNTS[word] if word in _COUNTS else int(word)


def named_meeting(prose: str) -> tuple[int, str] | None:
    """Number and series of the first "53rd meeting of the … Group" in the text."""
    found = _NAMED.search(prose)
    return (int(found[1]), found[2]) if found else None
