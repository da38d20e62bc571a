from django.core.management.base import BaseCommand

from events.proposals.services import remind


class Command(BaseCommand):
    help = (
        "Remind people of what is due in the preparatory phase: drafts before a deadline, invitations, slots to "
        "confirm, reports, reviews. Run it daily; safe at any interval."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Say what would be sent; send and keep nothing.")

    def handle(self, *args, dry_run, **options):
        would = "would be reminded of" if dry_run else "reminded of"
        for kind, count in remind(dry_run=dry_run).items():
            self.stdout.write(f"{count} {would}: {kind.label}")
