from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from coalitions.document_text.reader import DocumentError
from coalitions.sanitize import SanitizeError
from coalitions.workflow import NotAllowed
from events.forms.reports import SealedReport
from events.importers import import_report
from events.models import MeetingIndexPage


class Command(BaseCommand):
    help = "Imports a summary report (.txt, .md, .docx) as the draft of its meeting. Safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--series", required=True, help="The slug of the series of meetings.")
        parser.add_argument("--user", required=True, help="The account the import is made for, by its user name.")

    def handle(self, *args, **options):
        path = options["file"]
        try:
            series = MeetingIndexPage.objects.get(slug=options["series"])
            user = get_user_model().objects.get(username=options["user"])
            sealed = SealedReport.of_file(path.read_bytes(), path.name)
            result = import_report(sealed.parsed(), series=series, by=user, digest=sealed.digest)
        except MeetingIndexPage.DoesNotExist as error:
            raise CommandError(f"There is no series with the slug “{options['series']}”.") from error
        except MeetingIndexPage.MultipleObjectsReturned as error:
            raise CommandError(f"Several series have the slug “{options['series']}”.") from error
        except get_user_model().DoesNotExist as error:
            raise CommandError(f"There is no account “{options['user']}”.") from error
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except (DocumentError, SanitizeError, NotAllowed) as error:
            raise CommandError(str(error)) from error
        for issue in sealed.parsed().issues:
            place = f"line {issue.line}: " if issue.line else ""
            self.stdout.write(f"{issue.level}: {place}{issue.message} {issue.text}".rstrip())
        self.stdout.write(str(result))
        for item in result.kept:
            self.stdout.write(f"left as it was: {item}")
