from django.core.management.base import BaseCommand

from home.services import set_up_roles


class Command(BaseCommand):
    help = "Make the roles Secretariat, Facilitators and Reviewers with their permissions. Safe to repeat."

    def handle(self, *args, **options):
        self.stdout.write("Roles: " + ", ".join(sorted(set_up_roles())))
