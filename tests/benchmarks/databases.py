"""Empty databases for benchmarks: migrated once, then copied for each."""

import os
import shutil
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


@contextmanager
def databases(folder, migrate):
    """Gives a function that takes a name and returns the URL of a new, empty database; all are gone at the end.

    `migrate(url)` is called once, for the database that the others are copies of.
    """
    given = os.environ.get("DATABASE_URL", "")
    make = _postgresql if given.startswith(("postgres://", "postgresql://", "psql://")) else _sqlite
    with make(given, folder, migrate) as new_database:
        yield new_database


@contextmanager
def _sqlite(_given, folder, migrate):
    empty = folder / "empty.sqlite3"
    migrate(f"sqlite:///{empty}")

    def new_database(name):
        shutil.copy(empty, folder / f"{name}.sqlite3")
        return f"sqlite:///{folder / name}.sqlite3"

    yield new_database


@contextmanager
def _postgresql(given, _folder, migrate):
    parts = urlsplit(given)
    prefix, made = f"portal_bench_{os.getpid()}", []
    server = urlunsplit(("postgresql", parts.netloc, "/postgres", parts.query, ""))

    def url(name):
        return urlunsplit((parts.scheme, parts.netloc, f"/{name}", parts.query, ""))

    with psycopg.connect(server, autocommit=True) as connection:

        def create(name, template):
            made.append(name)
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))

        def new_database(name):
            create(f"{prefix}_{name}", f"{prefix}_empty")
            return url(f"{prefix}_{name}")

        try:
            create(f"{prefix}_empty", "template0")
            migrate(url(f"{prefix}_empty"))
            yield new_database
        finally:
            for name in made:
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
