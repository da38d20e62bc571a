"""Questions to the full-text index of SQLite or PostgreSQL. Reads only.

The index is asked directly, and only the best entries of one page of results leave the database: ranking through the ORM
takes seconds where many things are found. Words are bound parameters, quoted one by one: no operator gets through.
"""

from collections import Counter
from dataclasses import dataclass

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.entries import MARK_END, MARK_START, restricted_paths

EXCERPT_WORDS = 32
# Words further on in a text are found, but not shown: PostgreSQL marks by reading the whole text again.
EXCERPT_FROM = 20_000


@dataclass(frozen=True)
class Question:
    """What is looked for: words of letters and digits only, and what narrows the search. No words: everything."""

    words: tuple[str, ...] = ()
    kind: str = ""
    coalition: int | None = None
    year: int | None = None


@dataclass(frozen=True)
class Facets:
    """How many things are found, and how many each other choice would find while the rest of the question stays."""

    total: int
    kinds: dict[str, int]
    years: dict[int, int]
    coalitions: dict[int, tuple[str, int]]  # page's primary key: its title, count


@dataclass(frozen=True)
class Excerpt:
    """An entry's title and the place where the words stand, as safe HTML with the words in <mark>."""

    title: SafeString
    text: SafeString


class SQLite:
    """FTS5: every word in any of its forms, the last one also as the beginning of a word."""

    fts = "search_searchentry_fts"
    # CROSS JOIN holds SQLite to this order: first what is found, then the rest of it.
    source = f"{fts} CROSS JOIN search_searchentry entry ON entry.id = {fts}.rowid"
    page = "CROSS JOIN"
    matches = f"{fts} MATCH %s"
    # Things whose title has all the words come first.
    order = f"{fts}.rowid IN (SELECT rowid FROM {fts} WHERE {fts} MATCH %s) DESC, bm25({fts}, 8.0, 1.0), entry.id"

    def match(self, words):
        return [" AND ".join(f'"{word}"' for word in words) + " *"]

    def rank(self, words):
        return [f"title : ({self.match(words)[0]})"]

    def excerpts(self, words, ids):
        return (
            f"SELECT rowid, highlight({self.fts}, 0, %s, %s), snippet({self.fts}, 1, %s, %s, '…', {EXCERPT_WORDS})"
            f" FROM {self.fts} WHERE {self.fts} MATCH %s AND rowid IN ({_placeholders(ids)})",
            [MARK_START, MARK_END, MARK_START, MARK_END, *self.match(words), *ids],
        )


class PostgreSQL:
    """A tsvector with its GIN index; the letter A marks words of the title."""

    source = "search_searchentry entry"
    page = "JOIN"
    matches = "entry.vector @@ to_tsquery('search_public', %s)"
    order = (
        "entry.vector @@ to_tsquery('search_public', %s) DESC,"
        " ts_rank(entry.vector, to_tsquery('search_public', %s), 1) DESC, entry.id"
    )
    marks = f'StartSel="{MARK_START}", StopSel="{MARK_END}"'

    def match(self, words, label=""):
        *whole, beginning = words
        return [" & ".join([*(f"'{word}':{label}" if label else f"'{word}'" for word in whole), f"'{beginning}':*{label}"])]

    def rank(self, words):
        return [*self.match(words, label="A"), *self.match(words)]

    def excerpts(self, words, ids):
        return (
            "SELECT id, ts_headline('search_public', title, query, %s),"
            " CASE WHEN starts_with(text, translate(found, %s, '')) THEN '' ELSE '… ' END || found ||"
            " CASE WHEN right(text, 20) = right(translate(found, %s, ''), 20) THEN '' ELSE ' …' END"
            " FROM (SELECT id, title, text, query, ts_headline('search_public', left(text, %s), query, %s) AS found"
            " FROM search_searchentry, to_tsquery('search_public', %s) AS query"
            f" WHERE id IN ({_placeholders(ids)})) AS entry",
            [
                f"{self.marks}, HighlightAll=true",
                MARK_START + MARK_END,
                MARK_START + MARK_END,
                EXCERPT_FROM,
                f"{self.marks}, MaxWords={EXCERPT_WORDS}, MinWords={EXCERPT_WORDS // 2}",
                *self.match(words),
                *ids,
            ],
        )


DIALECTS = {"sqlite": SQLite(), "postgresql": PostgreSQL()}


def facets(question: Question) -> Facets:
    """Count what there is to find, in two queries (and one for the restrictions)."""
    restricted = restricted_paths()
    source, where, values = _asked(question, restricted, "coalition")
    by_kind_and_year = _rows(
        f"SELECT entry.kind, entry.year, COUNT(*) FROM {source} WHERE {where} GROUP BY entry.kind, entry.year", values
    )
    kinds, years, total = Counter(), Counter(), 0
    for kind, year, count in by_kind_and_year:
        of_kind, of_year = question.kind in ("", kind), question.year in (None, year)
        kinds[kind] += count * of_year
        years[year] += count * of_kind
        total += count * of_kind * of_year
    years.pop(None, None)

    source, where, values = _asked(question, restricted, "kind", "year")
    open_to_all, paths = _visible("coalition", restricted)
    by_coalition = _rows(
        f"SELECT coalition.id, coalition.title, COUNT(*) FROM {source}"
        " JOIN search_searchentry_coalitions link ON link.searchentry_id = entry.id"
        " JOIN wagtailcore_page coalition ON coalition.id = link.page_id"
        f" WHERE {where} AND {open_to_all} GROUP BY coalition.id, coalition.title ORDER BY coalition.title",
        [*values, *paths],
    )
    return Facets(total, +kinds, +years, {pk: (title, count) for pk, title, count in by_coalition})


def best(question: Question, *, offset: int, limit: int) -> list[int]:
    """Primary keys of the entries found, the best first: those whose title has all the words, then the rest."""
    dialect = DIALECTS[connection.vendor]
    source, where, values = _asked(question, restricted_paths(), "coalition", "kind", "year")
    found = _rows(
        f"SELECT entry.id FROM {source} WHERE {where} ORDER BY {dialect.order} LIMIT %s OFFSET %s",
        [*values, *dialect.rank(question.words), limit, offset],
    )
    return [pk for (pk,) in found]


def excerpts(words: tuple[str, ...], ids: list[int]) -> dict[int, Excerpt]:
    """Title and excerpt of entries, by primary key, with the words marked."""
    if not ids:
        return {}
    rows = _rows(*DIALECTS[connection.vendor].excerpts(words, ids))
    return {pk: Excerpt(_marked(title), _marked(text)) for pk, title, text in rows}


def _asked(question, restricted, *narrowed_by):
    """What to select from, the condition and its values: the words, what everybody may see, and these facets."""
    dialect = DIALECTS[connection.vendor]
    visible, paths = _visible("page", restricted)
    conditions, values = [visible], [*paths]
    source = "search_searchentry entry"
    if question.words:
        source = dialect.source
        conditions, values = [dialect.matches, visible], [*dialect.match(question.words), *paths]
    if "kind" in narrowed_by and question.kind:
        conditions.append("entry.kind = %s")
        values.append(question.kind)
    if "year" in narrowed_by and question.year is not None:
        conditions.append("entry.year = %s")
        values.append(question.year)
    if "coalition" in narrowed_by and question.coalition is not None:
        conditions.append("entry.id IN (SELECT searchentry_id FROM search_searchentry_coalitions WHERE page_id = %s)")
        values.append(question.coalition)
    source = f"{source} {dialect.page} wagtailcore_page page ON page.id = entry.page_id"
    return source, " AND ".join(conditions), values


def _visible(page, restricted):
    """The condition that everybody may see a page, and its values: it is live, and neither it nor what is above is restricted."""
    conditions = [f"{page}.live", *[f"substr({page}.path, 1, %s) <> %s" for _path in restricted]]
    return " AND ".join(conditions), [value for path in restricted for value in (len(path), path)]


def _rows(sql, values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _placeholders(values):
    return ", ".join(["%s"] * len(values))


def _marked(text):
    return mark_safe(escape(text).replace(MARK_START, "<mark>").replace(MARK_END, "</mark>"))
