from django.core.management.base import BaseCommand

from coalitions.services import sync_all_coordinators


class Command(BaseCommand):
    help = "Let exactly today's coordinators edit their coalitions' pages. Run it daily; safe at any time."

    def handle(self, *args, **options):
        added, removed = sync_all_coordinators()
        self.stdout.write(f"Coordinators: {added} added, {removed} removed")
