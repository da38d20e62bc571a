from django.conf import settings
from django.db import models
from django.db.models import Q
from post_office.models import STATUS

from coalitions.enums import NoticeState


class NoticeQuerySet(models.QuerySet):
    def waiting(self):
        """Not yet handed to the mail queue."""
        return self.filter(email__isnull=True)

    def of_matter(self, matter):
        return self.filter(matter=matter)

    def with_ids(self, pks):
        return self.filter(pk__in=pks)

    def same_as(self, **fields):
        return self.filter(**fields)

    def in_state(self, state):
        """Those in one of the states of NoticeState."""
        on_its_way = Q(email__isnull=False) & ~Q(email__status__in=(STATUS.sent, STATUS.failed))
        conditions = {
            NoticeState.WAITING: Q(email__isnull=True),
            NoticeState.ON_ITS_WAY: on_its_way,
            NoticeState.SENT: Q(email__status=STATUS.sent),
            NoticeState.FAILED: Q(email__status=STATUS.failed),
        }
        return self.filter(conditions[state])

    def of_email(self, email):
        return self.filter(email=email)

    def at_once(self):
        return self.filter(at_once=True)

    def of_person(self, user):
        """Written to an account, or to the address it has now."""
        mine = Q(user_id=user.pk)
        return self.filter(mine | Q(address__iexact=user.email) if user.email else mine)

    def for_sending(self):
        return self.select_related("user").order_by("made_at", "pk")

    def for_listing(self):
        return self.select_related("user", "email").order_by("-made_at", "-pk")


class Notice(models.Model):
    """A mail to one recipient, written when something happened and sent later, alone or in a digest."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    address = models.EmailField(blank=True, help_text="Where the recipient is no account.")
    matter = models.CharField(max_length=100, db_index=True, help_text="What it is about: kind and reference.")
    subject = models.CharField(max_length=255)
    text = models.TextField(blank=True)
    at_once = models.BooleanField(
        "for its reader alone",
        default=False,
        help_text="A mail of its own, with a link or code for its recipient alone.",
    )
    made_at = models.DateTimeField(auto_now_add=True)
    # A mail that is cleaned away takes its notices along: they must not look as if they still waited.
    email = models.ForeignKey(
        "post_office.Email", null=True, blank=True, editable=False, on_delete=models.CASCADE, related_name="notices"
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "mail"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, address="") | (Q(user__isnull=True) & ~Q(address="")),
                name="notice_has_one_recipient",
            )
        ]

    def __str__(self):
        return self.subject

    @property
    def recipient(self):
        """The address it goes to now; "" while an account has none or is closed."""
        if self.user_id:
            return self.user.email if self.user.is_active else ""
        return self.address

    @property
    def state(self):
        if self.email_id is None:
            return NoticeState.WAITING
        return {STATUS.sent: NoticeState.SENT, STATUS.failed: NoticeState.FAILED}.get(
            self.email.status, NoticeState.ON_ITS_WAY
        )
