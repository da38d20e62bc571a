"""External dates in from a table: made or changed row by row, keyed by title and the year of the first day."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from wagtail.log_actions import log

from coalitions.importing import ImportResult, Row, RowOutcome
from coalitions.sanitize import SanitizeError, clean_line, clean_url
from events.enums import ExternalKind
from events.models import ExternalDate

COLUMNS = ("title", "kind", "starts_on", "ends_on", "url")
LABELS = {"title": "Title", "kind": "Kind", "starts_on": "First day", "ends_on": "Last day", "url": "Address"}


class CellError(ValueError):
    """A cell that is refused; the message is a sentence for people."""


def unknown_columns(columns):
    """The columns of a table that the importer does not read."""
    return [column for column in columns if column not in COLUMNS]


def import_external_dates(rows: Iterable[Row], *, by=None, dry_run=False) -> ImportResult:
    """Make or change external dates, one for each row.

    A row is known by its title and the year of its first day, so that a date that moves within its year is changed.
    Without a last day it is a single day; an empty kind or address changes nothing. Each row is atomic: one that is
    refused stands under `errors` with its line and a sentence. With `dry_run` nothing is written at all.
    """
    result, lines = ImportResult(), {}
    for row in rows:
        reference = ""
        try:
            values = _read(row)
            reference = f"{values['title']}, {values['starts_on'].year}"
            if reference.casefold() in lines:
                raise CellError(f"“{reference}” stands on line {lines[reference.casefold()]} already.")
            lines[reference.casefold()] = row.line
            kind, changes = _take(values, by, dry_run)
            getattr(result, kind).append(RowOutcome(row.line, reference, changes=changes))
        except ValidationError as error:
            result.errors.append(RowOutcome(row.line, reference, " ".join(error.messages)))
        except DatabaseError:
            result.errors.append(RowOutcome(row.line, reference, "The database refused this row."))
        except (CellError, SanitizeError) as error:
            result.errors.append(RowOutcome(row.line, reference, str(error)))
    return result


def _read(row):
    """The values a row has, by field."""
    cells = {name: row.values.get(name, "").strip() for name in COLUMNS}
    values = {"title": clean_line(cells["title"], max_length=160)}
    if not values["title"]:
        raise CellError("Title: give the name of the meeting or the holiday.")
    values["starts_on"] = _day(cells["starts_on"], "starts_on")
    values["ends_on"] = _day(cells["ends_on"] or cells["starts_on"], "ends_on")
    if cells["kind"]:
        values["kind"] = _kind(cells["kind"])
    if cells["url"]:
        values["url"] = clean_url(cells["url"])
        if not values["url"]:
            raise CellError("Address: it does not begin with http:// or https://.")
    return values


def _day(text, name):
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise CellError(f"{LABELS[name]}: “{clean_line(text[:60])}” is not a day written as 2021-11-08.") from error


def _kind(text):
    for value, label in ExternalKind.choices:
        if text.casefold() in (value, label.casefold()):
            return ExternalKind(value)
    raise CellError(f"Kind: “{clean_line(text[:60])}” is not one of: {', '.join(ExternalKind.values)}.")


@transaction.atomic
def _take(values, by, dry_run):
    """Import one row. Returns the name of the result's list it belongs to, and what changed."""
    found = list(ExternalDate.objects.select_for_update().named(values["title"], values["starts_on"].year))
    if len(found) > 1:
        found = [date for date in found if date.starts_on == values["starts_on"]]
        if not found:
            raise CellError("There are several dates of this name in that year; change them in the list.")
    date = found[0] if found else ExternalDate()
    before = {name: _shown(date, name) for name in COLUMNS} if found else dict.fromkeys(COLUMNS, "")
    for name, value in values.items():
        if name != "title" or not found:
            setattr(date, name, value)
    changes = {
        LABELS[name]: (before[name], _shown(date, name)) for name in COLUMNS if _shown(date, name) != before[name]
    }
    if not changes:
        return "skipped", {}
    date.full_clean()
    if not dry_run:
        date.save()
        log(date, "wagtail.edit" if found else "wagtail.create", user=by)
    return "updated" if found else "created", changes


def _shown(date, name):
    return date.get_kind_display() if name == "kind" else str(getattr(date, name) or "")
