import datetime
import re
import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from coalitions.enums import (
    CoalitionStatus,
    Engagement,
    MemberKind,
    MembershipState,
    NameVisibility,
    Region,
    StakeholderGroup,
)

ASK_EVERY = datetime.timedelta(days=365)  # how often a member is asked "still interested?", at most
DORMANT_AFTER = datetime.timedelta(days=60)  # how long a question waits before its silence counts
CONFIRM_WITHIN = datetime.timedelta(days=7)  # how long a request to join waits for its confirmation

# A name that everybody may read is no place for advertisements.
_ADDRESS = re.compile(r"://|www\.|@", re.IGNORECASE)


def check_name(name):
    """The name of a person or an organisation. Raises ValidationError."""
    if not any(char.isalpha() for char in name):
        raise ValidationError("Give a name; one letter at least.")
    if _ADDRESS.search(name):
        raise ValidationError("A name holds no address of a website or of a mailbox.")


class MembershipQuerySet(models.QuerySet):
    def members(self, on=None):
        """Whoever is a member on a date (default: now), dormant or not."""
        confirmed = self.filter(confirmed_at__isnull=False)
        if on is None:
            return confirmed.filter(left_on__isnull=True)
        return confirmed.filter(Q(left_on__isnull=True) | Q(left_on__gt=on), joined_on__lte=on)

    def unconfirmed(self):
        return self.filter(confirmed_at__isnull=True)

    def current(self, at=None):
        return self.members().exclude(_silent(at))

    def dormant(self, at=None):
        return self.members().filter(_silent(at))

    def left(self):
        return self.filter(left_on__isnull=False)

    def in_state(self, state):
        """Those in one of the states of MembershipState, now."""
        return getattr(self, state)()

    def still_there(self):
        """Confirmed or not: those who have not left."""
        return self.filter(left_on__isnull=True)

    def never_confirmed(self, at=None):
        """Requests to join whose time has run out."""
        return self.unconfirmed().filter(requested_at__lte=(at or timezone.now()) - CONFIRM_WITHIN)

    def due_to_be_asked(self, at=None):
        """Members from whom nothing was heard, and who were asked nothing, for a year; not of closed coalitions."""
        limit = (at or timezone.now()) - ASK_EVERY
        return (
            self.members()
            .exclude(coalition__status=CoalitionStatus.CLOSED)
            .filter(
                Q(asked_at__isnull=True) | Q(asked_at__lte=limit),
                Q(answered_at__isnull=True) | Q(answered_at__lte=limit),
                confirmed_at__lte=limit,
            )
        )

    def of_coalition(self, coalition):
        return self.filter(coalition_id=coalition.pk)

    def of_coalitions(self, coalition_ids):
        return self.filter(coalition_id__in=coalition_ids)

    def of_address(self, address):
        """Those with this address, written as `sanitize.clean_address` writes it."""
        return self.filter(email=address)

    def of_person(self, user):
        """Those with the address of an account, which has shown that it is its own."""
        return self.filter(email__iexact=user.email) if user.email else self.none()

    def left_with_mark(self, mark):
        """Who left last among those with this mark of their address, or None."""
        return self.left().filter(left_mark=mark).order_by("-left_on", "-pk").first()

    def with_key(self, key):
        return self.filter(key=key)

    def public_names(self):
        """Members who chose to be named, by name."""
        return self.members().filter(visibility=NameVisibility.PUBLIC).order_by("name", "pk")

    def for_listing(self):
        return self.select_related("coalition").order_by("coalition__title", "name", "pk")

    def counts_by_coalition(self):
        """Coalition's id → its `unconfirmed`, `all_members` and, of these, `dormant`. Not for the public."""
        confirmed = Q(confirmed_at__isnull=False)
        rows = (
            self.still_there()
            .order_by()
            .values("coalition_id")
            .annotate(
                unconfirmed=Count("pk", filter=~confirmed),
                all_members=Count("pk", filter=confirmed),
                dormant=Count("pk", filter=confirmed & _silent(None)),
            )
        )
        return {row.pop("coalition_id"): row for row in rows}

    def counted(self, at=None):
        """How many there are of each (engagement, group, region, whether dormant): rows of four values and a count."""
        fields = ("engagement", "group", "region")
        dormant = models.Case(models.When(_silent(at), then=True), default=False, output_field=models.BooleanField())
        return self.annotate(silent=dormant).order_by().values_list(*fields, "silent").annotate(count=Count("pk"))


def _silent(at):
    """A condition: asked long enough ago, and no answer since."""
    asked_long_ago = Q(asked_at__lte=(at or timezone.now()) - DORMANT_AFTER)
    return asked_long_ago & (Q(answered_at__isnull=True) | Q(answered_at__lt=F("asked_at")))


class Membership(models.Model):
    """A person or an organisation in a coalition: open to everybody, and ended by nobody but the member.

    Written by `services.members` only. Who leaves is counted and no longer known: name and address go at once.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    coalition = models.ForeignKey("coalitions.CoalitionPage", on_delete=models.CASCADE, related_name="memberships")
    kind = models.CharField(max_length=12, choices=MemberKind.choices, default=MemberKind.INDIVIDUAL)
    name = models.CharField(max_length=160, blank=True, validators=[check_name])
    email = models.EmailField("e-mail address", blank=True, db_index=True, help_text="Never public.")
    group = models.CharField("stakeholder group", max_length=24, choices=StakeholderGroup.choices, blank=True)
    region = models.CharField(max_length=20, choices=Region.choices, blank=True)
    engagement = models.CharField(max_length=12, choices=Engagement.choices, default=Engagement.FOLLOW)
    visibility = models.CharField("name", max_length=8, choices=NameVisibility.choices, default=NameVisibility.COUNTED)

    requested_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField("last asked", null=True, blank=True, editable=False)
    answered_at = models.DateTimeField("last answer", null=True, blank=True, editable=False)
    link_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    source = models.CharField(max_length=200, blank=True, help_text="Empty for who joined by themselves.")
    # Of who has left: tells their address from others, so that no import brings them back, and is none.
    left_mark = models.CharField(max_length=64, blank=True, editable=False, db_index=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "member"
        ordering = ["coalition", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["coalition", "email"], condition=Q(left_on__isnull=True), name="member_once_per_coalition"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(joined_on__isnull=False, left_on__gte=F("joined_on")),
                name="member_left_not_before_joining",
                violation_error_message="Nobody leaves before joining.",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, joined_on__isnull=True)
                | Q(confirmed_at__isnull=False, joined_on__isnull=False),
                name="member_joined_when_confirmed",
            ),
            models.CheckConstraint(
                condition=(Q(left_on__isnull=True) & ~Q(email="") & ~Q(name=""))
                | Q(left_on__isnull=False, email="", name=""),
                name="member_known_until_left",
            ),
        ]

    def __str__(self):
        # Stands in logs and messages of errors, where nobody's name belongs.
        return f"Member {self.pk} of coalition {self.coalition_id}"

    @property
    def is_member(self):
        return self.confirmed_at is not None and self.left_on is None

    @property
    def is_silent(self):
        """Asked, and long enough without an answer. What it is for a query, `_silent` says."""
        if self.asked_at is None or self.asked_at > timezone.now() - DORMANT_AFTER:
            return False
        return self.answered_at is None or self.answered_at < self.asked_at

    @property
    def state(self):
        if self.left_on is not None:
            return MembershipState.LEFT
        if self.confirmed_at is None:
            return MembershipState.UNCONFIRMED
        return MembershipState.DORMANT if self.is_silent else MembershipState.CURRENT

    def get_state_display(self):
        return self.state.label

    @property
    def waits_for_answer(self):
        """Asked, and not answered yet, whether or not the silence counts already."""
        return self.asked_at is not None and (self.answered_at is None or self.answered_at < self.asked_at)

    @property
    def is_named(self):
        """Whether the public reads the name."""
        return self.visibility == NameVisibility.PUBLIC

    @property
    def keeps_own_entry(self):
        """Joined by themselves, or has answered since a list brought them in."""
        return not self.source or self.answered_at is not None

    @property
    def matter(self):
        """What the outbox calls mails about the membership."""
        return f"member:{self.key.hex}"

    @property
    def question(self):
        """What the outbox calls the question whether the member is still interested."""
        return f"member-asked:{self.key.hex}"

    @staticmethod
    def mark_of(coalition_id, address):
        """What is kept of the address of somebody who left: a keyed digest."""
        return salted_hmac("coalitions.left_member", f"{coalition_id} {address}", algorithm="sha256").hexdigest()
