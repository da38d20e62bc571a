"""Members in from a coalition's own list, row by row, keyed by coalition and address. Who is new is told by mail."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from coalitions.enums import Engagement, MemberKind, Region, StakeholderGroup
from coalitions.importers.columns import CellError, choice
from coalitions.importing import ImportResult, Row, RowOutcome
from coalitions.models import CoalitionPage, Membership
from coalitions.models.membership import check_name
from coalitions.permissions import coordinated_ids, is_secretariat
from coalitions.sanitize import SanitizeError, clean_address, clean_line
from coalitions.services import correct_member, enrol_member

MAX_NAME = 160
# Column → label and field; how a cell is read stands in `_parsed`.
CHOICES = {
    "kind": ("Kind", "kind", MemberKind),
    "stakeholder_group": ("Stakeholder group", "group", StakeholderGroup),
    "region": ("Region", "region", Region),
    "engagement": ("Engagement", "engagement", Engagement),
}
MEMBER_COLUMNS = {
    "coalition": "The coalition's slug or acronym",
    "email": "E-mail address",
    "name": "Name of the person or organisation",
    "kind": "individual or organisation",
    "stakeholder_group": "Stakeholder group",
    "region": "Region",
    "engagement": "follow, contribute or coordinate",
    "joined_on": "Member since, as 2012-05-31",
}
ALIASES = {"e_mail": "email", "e_mail_address": "email", "group": "stakeholder_group"}
# Written by the export for people to read; what a name's owner chose is not for a table to change.
READ_ONLY = ("state", "name_shown", "last_answer", "source")


def unknown_member_columns(columns):
    """The columns of a table that the importer does not read."""
    known = {*MEMBER_COLUMNS, *ALIASES, *READ_ONLY}
    return [column for column in columns if column not in known]


def import_members(rows: Iterable[Row], *, by=None, coalition=None, dry_run=False) -> ImportResult:
    """Make the people of a list members, one for each row, keyed by coalition and address. Safe to repeat.

    `by` imports into the coalitions that person keeps; None is whoever runs the portal. `coalition` counts for rows
    that name none. Whoever is new is told by mail, and how to leave. What a list brought in, it may correct until the
    member answers for the first time; members who joined by themselves, or have answered, keep their own entry. Who
    has left does not come back by a list. Each row is atomic; with `dry_run` nothing is written and nobody is told.
    """
    result = ImportResult()
    importer = _Importer(by, coalition, dry_run)
    for row in rows:
        reference = ""
        try:
            coalition_of_row, address = importer.key(row)
            reference = f"{coalition_of_row.short_name}: {address}"
            kind, outcome = importer.take(row, coalition_of_row, address, reference)
            getattr(result, kind).append(outcome)
        except (CellError, SanitizeError) as error:
            result.errors.append(RowOutcome(row.line, reference, str(error)))
        except DatabaseError:
            result.errors.append(RowOutcome(row.line, reference, "The database refused this row."))
    return result


class _Importer:
    """One import: what it has to look up once."""

    def __init__(self, by, coalition, dry_run):
        self.default, self.dry_run = coalition, dry_run
        self.own = None if by is None or is_secretariat(by) else coordinated_ids(by)
        self.today = timezone.now().date()
        who = "whoever runs the portal" if by is None else by.get_full_name() or by.get_username()
        self.source = f"Imported on {self.today:%-d %B %Y} by {who}"[:200]
        self.lines = {}  # (coalition, address) → the line that named them
        self.coalitions = {}  # slug or acronym in small letters → coalitions
        for page in CoalitionPage.objects.defer_streamfields():
            for name in {page.slug.casefold(), page.acronym.casefold()} - {""}:
                self.coalitions.setdefault(name, []).append(page)

    def key(self, row):
        """The coalition and the address of a row. Raises CellError."""
        coalition = self._coalition(row.values.get("coalition", "").strip())
        if self.own is not None and coalition.pk not in self.own:
            raise CellError(f"You do not coordinate {coalition.short_name}.")
        cell = next((row.values[name] for name in ("email", "e_mail", "e_mail_address") if row.values.get(name)), "")
        address = clean_address(cell)
        if not address:
            raise CellError(f"“{clean_line(cell[:60])}” is not an e-mail address.")
        first = self.lines.setdefault((coalition.pk, address), row.line)
        if first != row.line:
            raise CellError(f"This address stands on line {first} already.")
        return coalition, address

    def _coalition(self, text):
        if not text:
            if self.default is None:
                raise CellError("Name the coalition: its slug or acronym.")
            return self.default
        found = self.coalitions.get(text.casefold(), [])
        if len(found) != 1:
            problem = "means several coalitions; give the slug" if found else "is not a coalition's slug or acronym"
            raise CellError(f"“{clean_line(text[:60])}” {problem}.")
        return found[0]

    def take(self, row, coalition, address, reference):
        """Import one row. Returns the name of the result's list it belongs to, and its outcome."""
        values = self._parsed(row)
        with transaction.atomic():
            there = Membership.objects.of_coalition(coalition).of_address(address).select_for_update().first()
            if there:
                kind, message, changes = self._change(there, values)
            else:
                kind, message, changes = self._create(coalition, address, values)
            if self.dry_run:
                transaction.set_rollback(True)
        return kind, RowOutcome(row.line, reference, message, changes)

    def _parsed(self, row):
        cells = {ALIASES.get(key, key): text for key, text in row.values.items() if text.strip()}
        values = {}
        if "name" in cells:
            values["name"] = self._name(cells["name"])
        for column, (label, field, enum) in CHOICES.items():
            if column in cells:
                try:
                    values[field] = choice(enum, cells[column])
                except CellError as error:
                    raise CellError(f"{label}: {error}") from error
        if "joined_on" in cells:
            values["joined_on"] = self._day(cells["joined_on"])
        return values

    def _name(self, text):
        name = clean_line(text, max_length=MAX_NAME)
        try:
            check_name(name)
        except ValidationError as error:
            raise CellError(f"Name: {' '.join(error.messages)}") from error
        return name

    def _day(self, text):
        try:
            day = datetime.date.fromisoformat(text.strip())
        except ValueError as error:
            raise CellError(f"Joined on: “{clean_line(text[:60])}” is not a day written as 2012-05-31.") from error
        if not datetime.date(2006, 1, 1) <= day <= self.today:
            raise CellError("Joined on: a day between 2006, when the first IGF met, and today, please.")
        return day

    def _create(self, coalition, address, values):
        left = Membership.objects.left_with_mark(Membership.mark_of(coalition.pk, address))
        if left:
            raise CellError(f"Left on {left.left_on:%-d %B %Y}; only they themselves can join again.")
        if not coalition.is_open_to_members:
            raise CellError(f"{coalition.short_name} is closed; it has no new members.")
        if "name" not in values:
            raise CellError("Name: a member who is new needs a name.")
        shown = {_label(field): ("", _shown(value)) for field, value in values.items()}
        joined_on = values.pop("joined_on", self.today)
        enrol_member(coalition, email=address, source=self.source, joined_on=joined_on, **values)
        return "created", "", shown

    def _change(self, member, values):
        # The day is the list's own; what else it says is compared.
        values.pop("joined_on", None)
        changes = {
            _label(field): (_shown_of(member, field), _shown(value))
            for field, value in values.items()
            if getattr(member, field) != value
        }
        if member.confirmed_at is None:
            return "skipped", "Has asked to join and not confirmed yet; nothing was changed.", {}
        if not changes:
            return "skipped", "", {}
        if member.keeps_own_entry:
            return "skipped", "Members keep their own entry; nothing was changed.", {}
        correct_member(member, **values)
        return "updated", "", changes


def _label(field):
    return Membership._meta.get_field(field).verbose_name.capitalize()


def _shown_of(member, field):
    display = getattr(member, f"get_{field}_display", None)
    return display() if display else getattr(member, field)


def _shown(value):
    return getattr(value, "label", None) or str(value)
