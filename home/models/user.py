from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower


class User(AbstractUser):
    """An account of the portal. The site's own from birth, so that it can grow without a swap."""

    class Meta(AbstractUser.Meta):
        constraints = [
            # One signs in with a code sent to it.
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="one_account_per_address",
                violation_error_message="Another account has this e-mail address.",
            )
        ]

    def __str__(self):
        return self.get_full_name() or self.get_username()
