import uuid

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone

from coalitions.enums import Region, StakeholderGroup
from coalitions.papers.enums import BEING_WRITTEN, ResponseState
from coalitions.papers.models.survey_page import SurveyPage


class SurveyedCoalitionQuerySet(models.QuerySet):
    def of_survey(self, survey):
        return self.filter(survey_id=survey.pk)

    def of_surveys(self, survey_ids):
        return self.filter(survey_id__in=survey_ids)

    def missing(self):
        """Coalitions that were asked and have not handed in."""
        handed_in = SurveyResponse.objects.handed_in().filter(
            survey_id=models.OuterRef("survey_id"), coalition_id=models.OuterRef("coalition_id")
        )
        return self.filter(~models.Exists(handed_in))

    def of_coalitions(self, coalition_ids):
        return self.filter(coalition_id__in=coalition_ids)

    def by_name(self):
        return self.select_related("coalition").order_by("name", "pk")


class SurveyedCoalition(models.Model):
    """A coalition that a survey asks: the population, as it was when the survey opened. Never changed."""

    survey = models.ForeignKey(SurveyPage, on_delete=models.CASCADE, related_name="population")
    coalition = models.ForeignKey(
        "coalitions.CoalitionPage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(max_length=255)

    objects = SurveyedCoalitionQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["survey", "coalition"], name="coalition_asked_once")]

    def __str__(self):
        return self.name


class SurveyResponseQuerySet(models.QuerySet):
    def of_survey(self, survey):
        return self.filter(survey_id=survey.pk)

    def of_surveys(self, survey_ids):
        return self.filter(survey_id__in=survey_ids)

    def of_coalitions(self, coalition_ids):
        return self.filter(coalition_id__in=coalition_ids)

    def handed_in(self):
        """Those that count."""
        return self.filter(state=ResponseState.SUBMITTED)

    def being_written(self):
        return self.filter(state__in=BEING_WRITTEN)

    def late_drafts(self):
        return self.filter(state=ResponseState.LATE)

    def of_address(self, address):
        return self.filter(email=address)

    def with_key(self, key):
        return self.filter(key=key)

    def in_order(self):
        return self.order_by("submitted_at", "pk")

    def for_listing(self):
        return self.select_related("survey", "coalition", "updated_by").order_by("-updated_at", "-pk")

    def never_confirmed(self, until):
        """Answers that were given by a moment and that nobody has confirmed."""
        return self.filter(state=ResponseState.UNCONFIRMED, started_at__lte=until).order_by("pk")

    def of_person(self, user):
        """What somebody answered with the address of an account, which has shown that it is its own."""
        return self.filter(email__iexact=user.email) if user.email else self.none()

    def counts(self, survey_ids):
        """Survey's id → how many handed in; and of these, how many were late."""
        rows = self.handed_in().filter(survey_id__in=survey_ids).order_by().values("survey_id")
        rows = rows.annotate(count=Count("pk"), late=Count("pk", filter=Q(is_late=True)))
        return {row["survey_id"]: row for row in rows}


class SurveyResponse(models.Model):
    """One answer to a survey: of a coalition, written together, or of somebody. Written by the services only."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    survey = models.ForeignKey(SurveyPage, on_delete=models.CASCADE, related_name="responses")
    state = models.CharField(max_length=12, choices=ResponseState.choices, default=ResponseState.DRAFT)
    answers = models.JSONField(default=dict, blank=True)
    is_late = models.BooleanField("late", default=False)
    entered_by_staff = models.BooleanField(default=False)

    # Of a coalition. `touched`: question's name → [the account that wrote it last, when].
    coalition = models.ForeignKey(
        "coalitions.CoalitionPage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    touched = models.JSONField(default=dict, blank=True, editable=False)

    # Of somebody.
    name = models.CharField(max_length=160, blank=True)
    email = models.EmailField("e-mail address", blank=True, help_text="Never public.")
    group = models.CharField("stakeholder group", max_length=24, choices=StakeholderGroup.choices, blank=True)
    region = models.CharField(max_length=20, choices=Region.choices, blank=True)

    started_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = SurveyResponseQuerySet.as_manager()

    class Meta:
        verbose_name = "answer to a survey"
        verbose_name_plural = "answers to surveys"
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "coalition"],
                condition=Q(coalition__isnull=False),
                name="response_once_per_coalition",
            ),
            models.UniqueConstraint(
                fields=["survey", "email"],
                condition=Q(state=ResponseState.SUBMITTED) & ~Q(email=""),
                name="response_once_per_address",
            ),
            models.CheckConstraint(
                condition=~Q(state=ResponseState.SUBMITTED) | Q(submitted_at__isnull=False),
                name="response_submitted_at_a_moment",
            ),
            models.CheckConstraint(condition=Q(updated_at__gte=F("started_at")), name="response_updated_after_start"),
        ]

    def __str__(self):
        # Stands in logs and messages of errors, where nobody's name belongs.
        return f"Answer {self.pk} to survey {self.survey_id}"

    @property
    def is_being_written(self):
        return self.state in BEING_WRITTEN

    @property
    def matter(self):
        """What the outbox calls mails about it."""
        return f"survey-response:{self.key.hex}"


class SurveyStepQuerySet(models.QuerySet):
    def of_person(self, user):
        return self.filter(by=user).select_related("response__survey")


class SurveyStep(models.Model):
    """A step in the life of an answer: who took it, when, why. Written by the services only; never changed."""

    response = models.ForeignKey(SurveyResponse, on_delete=models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=24)
    label = models.CharField(max_length=120)
    from_state = models.CharField(max_length=12, choices=ResponseState.choices, blank=True)
    to_state = models.CharField(max_length=12, choices=ResponseState.choices, blank=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = SurveyStepQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.label}, {self.at:%-d %B %Y, %H:%M} UTC"


class SurveyReminder(models.Model):
    """That a coalition was reminded of a survey. Written by the services only."""

    survey = models.ForeignKey(SurveyPage, on_delete=models.CASCADE, related_name="reminders")
    coalition = models.ForeignKey("coalitions.CoalitionPage", on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["-sent_at", "-pk"]

    def __str__(self):
        return f"reminded on {self.sent_at:%-d %B %Y}"
