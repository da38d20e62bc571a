from django.core.management.base import BaseCommand, CommandError

from home.models import User
from home.services import reset_second_factor


class Command(BaseCommand):
    help = "Take the second factor off an account whose owner has lost phone, key and recovery codes."

    def add_arguments(self, parser):
        parser.add_argument("user_name")

    def handle(self, *args, user_name, **options):
        try:
            user = User.objects.get_by_natural_key(user_name)
        except User.DoesNotExist as error:
            raise CommandError(f"There is no account “{user_name}”.") from error
        count = reset_second_factor(user)
        self.stdout.write(f"{user}: {count} taken off, and signed out everywhere.")
