from django.core.management.base import BaseCommand

from search.services import rebuild_entries


class Command(BaseCommand):
    help = "Bring the search up to date with everything that visitors may find. Safe at any time."

    def handle(self, **options):
        found, removed = rebuild_entries()
        self.stdout.write(f"{found} things can be found; {removed} entries were left over and are gone.")
