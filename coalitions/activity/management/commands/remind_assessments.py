from django.core.management.base import BaseCommand

from coalitions.activity.services import remind_assessments


class Command(BaseCommand):
    help = (
        "Remind coalitions whose time to reply to an assessment, or to appeal, ends within five days. Run it hourly "
        "or daily; safe at any interval."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Say who would be reminded; send and keep nothing.")

    def handle(self, *args, dry_run, **options):
        would = "would be reminded" if dry_run else "reminded"
        reminded = remind_assessments(dry_run=dry_run)
        for assessment in reminded:
            self.stdout.write(f"{assessment}: {would}, {assessment.get_state_display().lower()}")
        if not reminded:
            self.stdout.write("Nobody is to be reminded.")
