"""The answer to a search as a reader sees it: one page of hits, and what the search can be narrowed by."""

from dataclasses import dataclass, field, replace

from django.core.paginator import Page as PageOfResults
from django.core.paginator import Paginator
from django.utils.safestring import SafeString
from wagtail.models import Page

from search.entries import names_of_kinds
from search.fulltext import Facets, Question, best, excerpts, facets
from search.models import SearchEntry
from search.spelling import did_you_mean

PER_PAGE = 20


@dataclass(frozen=True)
class Hit:
    """One thing found. `trail` names the pages above it, from the top; `coalitions` the titles of its coalitions."""

    entry: SearchEntry
    title: SafeString
    excerpt: SafeString
    trail: list[str]
    coalitions: list[str]


@dataclass(frozen=True)
class Choice:
    """One value of a filter. `count` is None where nothing is looked for yet."""

    value: str
    name: str
    count: int | None
    chosen: bool


@dataclass(frozen=True)
class Answer:
    """Everything the search page shows for a question."""

    question: Question
    facets: Facets
    hits: PageOfResults | None = None
    suggestion: tuple[str, ...] | None = None
    ignored: list[str] = field(default_factory=list)
    kinds: list[Choice] = field(default_factory=list)
    coalitions: list[Choice] = field(default_factory=list)
    years: list[Choice] = field(default_factory=list)
