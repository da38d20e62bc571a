from django.db import models
from django.utils import timezone


class Reminder(models.Model):
    """That somebody was reminded of something. `key` names what, and which time it was, so that it is said once."""

    key = models.CharField(max_length=120, unique=True)
    sent_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return self.key
