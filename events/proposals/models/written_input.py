from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.search import index

from coalitions.models import unrestricted
from coalitions.sanitize import plain_text
from events.proposals.enums import INPUT_PUBLIC, Answer, InputState
from events.proposals.models.proposal import CODE_LENGTH, new_code


class WrittenInputQuerySet(models.QuerySet):
    def public(self):
        return self.filter(unrestricted("call__path"), state__in=INPUT_PUBLIC, call__live=True)

    def of_call(self, call):
        return self.filter(call_id=call.pk)

    def of_calls(self, call_ids):
        return self.filter(call_id__in=call_ids)

    def of_coalitions(self, coalition_ids):
        """Inputs these coalitions write or were invited to."""
        taking_part = InputCoalition.objects.filter(coalition_id__in=coalition_ids).exclude(answer=Answer.DECLINED)
        return self.filter(pk__in=taking_part.values("written_input_id"))

    def behind_which_stands(self, coalition):
        """Inputs in which a coalition has confirmed its part."""
        rows = InputCoalition.objects.filter(coalition_id=coalition.pk, answer=Answer.CONFIRMED)
        return self.filter(pk__in=rows.values("written_input_id"))

    def drafts(self):
        return self.filter(state=InputState.DRAFT)

    def latest_first(self):
        return self.order_by("-published_at", "-pk")

    def in_focus_area(self, focus_area):
        return self.filter(focus_area=focus_area)

    def on_question(self, question):
        return self.filter(policy_question=question)

    def submitted_or_later(self):
        """What the Secretariat may read: neither drafts nor what was withdrawn."""
        return self.exclude(state__in=[InputState.DRAFT, InputState.WITHDRAWN])

    def awaiting_publication(self):
        return self.filter(state=InputState.SUBMITTED)

    def newest_first(self):
        return self.order_by("-updated_at", "-pk")

    def for_listing(self):
        return self.select_related("call", "focus_area", "policy_question").prefetch_related("coalitions__coalition")


class WrittenInput(index.Indexed, models.Model):
    """One or several coalitions' text on a focus area or a policy question."""

    call = models.ForeignKey("proposals.CallPage", on_delete=models.PROTECT, related_name="written_inputs")
    code = models.CharField("reference", max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    focus_area = models.ForeignKey("coalitions.FocusArea", on_delete=models.PROTECT, related_name="written_inputs")
    policy_question = models.ForeignKey(
        "coalitions.PolicyQuestion", null=True, blank=True, on_delete=models.PROTECT, related_name="written_inputs"
    )
    title = models.CharField(max_length=160, blank=True)
    text = models.TextField(blank=True)
    no_dissent = models.BooleanField("no dissenting views were expressed", default=False)
    dissenting_views = models.TextField(blank=True)

    state = models.CharField(max_length=12, choices=InputState.choices, default=InputState.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    reflected_in = models.CharField(max_length=200, blank=True, editable=False)
    reflected_url = models.URLField(blank=True, editable=False)

    objects = WrittenInputQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=3),
        index.SearchField("text"),
        index.SearchField("dissenting_views"),
    ]

    class Meta:
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(no_dissent=False) | Q(dissenting_views=""), name="input_has_dissent_or_none"
            )
        ]

    def __str__(self):
        return self.title or f"Untitled input {self.code}"

    @property
    def words(self):
        """How many words its text has; the dissenting views do not count."""
        return len(plain_text(self.text).split())

    @property
    def is_public(self):
        return self.state in INPUT_PUBLIC

    def get_search_page(self):
        return self.call if self.is_public else None

    def get_search_facets(self):
        confirmed = [row.coalition_id for row in self.coalitions.all() if row.answer == Answer.CONFIRMED]
        return {
            "year": self.call.submit_by.year,
            "coalitions": confirmed,
            "label": "Written input",
            "anchor": f"input-{self.code}",
        }


class InputCoalitionQuerySet(models.QuerySet):
    def with_id(self, pk):
        return self.filter(pk=pk).select_related("written_input", "coalition")


class InputCoalition(models.Model):
    """A coalition's part in a written input: the first one writes, the others are invited and answer."""

    written_input = models.ForeignKey(WrittenInput, on_delete=models.CASCADE, related_name="coalitions")
    coalition = models.ForeignKey("coalitions.CoalitionPage", on_delete=models.PROTECT, related_name="written_inputs")
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.INVITED)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = InputCoalitionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["written_input", "coalition"], name="coalition_once_per_input")]

    def __str__(self):
        return self.coalition.short_name
