from django.db import models
from django.utils import timezone


class DraftComment(models.Model):
    """What somebody who was given the link said of a draft. Only its organisers and those with the link read it."""

    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.CASCADE, related_name="draft_comments")
    name = models.CharField(max_length=120)
    text = models.TextField()
    version = models.PositiveIntegerField(help_text="The draft's version it was made on.")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self):
        return f"{self.name}, {self.made_at:%-d %B %Y}"
