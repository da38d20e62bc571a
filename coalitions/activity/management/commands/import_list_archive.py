import datetime
import os
from contextlib import ExitStack
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from coalitions.activity.enums import ImportState, ListSource
from coalitions.activity.importers import digest_of, joined, run_import
from coalitions.activity.mail_archive import ArchiveError
from coalitions.activity.services import request_import
from coalitions.models import CoalitionPage
from coalitions.workflow import NotAllowed

BAR = 30  # characters


class Command(BaseCommand):
    help = (
        "Counts a mailing list's archive: mbox files (plain or .gz), or a list in a Mailman 3 archive. Safe to repeat."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path, help="All files of one archive.")
        parser.add_argument("--mailman3", metavar="ADDRESS", help="The list's page in a Mailman 3 archive, instead.")
        parser.add_argument("--coalition", metavar="SLUG", required=True)
        parser.add_argument("--user", help="The account the import is made for, by its user name.")
        parser.add_argument(
            "--until",
            type=datetime.date.fromisoformat,
            help="The day (2021-05-31) the archive was downloaded: later months are not measured, earlier ones are.",
        )

    def handle(self, *args, files, mailman3, coalition, user, until, **options):
        if bool(files) == bool(mailman3):
            raise CommandError("Name the files of an archive, or an address with --mailman3.")
        coalition, user = self._coalition(coalition), self._user(user)
        try:
            if mailman3:
                archive = request_import(coalition, by=user, source=ListSource.MAILMAN3, name=mailman3)
                run_import(archive, tell=self._bar)
            else:
                archive = self._read_files(coalition, user, files, until)
        except (ArchiveError, NotAllowed) as error:
            raise CommandError(str(error)) from error
        self._report(archive)

    def _read_files(self, coalition, user, files, until):
        with ExitStack() as opened, joined([opened.enter_context(self._open(path)) for path in files]) as whole:
            digest, size = digest_of(whole), whole.seek(0, os.SEEK_END)
            archive = request_import(
                coalition,
                by=user,
                source=ListSource.MBOX,
                name=", ".join(path.name for path in files),
                digest=digest,
                size=size,
                covers_until=until,
            )
            whole.seek(0)
            return run_import(archive, file=whole, tell=self._bar)

    def _coalition(self, slug):
        found = list(CoalitionPage.objects.filter(slug=slug))
        if len(found) != 1:
            raise CommandError(
                f"There is no coalition “{slug}”." if not found else f"Several coalitions are “{slug}”."
            )
        return found[0]

    def _user(self, name):
        if not name:
            return None
        user = get_user_model().objects.filter(**{get_user_model().USERNAME_FIELD: name}).first()
        if user is None:
            raise CommandError(f"There is no account “{name}”.")
        return user

    def _open(self, path):
        try:
            return path.open("rb")
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error

    def _bar(self, archive):
        """One line that is written over, on a terminal only."""
        if not self.stderr.isatty():
            return
        percent = archive.percent or 0
        filled = BAR * percent // 100
        bar = f"[{'#' * filled}{'.' * (BAR - filled)}] {percent:3} %  {archive.read:,} messages"
        self.stderr.write(f"\r{bar}", ending="")
        self.stderr.flush()

    def _report(self, archive):
        if self.stderr.isatty():
            self.stderr.write("")
        self.stdout.write(f"read:     {archive.read:,}")
        self.stdout.write(f"counted:  {archive.counted:,}")
        if archive.without_sender:
            self.stdout.write(f"          {archive.without_sender:,} of them name no sender")
        self.stdout.write(f"left out: {archive.skipped_total:,}")
        for reason, count in archive.skipped_rows:
            self.stdout.write(f"          {count:,}: {reason}")
        if archive.first_month:
            self.stdout.write(f"months:   {archive.first_month:%B %Y} to {archive.last_month:%B %Y}")
        if archive.state == ImportState.FAILED:
            raise CommandError(archive.problem)
