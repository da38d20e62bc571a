from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from coalitions.enums import COORDINATING_ROLES, ContactRole


class ContactQuerySet(models.QuerySet):
    def current(self, on=None):
        """Contacts in their role on a date (default: today, UTC)."""
        on = on or timezone.now().date()
        return self.filter(
            Q(from_date__isnull=True) | Q(from_date__lte=on), Q(to_date__isnull=True) | Q(to_date__gte=on)
        )

    def public(self):
        return self.filter(is_public=True)

    def leading(self):
        """Contacts in the role of a coordinator, with or without an account."""
        return self.filter(role__in=COORDINATING_ROLES)

    def coordinating(self):
        """Contacts whose role makes a linked user a coordinator."""
        return self.leading().filter(user__isnull=False)

    def ending_between(self, first, last):
        """Contacts whose last day in the role lies between two days, both included."""
        return self.filter(to_date__gte=first, to_date__lte=last).order_by("to_date", "family_name")

    def of_coalition(self, coalition):
        return self.filter(coalition_id=coalition.pk)

    def of_user(self, user):
        return self.filter(user_id=user.pk)

    def in_order(self):
        return self.order_by("role", "family_name", "given_name")


class Contact(models.Model):
    """A person in a role for a coalition, over a time."""

    coalition = models.ForeignKey("coalitions.CoalitionPage", on_delete=models.CASCADE, related_name="contacts")
    role = models.CharField(max_length=20, choices=ContactRole.choices, default=ContactRole.COORDINATOR)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80, blank=True)
    affiliation = models.CharField(max_length=160, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="coalition_contacts",
        help_text="With an account, a coordinator or co-coordinator may edit and publish the coalition's pages.",
    )
    from_date = models.DateField("from", null=True, blank=True)
    to_date = models.DateField("to", null=True, blank=True, help_text="The last day in the role.")
    is_public = models.BooleanField(
        "show on the public page", default=False, help_text="Only with the person's agreement."
    )

    objects = ContactQuerySet.as_manager()

    panels = [
        FieldRowPanel(
            [
                FieldPanel("coalition"),
                FieldPanel(
                    "role", help_text="Coordinators and co-coordinators may get an account; the others are only named."
                ),
            ]
        ),
        FieldRowPanel([FieldPanel("given_name"), FieldPanel("family_name")]),
        FieldPanel("affiliation", help_text="Where the person works or whom they stand for."),
        MultiFieldPanel([FieldRowPanel([FieldPanel("from_date"), FieldPanel("to_date")])], "In the role"),
        MultiFieldPanel([FieldPanel("user"), FieldPanel("invite"), FieldPanel("is_public")], "Account and visibility"),
    ]

    class Meta:
        ordering = ["coalition", "role", "family_name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_date__gte=models.F("from_date")),
                name="contact_to_not_before_from",
                violation_error_message="The last day in the role cannot come before the first.",
            )
        ]

    def __str__(self):
        return f"{self.full_name}, {self.get_role_display().lower()}"

    def clean(self):
        if self.user_id and self.role not in COORDINATING_ROLES:
            raise ValidationError(
                {"user": "Only a coordinator or co-coordinator has an account; choose that role, or no account."}
            )

    @property
    def full_name(self):
        return f"{self.given_name} {self.family_name}".strip()
