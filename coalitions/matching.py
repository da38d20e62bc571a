"""Which coalition a printed affiliation means: "DC on Accessibility and Disability", "DC-IoT, co-chair"."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable

MAX_LENGTH = 300  # a longer text is no affiliation

_MARKERS = {"dc", "dynamic", "coalition"}
_STOP_WORDS = {"a", "an", "and", "at", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
_ROLES = {"chair", "co", "cochair", "coordinator", "member", "representative"}
_APOSTROPHES = re.compile(r"['`\u00b4\u02bc\u2018\u2019]")
_ABBREVIATIONS = {"ig": ("internet", "governance")}
_SEPARATORS = re.compile(r"[(),;/|\[\]]|\s[-\u2013\u2014]\s")

_LIKELY = 0.5  # the share of a name that must be there, if the text says that it speaks of a coalition …
_LIKELY_UNMARKED = 0.7  # … and if it does not
_MARGIN = 0.2  # the lead a winner needs


class NameIndex:
    """Finds a coalition by the names it goes by.

    Built from tuples (key, name, acronym, former names); the key is anything hashable and is what `resolve` answers.
    A name or acronym may be empty; among the former names may be acronyms, and names taken later.
    """

    def __init__(self, entries: Iterable[tuple[Hashable, str, str, Iterable[str]]]):
        self._exact = defaultdict(set)  # the spelling without its spaces → keys
        self._names = []  # (key, the words of one of its names)
        words_of = defaultdict(set)
        for key, name, acronym, former_names in entries:
            for alias in (name, acronym, *former_names):
                words = _words(alias)
                content = frozenset(words) - _MARKERS
                if content:
                    self._exact["".join(words)].add(key)
                    self._names.append((key, content))
                    words_of[key] |= content
        # A word that many names share ("internet") says little: it weighs the less, the more share it.
        frequency = Counter(word for words in words_of.values() for word in words)
        self._weights = {word: 1 / count for word, count in frequency.items()}

    def resolve(self, text: str | None) -> Hashable | None:
        """The key of the one coalition the text means; None if it means none, several, or is not clear."""
        text = (text or "").strip()
        if len(text) > MAX_LENGTH:
            return None
        found = {self._resolve_part(part) for part in (text, *_SEPARATORS.split(text))} - {None}
        return found.pop() if len(found) == 1 else None

    def _resolve_part(self, part: str) -> Hashable | None:
        words = _words(part)
        exact = self._exact.get("".join(words))
        if exact:
            return next(iter(exact)) if len(exact) == 1 else None
        content = frozenset(words) - _MARKERS
        is_marked = not _MARKERS.isdisjoint(words)

        scores = defaultdict(float)
        for key, name in self._names:
            if is_marked or len(content & name) > 1:  # a single common word means a coalition only if it says so
                scores[key] = max(scores[key], self._likeness(content, name))
        ranked = sorted(scores.items(), key=lambda item: item[1], reverse=True)
        if not ranked:
            return None
        best, score = ranked[0]
        runner_up = ranked[1][1] if len(ranked) > 1 else 0
        is_likely = score > (_LIKELY if is_marked else _LIKELY_UNMARKED)
        return best if is_likely and score - runner_up >= _MARGIN else None

    def _likeness(self, content: frozenset[str], name: frozenset[str]) -> float:
        """From 0 to 1: the weight of the words both have, of the weight of all their words."""
        return self._weight(content & name) / self._weight(content | name)

    def _weight(self, words: frozenset[str]) -> float:
        return sum(self._weights.get(word, 1) for word in words)


def _words(text: str) -> list[str]:
    """The telling words in order: lower case, singular, no accents, stop words or roles, abbreviations in full."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    plain = _APOSTROPHES.sub("", plain).replace("dynamic coalition", "dc")
    words = [_singular(word) for word in re.findall(r"[^\W_]+", plain)]
    telling = [word for word in words if word not in _STOP_WORDS | _ROLES]
    return [full for word in telling for full in _ABBREVIATIONS.get(word, (word,))]


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if word == "dcs" or (len(word) > 3 and word.endswith("s") and not word.endswith("ss")):
        return word[:-1]
    return word
