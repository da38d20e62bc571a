"""The lines at the top of a report that say which meeting it is about."""

import re
from typing import Any

from events.report_text.dates import find_date

_FORMATS = {
    "hybrid": r"hybrid",
    "online": r"virtual(?:ly)?|online|remote(?:ly)?|teleconference|videoconference|web\s?conference",
    "onsite": r"in[- ]person|on-?\s?site|face[- ]to[- ]face|physical",
}
_NUMBERS = (
    r"\b(?:meeting|call|session)\s*(?:no\.?|number|nr\.?|#|№)?\s*([1-9][0-9]{0,3})\b",
    r"\b([1-9][0-9]{0,3})(?:st|nd|rd|th)\b(?=.*\b(?:meeting|call|session)\b)",
)
_BODIES = re.compile(r"\b(?:Group|Committee|Panel|Council|Board|Team|(?:Coalition|Forum|Network)\s+(?:on|for|of))\b")
_ACRONYM = re.compile(r"[A-Z][A-Za-z]?[A-Z0-9]{1,8}")
_TITLE = {
    "summary",
    "report",
    "minutes",
    "notes",
    "record",
    "outcomes",
    "meeting",
    "draft",
    "final",
    "of",
    "the",
    "call",
}
_LABELS = {
    "meeting",
    "call",
    "session",
    "no",
    "number",
    "date",
    "format",
    "held",
    "on",
    "of",
    "the",
    "igf",
    "series",
    "cycle",
}
_PARTS = re.compile(r"\s*\|\s*|\s+[–—·•-]\s+|\t+|\s{2,}|;\s+")
_WORDS_AT_MOST = 14


class Opening:
    """Collects series, cycle_year, number, held_on, format and title; the first statement of each counts."""

    def __init__(self):
        self.facts: dict[str, Any] = {}

    def takes(self, text: str) -> bool:
        """Reads one line; True if everything in it is now known as a fact, so that the line need not be kept."""
        text = text.strip()
        if len(text.split()) > _WORDS_AT_MOST or text.endswith("."):
            return False
        parts = [part for part in _PARTS.split(text) if part]
        taken = [self._takes_part(part, alone=len(parts) == 1) for part in parts]
        return all(taken)

    def _takes_part(self, part: str, *, alone: bool) -> bool:
        rest = part
        if found := find_date(rest):
            day, (start, end) = found
            if self._settles("held_on", day):
                rest = f"{rest[:start]} {rest[end:]}"
        rest = self._cut(rest, r"\bIGF\s+((?:19|20)[0-9]{2})\b", "cycle_year")
        for pattern in _NUMBERS:
            rest = self._cut(rest, pattern, "number")
        for value, pattern in _FORMATS.items():
            if re.search(rf"\b(?:{pattern})\b", rest, re.IGNORECASE) and self._settles("format", value):
                rest = re.sub(rf"\b(?:{pattern})\b", " ", rest, flags=re.IGNORECASE)
        words = re.findall(r"[^\W_]+|[^\x00-\x7f]", rest.lower())
        if any(word in _TITLE - _LABELS for word in words) and self._reads_as_title(words, rest, part):
            return True
        only_labels = all(word in _LABELS for word in words) and not (alone and rest == part)
        return only_labels or self._names_series(rest)

    def _reads_as_title(self, words: list[str], rest: str, part: str) -> bool:
        named = [word for word in words if word not in _TITLE | _LABELS]
        if not named or self._names_series(re.sub(rf"\b(?:{'|'.join(_TITLE)})\b", " ", rest, flags=re.IGNORECASE)):
            return self._settles("title", part)
        return False

    def _names_series(self, rest: str) -> bool:
        words = rest.split()
        while words and words[0].lower().strip(",:()") in _LABELS:
            del words[0]
        while words and words[-1].lower().strip(",:()") in _LABELS:
            del words[-1]
        name = " ".join(words).strip(" ,:")
        return bool(_BODIES.search(name) or _ACRONYM.fullmatch(name)) and self._settles("series", name)

    def _cut(self, text: str, pattern: str, fact: str) -> str:
        found = re.search(pattern, text, re.IGNORECASE)
        if found and self._settles(fact, int(found[1])):
            return f"{text[: found.start()]} {text[found.end() :]}"
        return text

    def _settles(self, fact: str, value: Any) -> bool:
        """Whether the value is the first said of the fact; what is said again stays text."""
        if fact in self.facts:
            return False
        self.facts[fact] = value
        return True
