from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from coalitions.enums import HAVE_A_STATEMENT, AdoptionAnswer, StatementStatus
from coalitions.fingerprint import fingerprint


class MembershipStatementQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-version")

    def in_force(self):
        """The one that counts: the newest that is agreed, else the newest proposed; None where there is none."""
        return self.order_by("status", "-version").first()  # "agreed" comes before "proposed"

    def next_version(self):
        return (self.aggregate(newest=models.Max("version"))["newest"] or 0) + 1

    def with_adoptions(self):
        return self.prefetch_related("adoptions")


class MembershipStatement(models.Model):
    """A version of what it means to be a member, proposed to the coalitions or agreed among them."""

    version = models.PositiveSmallIntegerField(unique=True, editable=False)
    title = models.CharField(max_length=160)
    text = RichTextField(features=["h3", "bold", "italic", "link", "ul", "ol"])
    status = models.CharField(
        max_length=10, choices=StatementStatus.choices, default=StatementStatus.PROPOSED, editable=False
    )
    agreed_on = models.DateField(null=True, blank=True, editable=False)
    written_at = models.DateTimeField(auto_now_add=True)

    objects = MembershipStatementQuerySet.as_manager()

    panels = [FieldPanel("title"), FieldPanel("text")]

    class Meta:
        verbose_name = "statement of membership"
        verbose_name_plural = "statements of membership"
        ordering = ["-version"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=StatementStatus.AGREED, agreed_on__isnull=False)
                | Q(status=StatementStatus.PROPOSED, agreed_on__isnull=True),
                name="statement_agreed_on_a_day",
            )
        ]

    def __str__(self):
        return f"{self.title}, version {self.version}"

    @property
    def adopted_by(self):
        """How many coalitions have adopted it, as it stands or adapted, whatever became of them since."""
        return sum(adoption.has_it for adoption in self.adoptions.all())

    @property
    def is_agreed(self):
        return self.status == StatementStatus.AGREED


class StatementAdoptionQuerySet(models.QuerySet):
    def of_coalition(self, coalition):
        return self.filter(coalition_id=coalition.pk)

    def of_statement(self, statement):
        return self.filter(statement_id=statement.pk)

    def by_person(self, user):
        return self.filter(by_id=user.pk)

    def having_it(self):
        """Those that adopted a statement, as it stands or adapted."""
        return self.filter(answer__in=HAVE_A_STATEMENT)

    def newest_statement_first(self):
        return self.select_related("statement").order_by("-statement__version")


class StatementAdoption(models.Model):
    """What a coalition says to a version of the statement. Written by `services.adopt_statement` only."""

    coalition = models.ForeignKey("coalitions.CoalitionPage", on_delete=models.CASCADE, related_name="adoptions")
    statement = models.ForeignKey(MembershipStatement, on_delete=models.CASCADE, related_name="adoptions")
    answer = models.CharField(max_length=8, choices=AdoptionAnswer.choices)
    own_text = models.TextField(blank=True)
    own_url = models.URLField(blank=True)
    answered_on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = StatementAdoptionQuerySet.as_manager()

    class Meta:
        ordering = ["coalition", "-statement"]
        constraints = [
            models.UniqueConstraint(fields=["coalition", "statement"], name="statement_answered_once"),
            models.CheckConstraint(
                condition=Q(answer=AdoptionAnswer.ADAPTED) | Q(own_text="", own_url=""),
                name="own_text_where_adapted",
            ),
        ]

    def __str__(self):
        return f"{self.coalition}: {self.get_answer_display().lower()}"

    def clean(self):
        own = self.own_text or self.own_url
        if self.answer == AdoptionAnswer.ADAPTED and not own:
            raise ValidationError("Give the coalition's own text, or the address where it stands.")
        if self.answer != AdoptionAnswer.ADAPTED and own:
            raise ValidationError("An own text goes with “Adapted”.")

    @property
    def said_key(self):
        """Names what is said, so that whoever changes it says what they read."""
        return fingerprint([self.answer, self.own_text, self.own_url])

    @property
    def has_it(self):
        return self.answer in HAVE_A_STATEMENT
