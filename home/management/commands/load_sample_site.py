from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from home.sample_site import load_sample_site
from home.sample_site.people import DEMO_USERS, PASSWORD


class Command(BaseCommand):
    help = "Fill an empty portal with the sample site, whose passwords are known. Safe to repeat; never in production."

    def handle(self, *args, **options):
        if not settings.DEBUG:
            raise CommandError("The sample site has known passwords; it is loaded only where DEBUG is on.")
        load_sample_site(say=lambda part: self.stdout.write(f"  {part}"))
        self.stdout.write("\nSign-ins of the demonstration, all with the password " + PASSWORD)
        for user in DEMO_USERS:
            self.stdout.write(f"  {user.username:<14}{user.role}")
        self.stdout.write("Or with a code sent to <name>@example.org: the mail is shown at /demo-mail/.")
