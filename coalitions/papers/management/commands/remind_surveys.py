from django.core.management.base import BaseCommand

from coalitions.papers.services import remind_surveys


class Command(BaseCommand):
    help = (
        "Write down whom surveys ask that have opened, and remind coalitions that have not answered a survey that "
        "closes soon. Run it hourly or daily; safe at any interval."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done; send and keep nothing.")

    def handle(self, *args, dry_run, **options):
        frozen, reminded = remind_surveys(dry_run=dry_run)
        would = "would be " if dry_run else ""
        for survey in frozen:
            self.stdout.write(f"{survey.title}: who is asked {would}written down")
        for survey, coalitions in reminded:
            names = ", ".join(coalition.short_name for coalition in coalitions)
            self.stdout.write(f"{survey.title}: {len(coalitions)} {would}reminded: {names}")
        if not frozen and not reminded:
            self.stdout.write("Nothing is due.")
