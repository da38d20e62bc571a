"""Questions to the full-text index of SQLite or PostgreSQL. Reads only.

The index is asked directly, and only the best entries of one page of results leave the database: ranking through the
ORM takes seconds where many things are found. Words are bound parameters, quoted one by one: no operator gets through.
"""

from collections import Counter
from dataclasses import dataclass

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.entries import OWN_CONTROLS, OWN_LETTERS

MOST_LISTED = 1_000
EXCERPT_WORDS = 32
# Words further on in a text are found, but not shown: PostgreSQL marks by reading the whole text again.
EXCERPT_FROM = 20_000

# Stand around a found word until the text is escaped.
MARK_START, MARK_END = OWN_LETTERS[:2]
# What PostgreSQL would keep within a word, or leave out as markup, and what stands for it until the words are marked.
# (In a database with the locale "C" every letter beyond ASCII is one: hence controls.)
TAKEN_APART = "/.@_:-<>&"
STANDINS = "".join(OWN_CONTROLS[: len(TAKEN_APART)])


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
    join = "CROSS JOIN"
    matches = f"{fts} MATCH %s"

    def match(self, words):
        return " AND ".join(f'"{word}"' for word in words) + " *"

    def best(self, words, source, where, values):
        return (
            f"SELECT entry.id FROM {source} WHERE {where}"
            f" ORDER BY entry.id IN (SELECT rowid FROM {self.fts} WHERE {self.fts} MATCH %s) DESC,"
            f" bm25({self.fts}, 8.0, 1.0), entry.id LIMIT %s OFFSET %s",
            [*values, f"title : ({self.match(words)})"],
        )

    def excerpts(self, words, ids):
        return (
            f"SELECT rowid, highlight({self.fts}, 0, %s, %s), snippet({self.fts}, 1, %s, %s, '…', {EXCERPT_WORDS})"
            f" FROM {self.fts} WHERE {self.fts} MATCH %s AND rowid IN ({_placeholders(ids)})",
            [MARK_START, MARK_END, MARK_START, MARK_END, self.match(words), *ids],
        )


class PostgreSQL:
    """The same with tsvectors; `search_found` is a function of the migration that made them."""

    source = "search_found(to_tsquery('search_public', %s)) entry"
    join = "JOIN"
    matches = "TRUE"
    marks = f'StartSel="{MARK_START}", StopSel="{MARK_END}"'

    def match(self, words):
        return " & ".join(f"'{word}'" for word in words) + ":*"

    def best(self, words, source, where, values):
        # Ranking reads a whole vector for each thing: not for more than are ever listed.
        return (
            f"WITH best AS MATERIALIZED (SELECT entry.id, entry.in_title FROM {source} WHERE {where}"
            f" ORDER BY entry.in_title DESC, entry.id DESC LIMIT {MOST_LISTED})"
            " SELECT best.id FROM best JOIN search_searchentry entry ON entry.id = best.id"
            " ORDER BY best.in_title DESC, ts_rank(entry.vector, to_tsquery('search_public', %s), 1) DESC, best.id"
            " LIMIT %s OFFSET %s",
            [*values, self.match(words)],
        )

    def excerpts(self, words, ids):
        return (
            "WITH entry AS (SELECT id, translate(title, %s, %s) AS title, translate(left(text, %s), %s, %s) AS text"
            f" FROM search_searchentry WHERE id IN ({_placeholders(ids)})),"
            " marked AS MATERIALIZED (SELECT id, text, ts_headline('search_public', title, query, %s) AS title,"
            " ts_headline('search_public', text, query, %s) AS found"
            " FROM entry, to_tsquery('search_public', %s) AS query),"
            " shown AS (SELECT id, text, title, found, translate(found, %s, '') AS bare FROM marked)"
            " SELECT id, translate(title, %s, %s), translate(CASE WHEN starts_with(text, bare) THEN '' ELSE '…' END"
            " || found || CASE WHEN right(text, length(bare)) = bare THEN '' ELSE '…' END, %s, %s) FROM shown",
            [
                *(TAKEN_APART, STANDINS, EXCERPT_FROM, TAKEN_APART, STANDINS),
                *ids,
                f"{self.marks}, HighlightAll=true",
                f"{self.marks}, MaxWords={EXCERPT_WORDS}, MinWords={EXCERPT_WORDS // 2}",
                self.match(words),
                MARK_START + MARK_END,
                *(STANDINS, TAKEN_APART, STANDINS, TAKEN_APART),
            ],
        )


DIALECTS = {"sqlite": SQLite(), "postgresql": PostgreSQL()}


def facets(question: Question, restricted: list[str]) -> Facets:
    """Count what there is to find, in one query. `restricted`: tree paths that are not open to everybody."""
    source, where, values = _asked(question, restricted)
    of_coalition, its_values = _narrowed("found", question, "coalition")
    of_rest, rest_values = _narrowed("found", question, "kind", "year")
    open_to_all, paths = _visible("coalition", restricted)
    rows = _rows(
        f"WITH found AS MATERIALIZED (SELECT entry.id, entry.kind, entry.year FROM {source} WHERE {where})"
        " SELECT found.kind, found.year, NULL AS coalition, NULL AS title, COUNT(*) AS things"
        f" FROM found WHERE {of_coalition} GROUP BY found.kind, found.year"
        " UNION ALL SELECT NULL, NULL, coalition.id, coalition.title, linked.things"
        " FROM (SELECT link.page_id, COUNT(*) AS things FROM found"
        " JOIN search_searchentry_coalitions link ON link.searchentry_id = found.id"
        f" WHERE {of_rest} GROUP BY link.page_id) linked"
        f" JOIN wagtailcore_page coalition ON coalition.id = linked.page_id WHERE {open_to_all}",
        [*values, *its_values, *rest_values, *paths],
    )
    kinds, years, coalitions, total = Counter(), Counter(), {}, 0
    for kind, year, coalition, title, count in rows:
        if coalition is not None:
            coalitions[coalition] = (title, count)
            continue
        of_kind, of_year = question.kind in ("", kind), question.year in (None, year)
        kinds[kind] += count * of_year
        years[year] += count * of_kind
        total += count * of_kind * of_year
    years.pop(None, None)
    return Facets(total, dict(+kinds), dict(+years), coalitions)


def best(question: Question, restricted: list[str], *, offset: int, limit: int) -> list[int]:
    """Primary keys of the entries found, the best first: those whose title has all the words, then the rest.

    There are never more than MOST_LISTED of them.
    """
    source, where, values = _asked(question, restricted)
    narrowed, more_values = _narrowed("entry", question, "coalition", "kind", "year")
    sql, values = DIALECTS[connection.vendor].best(
        question.words, source, f"{where} AND {narrowed}", [*values, *more_values]
    )
    return [pk for (pk,) in _rows(sql, [*values, min(limit, MOST_LISTED - offset), offset])]


def excerpts(words: tuple[str, ...], ids: list[int]) -> dict[int, Excerpt]:
    """Title and excerpt of entries, by primary key, with the words marked."""
    if not ids:
        return {}
    rows = _rows(*DIALECTS[connection.vendor].excerpts(words, ids))
    return {pk: Excerpt(_marked(title), _marked(text)) for pk, title, text in rows}


def _asked(question, restricted):
    """What to select from, the condition and its values: the words, and what everybody may see."""
    dialect = DIALECTS[connection.vendor]
    visible, paths = _visible("page", restricted)
    source, matches, words = "search_searchentry entry", "TRUE", []
    if question.words:
        source, matches, words = dialect.source, dialect.matches, [dialect.match(question.words)]
    source = f"{source} {dialect.join} wagtailcore_page page ON page.id = entry.page_id"
    return source, f"{matches} AND {visible}", [*words, *paths]


def _narrowed(table, question, *facets):
    """The condition that these facets are as the question wants them, and its values."""
    conditions, values = ["TRUE"], []
    if "coalition" in facets and question.coalition is not None:
        linked = "SELECT searchentry_id FROM search_searchentry_coalitions WHERE page_id = %s"
        conditions.append(f"{table}.id IN ({linked})")
        values.append(question.coalition)
    if "kind" in facets and question.kind:
        conditions.append(f"{table}.kind = %s")
        values.append(question.kind)
    if "year" in facets and question.year is not None:
        conditions.append(f"{table}.year = %s")
        values.append(question.year)
    return " AND ".join(conditions), values


def _visible(page, restricted):
    """The condition that everybody may see a page, and its values: live, not restricted, nor anything above it."""
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
