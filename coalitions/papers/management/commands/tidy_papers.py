from django.core.management.base import BaseCommand

from coalitions.papers.services import delete_unconfirmed


class Command(BaseCommand):
    help = "Delete comments on drafts that nobody has confirmed in time. Run it daily."

    def handle(self, *args, **options):
        self.stdout.write(f"Comments that were not confirmed, deleted: {delete_unconfirmed()}")
