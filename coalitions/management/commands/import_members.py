from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from coalitions.importers import import_members, unknown_member_columns
from coalitions.importing import ImportingError, read_table
from coalitions.models import CoalitionPage


class Command(BaseCommand):
    help = "Take over a coalition's own list of members from a .csv or .xlsx file; who is new is told. Safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would happen; write nothing, tell nobody."
        )
        parser.add_argument("--coalition", metavar="SLUG", help="For rows that name no coalition.")
        parser.add_argument(
            "--user", metavar="NAME", help="The account that imports, as its owner could in the admin."
        )

    def handle(self, *args, file, dry_run, coalition, user, **options):
        try:
            table = read_table(file.read_bytes(), file.name)
        except (ImportingError, OSError) as error:
            raise CommandError(str(error)) from error
        by = self._find(get_user_model().objects.all(), "username", user)
        default = self._find(CoalitionPage.objects.all(), "slug", coalition)
        result = import_members(table.rows, by=by, coalition=default, dry_run=dry_run)
        for column in unknown_member_columns(table.columns):
            self.stderr.write(f"Column not read: {column}")
        for row in result.errors:
            self.stderr.write(f"Line {row.line}: {row.message}")
        self.stdout.write(f"{'Would be: ' if dry_run else ''}{result}")
        if result.errors:
            raise CommandError("Some rows were refused.")

    def _find(self, rows, name, value):
        if value is None:
            return None
        found = rows.filter(**{name: value})[:2]
        if len(found) != 1:
            raise CommandError(f"There is no single “{value}”.")
        return found[0]
