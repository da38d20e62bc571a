from django.db import models
from django.db.models import Q

from coalitions.activity.enums import ListSource


class ListMessageQuerySet(models.QuerySet):
    def of_coalition(self, coalition):
        return self.filter(coalition_id=coalition.pk)

    def with_keys(self, keys):
        return self.filter(key__in=keys)

    def counted(self):
        """Messages that were read; the others are only named by them."""
        return self.filter(sent_on__isnull=False)

    def with_subjects(self, subjects, first, last):
        """Messages with one of these subjects, sent between two days, both included."""
        return self.filter(subject__in=subjects, sent_on__gte=first, sent_on__lte=last)

    def in_thread(self, thread):
        return self.filter(thread=thread)

    def thread_by_thread(self):
        """Messages in the order in which conversations are counted: each with its earliest message first."""
        return self.order_by("thread", "sent_on", "source")


class ListMessage(models.Model):
    """That a message of a coalition's list was counted, so that no archive counts it again.

    Everything is a hash of 64 bits, keyed for the coalition: nobody can be found by it, and 100 000 messages take
    some ten megabytes. Without `sent_on` it is a message that others answer and that no archive has shown yet: it
    holds a conversation together.
    """

    coalition = models.ForeignKey(
        "coalitions.CoalitionPage", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    key = models.BigIntegerField()
    thread = models.BigIntegerField()
    sent_on = models.DateField(null=True)
    source = models.CharField(max_length=8, choices=ListSource.choices)
    subject = models.BigIntegerField(null=True)
    is_reply = models.BooleanField(default=False)

    objects = ListMessageQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["coalition", "key"], name="list_message_once")]
        indexes = [
            models.Index(fields=["coalition", "thread"], name="list_message_thread"),
            models.Index(
                fields=["coalition", "subject"], name="list_message_subject", condition=Q(subject__isnull=False)
            ),
        ]

    def __str__(self):
        return f"A message of {self.sent_on:%-d %B %Y}" if self.sent_on else "A message that others answer"
