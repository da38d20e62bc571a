from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from coalitions.importers import import_coalitions, unknown_columns
from coalitions.importing import ImportingError, read_table
from coalitions.models import CoalitionIndexPage


class Command(BaseCommand):
    help = "Make and change coalitions from a .csv or .xlsx file. Safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen and write nothing.")
        parser.add_argument("--directory", metavar="SLUG", help="The directory, where there are several.")

    def handle(self, *args, file, dry_run, directory, **options):
        try:
            table = read_table(file.read_bytes(), file.name)
        except (ImportingError, OSError) as error:
            raise CommandError(str(error)) from error
        result = import_coalitions(table.rows, directory=self._directory(directory), dry_run=dry_run)
        for column in unknown_columns(table.columns):
            self.stderr.write(f"Column not read: {column}")
        for row in result.errors:
            self.stderr.write(f"Line {row.line}: {row.message}")
        self.stdout.write(f"{'Would be: ' if dry_run else ''}{result}")
        if result.errors:
            raise CommandError("Some rows were refused.")

    def _directory(self, slug):
        directories = CoalitionIndexPage.objects.all()
        found = list(directories.filter(slug=slug) if slug else directories)
        if len(found) != 1:
            known = ", ".join(page.slug for page in directories) or "none; make one in the admin first"
            raise CommandError(f"Name one directory with --directory. There are: {known}.")
        return found[0]
