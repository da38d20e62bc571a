"""Words as typed: taken apart for the index, and the nearest ones that exist where nothing was found."""

import difflib
import re
import unicodedata
from collections import Counter

from django.core.cache import cache
from wagtail.models import Page

from search.models import SearchEntry

MAX_CHARACTERS, MAX_WORDS = 200, 12
TITLES_LOOKED_AT = 20_000
LIKENESS = 0.75  # of 1: how like a word another must be to be offered instead
VOCABULARY_SECONDS = 300


def read_words(text: str) -> tuple[tuple[str, ...], bool]:
    """The words of a question, letters and digits only, and whether it was cut to MAX_CHARACTERS and MAX_WORDS."""
    typed = unicodedata.normalize("NFKC", text[:MAX_CHARACTERS]).lower()
    words = "".join(char if unicodedata.category(char)[0] in "LNM" else " " for char in typed).split()
    # A word of nothing but accents has no letter to find.
    words = [word for word in words if any(unicodedata.category(char)[0] in "LN" for char in word)]
    return tuple(words[:MAX_WORDS]), len(text) > MAX_CHARACTERS or len(words) > MAX_WORDS


def did_you_mean(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """The question with each unknown word replaced by the likest one in a title, or None if there is no better one.

    Titles are remembered for VOCABULARY_SECONDS: look whether the words can be found now before they are offered.
    """
    known = cache.get_or_set("search.vocabulary", _vocabulary, VOCABULARY_SECONDS)
    better = tuple(word if word in known else _nearest(word, known) for word in words)
    return better if better != words else None


def _vocabulary():
    """How often each word occurs in the titles that everybody may see, the newest TITLES_LOOKED_AT."""
    public = Page.objects.live().public().values("pk")
    titles = SearchEntry.objects.filter(page__in=public).order_by("-pk").values_list("title", flat=True)
    return Counter(re.findall(r"[^\W_]+", "\n".join(titles[:TITLES_LOOKED_AT]).lower()))


def _nearest(word, known):
    # Comparing is slow: only words of about the same length that share most of their letters come into question.
    letters = set(word)
    likely = [
        other for other in known if abs(len(other) - len(word)) <= 2 and len(letters & set(other)) >= len(letters) - 2
    ]
    near = difflib.get_close_matches(word, likely, n=1, cutoff=LIKENESS) if len(word) > 2 else []
    return near[0] if near else word
