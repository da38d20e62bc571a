from django.core.management.base import BaseCommand

from coalitions.models import Membership
from coalitions.services import ask_still_interested, forget_old_uploads, forget_unconfirmed


class Command(BaseCommand):
    help = (
        "Ask members, once a year each, whether they are still interested; forget requests to join that nobody "
        "confirmed within a week, and tables of members nobody went on with. Run it daily; safe to repeat."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen; write nothing, ask nobody.")

    def handle(self, *args, dry_run, **options):
        asked = ask_still_interested(dry_run=dry_run)
        forgotten = forget_unconfirmed(dry_run=dry_run)
        if not dry_run:
            forget_old_uploads(Membership)
        for coalition, count in asked.items():
            self.stdout.write(f"{coalition.short_name}: {count}")
        would = "Would be: " if dry_run else ""
        self.stdout.write(f"{would}{sum(asked.values())} asked, {forgotten} unconfirmed requests forgotten")
