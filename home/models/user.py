from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """An account of the portal. The site's own from birth, so that it can grow without a swap."""

    def __str__(self):
        return self.get_full_name() or self.get_username()
