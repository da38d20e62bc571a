"""Coalitions in from a table: created or changed row by row, keyed by the page's slug."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.text import slugify
from wagtail.log_actions import LogContext

from coalitions.enums import CoalitionStatus
from coalitions.importers.columns import ALIASES, COLUMNS, CellError, choice, focus_areas_by_name
from coalitions.importing import ImportResult, Row, RowOutcome
from coalitions.models import CoalitionPage
from coalitions.sanitize import SanitizeError, clean_line
from coalitions.services import set_initial_status


def has_draft(page):
    """Is there something about the page that its editors see and visitors do not?"""
    return page.has_unpublished_changes or not page.live


def editors_version(page):
    """The page as its editors see it: the draft where there is one, else the page itself."""
    return page.get_latest_revision_as_object() if has_draft(page) else page


def import_coalitions(rows: Iterable[Row], *, directory, by=None, dry_run=False) -> ImportResult:
    """Make or change the coalitions of a directory, one for each row, keyed by the page's slug.

    The slug is the column `slug`, else made from the acronym, else from the name. Only cells that hold something
    change anything, and a row that changes nothing writes nothing. Each row is atomic: one that is refused stands
    under `errors` with its line and a sentence, and the others go on. With `dry_run` nothing is written at all.
    A first status is set; a different one later is reported, not changed: that is a step with a reason.
    """
    result = ImportResult()
    importer = _Importer(directory, by, dry_run)
    for row in rows:
        reference = ""
        try:
            reference = importer.reference(row)
            kind, outcome = importer.take(row, reference)
            getattr(result, kind).append(outcome)
        except (CellError, SanitizeError, ValidationError, DatabaseError) as error:
            result.errors.append(RowOutcome(row.line, reference, _sentence(error)))
    return result


def _sentence(error):
    if isinstance(error, DatabaseError):
        return "The database refused this row."
    if not isinstance(error, ValidationError):
        return str(error)
    labels = {"title": "Name", **{column.key: column.label for column in COLUMNS}}
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(f"{labels.get(name, name)}: {' '.join(texts)}" for name, texts in error.message_dict.items())


class _Importer:
    """One import: what it has to look up once."""

    def __init__(self, directory, by, dry_run):
        self.directory, self.by, self.dry_run = directory, by, dry_run
        self.focus_areas = focus_areas_by_name()
        self.slugs = {}  # name in small letters → slug, of what is there and of what was made
        self.lines = {}  # slug → the line that named it
        for title, slug in CoalitionPage.objects.child_of(directory).values_list("title", "slug"):
            self.slugs[title.casefold()] = slug

    def reference(self, row):
        """The slug of a row's coalition. Raises CellError."""
        given = row.values.get("slug", "").strip()
        slug = slugify(given or row.values.get("acronym") or row.values.get("name") or "")[:200]
        if given and slug != given:
            raise CellError(f"The slug “{clean_line(given[:60])}” may only hold small letters, digits and hyphens.")
        if not slug:
            raise CellError("Give a slug, an acronym or a name.")
        return slug

    def take(self, row, slug):
        """Import one row. Returns the name of the result's list it belongs to, and its outcome."""
        if slug in self.lines:
            raise CellError(f"“{slug}” stands on line {self.lines[slug]} already.")
        self.lines[slug] = row.line
        values = self._parsed(row)
        status = choice(CoalitionStatus, row.values["status"]) if row.values.get("status", "").strip() else None
        notes = ["The note is not kept by the portal."] if row.values.get("note", "").strip() else []
        with transaction.atomic():
            # Whoever imports into the directory at the same moment waits, and then finds the page that is made here.
            self.directory = type(self.directory).objects.select_for_update().get(pk=self.directory.pk)
            page = CoalitionPage.objects.child_of(self.directory).select_for_update().filter(slug=slug).first()
            if page:
                kind, changes = self._change(page, values, status, notes)
            else:
                kind, changes = self._create(slug, values, status)
            if self.dry_run:
                transaction.set_rollback(True)
        return kind, RowOutcome(row.line, slug, " ".join(notes), changes)

    def _parsed(self, row):
        cells = {ALIASES.get(key, key): text for key, text in row.values.items() if text.strip()}
        values = {}
        for column in COLUMNS:
            if column.key in cells:
                try:
                    value = column.parse(cells[column.key], self.focus_areas)
                except (CellError, SanitizeError, ValidationError) as error:
                    text = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
                    raise CellError(f"{column.label}: {text}") from error
                if column.show(value):  # cleaning may leave nothing, and nothing changes nothing
                    values[column] = value
        return values

    def _create(self, slug, values, status):
        page = CoalitionPage(slug=slug)
        for column, value in values.items():
            column.write(page, value)
        if not page.title:
            raise CellError("Name: a coalition that is new needs a name.")
        namesake = self._slug_of(page.title)
        if namesake:
            raise CellError(f"This name belongs to the coalition “{namesake}”; give that slug to change it.")
        with LogContext(user=self.by):
            self.directory.add_child(instance=page)
        self.slugs[page.title.casefold()] = slug
        if not self.dry_run:
            page.save_revision(user=self.by, log_action=True).publish(user=self.by)
            if status:
                set_initial_status(page, status=status, reason="As imported.", by=self.by)
        changes = {column.label: ("", column.show(value)) for column, value in values.items()}
        return "created", changes | ({"Status": ("", status.label)} if status else {})

    def _slug_of(self, title):
        """The slug of the coalition that has this name: one that was there, was made here, or meanwhile elsewhere."""
        known = self.slugs.get(title.casefold())
        others = CoalitionPage.objects.child_of(self.directory).filter(title__iexact=title)
        return known or others.values_list("slug", flat=True).first()

    def _change(self, page, values, status, notes):
        draft = editors_version(page)
        if status and status != page.status:
            notes.append(f"The status stays “{page.get_status_display()}”: “{status.label}” is a step with a reason.")
        changed = {column: value for column, value in values.items() if not self._says(column, draft, value)}
        if not changed:
            return "skipped", {}
        if page.locked:
            raise CellError("The page is locked by an editor; nothing was changed.")
        changes = {column.label: (column.cell(draft), column.show(value)) for column, value in changed.items()}
        for column, value in changed.items():
            column.write(draft, value)
        draft.full_clean()
        if has_draft(page):
            notes.append("Kept as a draft: the page is not published, or has changes that are not.")
        if not self.dry_run:
            publish = not has_draft(page)  # asked before the new revision makes it true
            revision = draft.save_revision(user=self.by, log_action=True)
            if publish:
                revision.publish(user=self.by)
        return "updated", changes

    def _says(self, column, page, value):
        """Does the page say this already? Its own text counts as it would be read from a cell."""
        text, wanted = column.cell(page), column.show(value)
        if text == wanted:
            return True
        try:
            return column.show(column.parse(text, self.focus_areas)) == wanted
        except (CellError, SanitizeError, ValidationError):
            return False
