"""The full-text index over `SearchEntry`, which each database keeps current by itself.

SQLite: an FTS5 table that reads its text from the entries, and three triggers. A later migration that makes SQLite
rebuild the entries' table loses the triggers: run `create_index` again after it.
PostgreSQL: two generated columns, a GIN index and a function.
Both fold accents and reduce words to their stems; neither drops stop words.
"""

from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations

SQLITE = [
    """
    CREATE VIRTUAL TABLE search_searchentry_fts USING fts5(
        title, text, content='search_searchentry', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2', prefix='2 3 4'
    )
    """,
    """
    CREATE TRIGGER search_searchentry_inserted AFTER INSERT ON search_searchentry BEGIN
        INSERT INTO search_searchentry_fts(rowid, title, text) VALUES (new.id, new.title, new.text);
    END
    """,
    """
    CREATE TRIGGER search_searchentry_deleted AFTER DELETE ON search_searchentry BEGIN
        INSERT INTO search_searchentry_fts(search_searchentry_fts, rowid, title, text)
        VALUES ('delete', old.id, old.title, old.text);
    END
    """,
    """
    CREATE TRIGGER search_searchentry_updated AFTER UPDATE OF title, text ON search_searchentry BEGIN
        INSERT INTO search_searchentry_fts(search_searchentry_fts, rowid, title, text)
        VALUES ('delete', old.id, old.title, old.text);
        INSERT INTO search_searchentry_fts(rowid, title, text) VALUES (new.id, new.title, new.text);
    END
    """,
    "INSERT INTO search_searchentry_fts(search_searchentry_fts) VALUES ('rebuild')",
]

SQLITE_REVERSED = [
    "DROP TRIGGER search_searchentry_updated",
    "DROP TRIGGER search_searchentry_deleted",
    "DROP TRIGGER search_searchentry_inserted",
    "DROP TABLE search_searchentry_fts",
]

# Addresses, markup and pairs such as "and/or" are taken apart, or PostgreSQL would keep each as one word.
POSTGRESQL = [
    "CREATE TEXT SEARCH DICTIONARY search_stem (TEMPLATE = snowball, LANGUAGE = english)",
    "CREATE TEXT SEARCH CONFIGURATION search_public (COPY = simple)",
    """
    ALTER TEXT SEARCH CONFIGURATION search_public
    ALTER MAPPING FOR asciiword, word, asciihword, hword, hword_asciipart, hword_part, numword, hword_numpart, numhword
    WITH unaccent, search_stem
    """,
    """
    ALTER TABLE search_searchentry
    ADD COLUMN title_vector tsvector NOT NULL GENERATED ALWAYS AS (
        to_tsvector('search_public', translate(title, '/.@_:-<>&', '         '))
    ) STORED,
    ADD COLUMN vector tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('search_public', translate(title, '/.@_:-<>&', '         ')), 'A')
        || setweight(to_tsvector('search_public', translate(text, '/.@_:-<>&', '         ')), 'D')
    ) STORED
    """,
    "CREATE INDEX search_searchentry_vector ON search_searchentry USING gin (vector)",
    # The planner thinks that reading every vector is cheap and would leave the index alone: here it may not.
    """
    CREATE FUNCTION search_found(query tsquery)
    RETURNS TABLE (id bigint, kind varchar, year smallint, page_id integer, in_title boolean)
    LANGUAGE sql STABLE ROWS 1000 SET enable_seqscan = off
    AS $$
        SELECT entry.id, entry.kind, entry.year, entry.page_id, entry.title_vector @@ query
        FROM search_searchentry entry WHERE entry.vector @@ query
    $$
    """,
]

POSTGRESQL_REVERSED = [
    "DROP FUNCTION search_found(tsquery)",
    "ALTER TABLE search_searchentry DROP COLUMN vector, DROP COLUMN title_vector",
    "DROP TEXT SEARCH CONFIGURATION search_public",
    "DROP TEXT SEARCH DICTIONARY search_stem",
]


def create_index(apps, schema_editor):
    _run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def drop_index(apps, schema_editor):
    _run(schema_editor, {"sqlite": SQLITE_REVERSED, "postgresql": POSTGRESQL_REVERSED})


def _run(schema_editor, statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [UnaccentExtension(), migrations.RunPython(create_index, drop_index, elidable=False)]
