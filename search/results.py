"""The answer to a search as a reader sees it: one page of hits, and what the search can be narrowed by."""

from dataclasses import dataclass, replace

from django.core.paginator import Page as ResultsPage
from django.core.paginator import Paginator
from django.utils.safestring import SafeString
from wagtail.models import Page

from search.entries import names_of_kinds, restricted_paths
from search.fulltext import MOST_LISTED, Facets, Question, best, excerpts, facets
from search.models import SearchEntry
from search.spelling import did_you_mean

PER_PAGE = 20


@dataclass(frozen=True)
class Hit:
    """One thing found. `trail`: titles of the pages above it, from the top; `coalitions`: titles of its coalitions."""

    entry: SearchEntry
    title: SafeString
    excerpt: SafeString
    trail: list[str]
    coalitions: list[str]


@dataclass(frozen=True)
class Choice:
    """One value of a filter, and how many things it would find."""

    value: str
    name: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Answer:
    """What is found for a question. `hits` and `suggestion` are None where there is nothing to show.

    `question` is the one that was answered: without a coalition that is none, or that not everybody may see.
    """

    question: Question
    facets: Facets
    kinds: list[Choice]
    coalitions: list[Choice]
    years: list[Choice]
    hits: ResultsPage | None
    suggestion: tuple[str, ...] | None


def answer(question: Question, page_number) -> Answer:
    """Look for a question's words. Any `page_number` is answered: one that makes no sense with the nearest page."""
    restricted = restricted_paths()
    counted = facets(question, restricted)
    titles = {pk: title for pk, (title, _count) in counted.coalitions.items()}
    if question.coalition is not None and question.coalition not in titles:
        title = coalition_title(question.coalition, restricted)
        if title is None:
            return answer(replace(question, coalition=None), page_number)
        titles[question.coalition] = title
    hits = suggestion = None
    if question.words and counted.total:
        hits = Paginator(range(min(counted.total, MOST_LISTED)), PER_PAGE).get_page(page_number)
        offset = hits.start_index() - 1
        hits.object_list = _hits(question, best(question, restricted, offset=offset, limit=PER_PAGE), counted)
    elif question.words:
        suggestion = _suggestion(question, restricted)
    names = names_of_kinds()
    return Answer(
        question=question,
        facets=counted,
        kinds=_choices(
            counted.kinds, question.kind, lambda kind: names.get(kind, kind), key=lambda choice: choice.name.casefold()
        ),
        coalitions=_choices(
            {pk: count for pk, (_title, count) in counted.coalitions.items()},
            question.coalition,
            titles.get,
            key=lambda choice: choice.name.casefold(),
        ),
        years=_choices(counted.years, question.year, str, key=lambda choice: -int(choice.value)),
        hits=hits,
        suggestion=suggestion,
    )


def coalition_title(pk: int, restricted: list[str]) -> str | None:
    """The title of a coalition that something belongs to and that everybody may see, else None."""
    linked = SearchEntry.coalitions.through.objects.filter(page_id=pk).values("page_id")
    page = Page.objects.live().filter(pk__in=linked).only("title", "path").first()
    return page.title if page and not page.path.startswith(tuple(restricted)) else None


def _choices(counts, chosen, name, key):
    values = {**({chosen: 0} if chosen not in ("", None) else {}), **counts}
    choices = [Choice(str(value), name(value), count, value == chosen) for value, count in values.items()]
    return sorted(choices, key=key)


def _suggestion(question, restricted):
    words = did_you_mean(question.words)
    if words is None or not facets(Question(words), restricted).total:
        return None
    return words


def _hits(question, ids, counted):
    entries = SearchEntry.objects.select_related("page").defer("text").in_bulk(ids)
    marked = excerpts(question.words, ids)
    trails = _trails(entries.values())
    coalitions = _coalitions(ids, counted)
    return [
        Hit(entries[pk], marked[pk].title, marked[pk].text, trails[pk], coalitions[pk])
        for pk in ids
        if pk in entries and pk in marked
    ]


def _trails(entries):
    """Titles of the live pages above each entry, without the root and the front page, by the entry's primary key."""
    above = {entry.pk: _paths_above(entry) for entry in entries}
    paths = {path for found in above.values() for path in found}
    titles = dict(Page.objects.live().filter(path__in=paths, depth__gt=2).values_list("path", "title"))
    return {pk: [titles[path] for path in found if path in titles] for pk, found in above.items()}


def _paths_above(entry):
    path, step = entry.page.path, Page.steplen
    paths = [path[:end] for end in range(step, len(path), step)]
    return paths if _is_its_page(entry) else [*paths, path]


def _is_its_page(entry):
    return entry.object_id == str(entry.page_id) and not entry.anchor


def _coalitions(ids, counted):
    """Titles of each entry's coalitions, by the entry's primary key."""
    links = SearchEntry.coalitions.through.objects.filter(searchentry__in=ids).values_list("searchentry_id", "page_id")
    titles = {pk: [] for pk in ids}
    for pk, coalition in links:
        if coalition in counted.coalitions:
            titles[pk].append(counted.coalitions[coalition][0])
    return {pk: sorted(found) for pk, found in titles.items()}
