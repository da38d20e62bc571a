from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, PageManager, PageQuerySet
from wagtail.search import index

from coalitions.models import ChangesByTheClock, visible
from events.proposals.enums import ProposalKind

LONGEST_INPUT = 5_000


class CallPageQuerySet(PageQuerySet):
    def visible(self):
        """What a visitor may see."""
        return visible(self)

    def open(self, now=None):
        """Calls that take submissions now, the nearest deadline first."""
        now = now or timezone.now()
        return self.filter(opens_at__lte=now, submit_by__gte=now).order_by("submit_by")

    def to_come(self, now=None):
        return self.filter(opens_at__gt=now or timezone.now()).order_by("opens_at")

    def of_phase(self, phase):
        return self.child_of(phase)

    def asking_for_proposals(self):
        return self.filter(asks_for_proposals=True)

    def asking_for_inputs(self):
        return self.filter(asks_for_inputs=True)

    def newest_first(self):
        return self.order_by("-submit_by", "title")


class CallPage(ChangesByTheClock, Page):
    """A call to coalitions: for proposals of preparatory events, for written input, or for both."""

    parent_page_types = ["events.PreparatoryPhasePage"]
    subpage_types = []

    opens_at = models.DateTimeField("opens (UTC)")
    submit_by = models.DateTimeField("submit by (UTC)")
    edit_until = models.DateTimeField(
        "edit until (UTC)",
        null=True,
        blank=True,
        help_text="Until then organisers may still change what they have submitted. Empty: until the deadline.",
    )
    asks_for_proposals = models.BooleanField(default=True, help_text="Coalitions may propose events.")
    asks_for_inputs = models.BooleanField(
        "asks for written input", default=False, help_text="Coalitions may send texts on a focus area or question."
    )
    input_words = models.PositiveSmallIntegerField(
        "words of a written input", default=800, help_text="At most so many words."
    )
    intro = RichTextField(blank=True, features=["bold", "italic", "link"], help_text="What is asked for, in short.")
    guidance = RichTextField(
        blank=True,
        features=["h3", "bold", "italic", "link", "ol", "ul"],
        help_text="What makes a good proposal, how it is reviewed, what happens then.",
    )

    objects = PageManager.from_queryset(CallPageQuerySet)()

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        MultiFieldPanel(
            [FieldPanel("asks_for_proposals"), InlinePanel("kinds", label="Kind of event", max_num=5)],
            "Proposals",
            help_text="Without any kind, all kinds are asked for.",
        ),
        MultiFieldPanel([FieldPanel("asks_for_inputs"), FieldPanel("input_words")], "Written input"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("opens_at"), FieldPanel("submit_by"), FieldPanel("edit_until")])],
            "Deadlines, in UTC",
            help_text="Once the call is published, “Move the deadline” moves them and keeps their history.",
        ),
        FieldPanel("guidance"),
        HelpPanel(template="proposals/admin/_call_record.html", heading="Extensions and late submissions"),
    ]

    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("guidance")]

    class Meta:
        verbose_name = "call"

    def clean(self):
        super().clean()
        errors = {}
        if self.opens_at and self.submit_by and self.submit_by <= self.opens_at:
            errors["submit_by"] = "A call closes after it opens."
        if self.submit_by and self.edit_until and self.edit_until < self.submit_by:
            errors["edit_until"] = "What was submitted can be edited at least until the deadline."
        if not self.asks_for_proposals and not self.asks_for_inputs:
            errors["asks_for_proposals"] = "A call asks for proposals, for written input, or for both."
        if self.input_words is not None and not 50 <= self.input_words <= LONGEST_INPUT:
            errors["input_words"] = f"Between 50 and {LONGEST_INPUT:,} words."
        if errors:
            raise ValidationError(errors)

    def with_content_json(self, content):
        """A draft never moves the deadlines of a published call back: extensions are a step of their own."""
        page = super().with_content_json(content)
        stored = type(self)._base_manager.filter(pk=self.pk, live=True).values("submit_by", "edit_until").first()
        for name, value in (stored or {}).items():
            setattr(page, name, value)
        return page

    @property
    def phase(self):
        """The preparatory phase the call belongs to."""
        return self.get_parent().specific_deferred

    @property
    def cycle(self):
        return self.phase.cycle

    @property
    def has_opened(self):
        return self.opens_at <= timezone.now()

    @property
    def is_open(self):
        """Whether it takes submissions now, to the second."""
        return self.opens_at <= timezone.now() <= self.submit_by

    @property
    def may_be_edited(self):
        """Whether organisers may still change what they have submitted."""
        return timezone.now() <= (self.edit_until or self.submit_by)

    @property
    def changed_at(self):
        """When its deadline was set, or moved the last time."""
        moved = [extension.moved_at for extension in self.extensions.all()]
        return max([self.first_published_at or self.opens_at, *moved])

    def moments_of_change(self):
        return [self.opens_at, self.submit_by, *filter(None, [self.edit_until])]

    def kinds_asked_for(self):
        """The kinds of event one may propose, in the editors' order."""
        chosen = [ProposalKind(row.kind) for row in self.kinds.all()]
        return chosen or list(ProposalKind)

    def get_search_facets(self):
        return {"year": self.submit_by.year, "label": f"Call, until {self.submit_by:%-d %B %Y}"}

    def get_search_dependants(self):
        return [*self.proposals.public(), *self.written_inputs.public()]


class CallKind(Orderable):
    """A kind of event a call asks for."""

    call = ParentalKey(CallPage, on_delete=models.CASCADE, related_name="kinds")
    kind = models.CharField(max_length=16, choices=ProposalKind.choices)

    panels = [FieldPanel("kind")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["call", "kind"], name="kind_once_per_call")]

    def __str__(self):
        return self.get_kind_display()


class CallExtension(models.Model):
    """A call's deadline as it was before it was moved, and why it was. Public."""

    call = models.ForeignKey(CallPage, on_delete=models.CASCADE, related_name="extensions")
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


class LateSubmissionQuerySet(models.QuerySet):
    def valid(self, now=None):
        return self.filter(until__gte=now or timezone.now())

    def of_call(self, call):
        return self.filter(call_id=call.pk)

    def of_coalitions(self, coalition_ids):
        return self.filter(coalition_id__in=coalition_ids)

    def of_calls(self, call_ids):
        return self.filter(call_id__in=call_ids)

    def last_first(self):
        return self.order_by("-until")


class LateSubmission(models.Model):
    """A coalition's leave to submit after a call's deadline, with the reason."""

    call = models.ForeignKey(CallPage, on_delete=models.CASCADE, related_name="late_submissions")
    coalition = models.ForeignKey("coalitions.CoalitionPage", on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()
    reason = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = LateSubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=models.F("made_at")), name="late_submission_ends_later")
        ]

    def __str__(self):
        return f"{self.coalition}: until {self.until:%-d %B %Y, %H:%M} UTC"
