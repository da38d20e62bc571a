from django.contrib.contenttypes.models import ContentType
from django.db import models


class SearchEntry(models.Model):
    """What a visitor can find: one page, or one thing that is shown on a page, in plain words."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=50)
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    anchor = models.CharField(max_length=80, blank=True)
    kind = models.SlugField(max_length=60)
    label = models.CharField(max_length=120)
    title = models.CharField(max_length=255)
    year = models.PositiveSmallIntegerField(null=True, blank=True, db_index=True)
    text = models.TextField(blank=True)
    coalitions = models.ManyToManyField("wagtailcore.Page", blank=True, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name_plural = "search entries"
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="search_entry_once")]

    def __str__(self):
        return self.title
