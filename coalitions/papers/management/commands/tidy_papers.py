from django.core.management.base import BaseCommand

from coalitions.papers.services import delete_unconfirmed, delete_unconfirmed_answers


class Command(BaseCommand):
    help = "Delete comments on drafts and answers to surveys that nobody has confirmed in time. Run it daily."

    def handle(self, *args, **options):
        self.stdout.write(f"Comments that were not confirmed, deleted: {delete_unconfirmed()}")
        self.stdout.write(f"Answers that were not confirmed, deleted: {delete_unconfirmed_answers()}")
