"""What is kept about a draft besides its text: moved deadlines, snapshots, what paragraphs rest on."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone


class DraftExtension(models.Model):
    """The end of a comment period as it was before it was moved, and why it was. Public."""

    draft = models.ForeignKey("papers.PaperDraftPage", on_delete=models.CASCADE, related_name="extensions")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    moved_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["moved_at", "pk"]

    def __str__(self):
        return f"moved on {self.moved_at:%-d %B %Y}"


def new_key():
    """What nobody guesses, for an address that is passed on."""
    return secrets.token_urlsafe(24)


class DraftSnapshotQuerySet(models.QuerySet):
    def of_draft(self, draft):
        return self.filter(draft_id=draft.pk)

    def with_key(self, key):
        return self.filter(key=key).select_related("draft").first()


class DraftSnapshot(models.Model):
    """A draft and its public comments as they stood at a moment, for those who decide. It never changes."""

    draft = models.ForeignKey("papers.PaperDraftPage", on_delete=models.CASCADE, related_name="snapshots")
    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    as_of = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)
    # title, version, paragraphs (number, anchor, kind, html), comments (rows of the comment-response table)
    content = models.JSONField(default=dict)
    taken_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = DraftSnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["-taken_at", "-pk"]

    def __str__(self):
        return f"{self.draft} as of {self.as_of:%-d %B %Y, %H:%M} UTC"


class TraceLinkQuerySet(models.QuerySet):
    def of_draft(self, draft):
        return self.filter(draft_id=draft.pk)

    def to_sources(self, kind, references):
        """Links to these things of a kind of source."""
        return self.filter(kind=kind, reference__in=[str(one) for one in references]).select_related("draft")


class TraceLink(models.Model):
    """What a paragraph of a draft rests on: a thing of another kind, known by its kind and reference."""

    draft = models.ForeignKey("papers.PaperDraftPage", on_delete=models.CASCADE, related_name="trace_links")
    block_id = models.CharField(max_length=64)
    kind = models.CharField(max_length=40)
    reference = models.CharField(max_length=120)
    note = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = TraceLinkQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "block_id", "kind", "reference"], name="source_once_per_paragraph"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.reference}"
