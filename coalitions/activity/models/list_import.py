import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from coalitions.activity.enums import UNFINISHED_IMPORTS, ImportState, ListSource, SkipReason


def archive_path(instance, filename):
    """A name nobody guesses: the file lies here until it is read."""
    return f"activity/{uuid.uuid4().hex}"


class ListImportQuerySet(models.QuerySet):
    def of_coalition(self, coalition):
        return self.filter(coalition_id=coalition.pk)

    def of_coalitions(self, coalition_ids):
        return self.filter(coalition_id__in=coalition_ids)

    def done(self):
        return self.filter(state=ImportState.DONE)

    def unfinished(self):
        return self.filter(state__in=UNFINISHED_IMPORTS)

    def from_address(self, address):
        return self.filter(name=address)

    def that_read(self):
        """Imports that read a message at least."""
        return self.filter(read__gt=0)

    def with_key(self):
        """Imports that have counted something under a key."""
        return self.exclude(key_check="")

    def by_person(self, user):
        """What an account imported."""
        return self.filter(by_id=user.pk).newest_first()

    def newest_first(self):
        return self.order_by("-created_at", "-pk")


class ListImport(models.Model):
    """A reading of a list's archive: which, by whom, how far it is, and what came of every message."""

    coalition = models.ForeignKey("coalitions.CoalitionPage", on_delete=models.CASCADE, related_name="list_imports")
    source = models.CharField(max_length=8, choices=ListSource.choices)
    name = models.CharField("file or address", max_length=500)
    file = models.FileField(upload_to=archive_path, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    covers_until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.WAITING)
    problem = models.CharField(max_length=500, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    position = models.PositiveBigIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)
    skipped = models.JSONField(default=dict, blank=True)
    without_sender = models.PositiveIntegerField(default=0)
    first_month = models.DateField(null=True, blank=True)
    last_month = models.DateField(null=True, blank=True)
    # Months of messages whose clock was wrong: they count, but nothing in between was looked at.
    stray_months = models.JSONField(default=list, blank=True)
    key_check = models.CharField(max_length=16, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ListImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "list import"

    def __str__(self):
        return f"{self.name}, {self.created_at:%-d %B %Y}"

    @property
    def is_unfinished(self):
        return self.state in UNFINISHED_IMPORTS

    @property
    def percent(self):
        """How far it is, from 0 to 100; None while nobody can know."""
        if self.state == ImportState.DONE:
            return 100
        return min(99, self.position * 100 // self.size) if self.size else None

    @property
    def skipped_rows(self):
        """(reason in words, how many) for every reason there was, in the order of the reasons."""
        return [(reason.label, self.skipped[reason]) for reason in SkipReason if self.skipped.get(reason)]

    @property
    def skipped_total(self):
        return sum(self.skipped.values())
