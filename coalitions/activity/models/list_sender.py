from django.db import models

from coalitions.activity.enums import ListSource


class ListSenderQuerySet(models.QuerySet):
    def of_coalition(self, coalition):
        return self.filter(coalition_id=coalition.pk)

    def between(self, first, last):
        """Of the months from the first to the last, both included; each named by its first day."""
        return self.filter(month__gte=first, month__lte=last)


class ListSender(models.Model):
    """That one person, known by a keyed hash alone, wrote to a coalition's list in a month.

    Each coalition has a key of its own: the same person has another hash in every coalition, and no hash tells an
    address. `source` is the one that named the person first in that month.
    """

    coalition = models.ForeignKey(
        "coalitions.CoalitionPage", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    month = models.DateField()
    sender = models.BigIntegerField()
    source = models.CharField(max_length=8, choices=ListSource.choices)

    objects = ListSenderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coalition", "month", "sender"], name="list_sender_once_per_month")
        ]

    def __str__(self):
        return f"Somebody, {self.month:%B %Y}"
