"""What belongs to one meeting's page and lives and dies with its drafts."""

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable

from events.enums import AgendaOutcome, Capacity, DocumentKind


class AgendaItem(Orderable):
    """A point on a meeting's agenda, and what came of it."""

    meeting = ParentalKey("events.MeetingPage", on_delete=models.CASCADE, related_name="agenda_items")
    title = models.CharField(max_length=250)
    proposer = models.CharField(max_length=120, blank=True, help_text="Who put it on the agenda.")
    outcome = models.CharField(max_length=10, choices=AgendaOutcome.choices, default=AgendaOutcome.NONE, blank=True)
    carried_from = models.ForeignKey(
        "events.MeetingPage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    panels = [
        FieldPanel("title", help_text="One point, in a few words."),
        FieldRowPanel(
            [
                FieldPanel("proposer"),
                FieldPanel("outcome", help_text="What came of it. A postponed point is offered to the next meeting."),
            ]
        ),
        FieldPanel("carried_from", help_text="The meeting that postponed it, if it comes from one."),
    ]

    class Meta(Orderable.Meta):
        pass

    def __str__(self):
        return self.title


class Participant(Orderable):
    """A person who took part, as printed that day."""

    meeting = ParentalKey("events.MeetingPage", on_delete=models.CASCADE, related_name="participants")
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80, blank=True)
    capacity = models.CharField(max_length=20, choices=Capacity.choices, default=Capacity.PARTICIPANT)
    affiliation = models.CharField(
        max_length=200, blank=True, help_text="As printed that day: a coalition, an organisation or a role."
    )
    coalition = models.ForeignKey(
        "coalitions.CoalitionPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The coalition the affiliation means, where it means one.",
    )

    panels = [
        FieldRowPanel([FieldPanel("given_name"), FieldPanel("family_name"), FieldPanel("capacity")]),
        FieldRowPanel([FieldPanel("affiliation"), FieldPanel("coalition")]),
    ]

    class Meta(Orderable.Meta):
        pass

    def __str__(self):
        return self.full_name

    @property
    def full_name(self):
        return f"{self.given_name} {self.family_name}".strip()


class MeetingDocument(Orderable):
    """A document of a meeting, of a kind. A transcript carries the notice that it is no authoritative record."""

    meeting = ParentalKey("events.MeetingPage", on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=12, choices=DocumentKind.choices, default=DocumentKind.OTHER)
    title = models.CharField(max_length=200, blank=True, help_text="Leave empty to show the kind.")
    document = models.ForeignKey(
        get_document_model_string(), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    url = models.URLField("address", blank=True)

    panels = [FieldRowPanel([FieldPanel("kind"), FieldPanel("title")]), FieldPanel("document"), FieldPanel("url")]

    class Meta(Orderable.Meta):
        pass

    def __str__(self):
        return self.title or self.get_kind_display()

    def clean(self):
        if not self.document_id and not self.url:
            raise ValidationError("Choose a file or give an address.")

    @property
    def href(self):
        return self.document.url if self.document_id else self.url

    @property
    def is_transcript(self):
        return self.kind == DocumentKind.TRANSCRIPT
