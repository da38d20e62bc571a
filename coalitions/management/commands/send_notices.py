import datetime
import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from coalitions.notifications import deliver, hand_over

AFTER_A_FAILURE = 60  # seconds until a server that did not answer is asked again


class Command(BaseCommand):
    help = "Send the mails that wait: digests, and what leaves alone. Safe at any interval, also when two run at once."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Say what would be sent and send nothing.")
        parser.add_argument(
            "--wait", type=int, default=0, metavar="MINUTES", help="Let a digest gather for so long (default: 0)."
        )
        parser.add_argument(
            "--every", type=int, metavar="SECONDS", help="Stay, and look again after so many seconds. For a service."
        )

    def handle(self, *args, dry_run, wait, every, **options):
        wait = datetime.timedelta(minutes=wait)
        reached = self._send(wait, dry_run)
        while every:
            time.sleep(every if reached else max(every, AFTER_A_FAILURE))
            close_old_connections()
            reached = self._send(wait, dry_run, quiet=True)

    def _send(self, wait, dry_run, quiet=False):
        """One round; False where the mail server did not answer."""
        mails = hand_over(wait=wait, dry_run=dry_run)
        if dry_run:
            for address, subject in mails:
                self.stdout.write(f"{address}: {subject}")
            self.stdout.write(f"Would be: {len(mails)} to the queue")
            return True
        delivery = deliver()
        if not quiet or delivery.is_worth_telling:
            self.stdout.write(f"Mail: {len(mails)} to the queue, {delivery}")
        return not delivery.unreachable
