from django.conf import settings
from django.db import models
from django.db.models import Prefetch
from django.utils import timezone

from coalitions.models import CoalitionPage, visible
from events.enums import OrganiserRole
from events.proposals.enums import WRITABLE, Answer, ProposalState


class ProposalOrganiserQuerySet(models.QuerySet):
    def taking_part(self):
        """Those who did not decline."""
        return self.exclude(answer=Answer.DECLINED)

    def confirmed(self):
        return self.filter(answer=Answer.CONFIRMED)

    def invited(self):
        return self.filter(answer=Answer.INVITED)

    def of_coalitions(self, coalition_ids):
        return self.filter(coalition_id__in=coalition_ids)

    def with_id(self, pk):
        return self.filter(pk=pk).select_related("proposal")

    def needed(self):
        """Those without whose confirmation a proposal cannot go on: leads and co-organisers."""
        return self.filter(role__in=[OrganiserRole.LEAD, OrganiserRole.CO_ORGANISER]).taking_part()

    def as_everybody_sees_it(self):
        """Those who take part; the coalition of each is None where visitors may not see its page."""
        shown = visible(CoalitionPage.objects.defer_streamfields())
        return self.confirmed().prefetch_related(Prefetch("coalition", shown))

    def awaiting_answer(self):
        """Invitations to drafts that nobody has answered."""
        return self.invited().filter(proposal__state__in=WRITABLE)

    def awaiting_slot(self):
        """Organisers whose word on the offered slot is missing."""
        return self.needed().filter(proposal__state=ProposalState.ACCEPTED, slot_confirmed_at__isnull=True)

    def for_listing(self):
        return self.select_related("proposal__call", "proposal__event", "coalition")


class ProposalOrganiser(models.Model):
    """A coalition's part in a proposal: invited by a lead, confirmed or declined by its own coordinator."""

    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.CASCADE, related_name="organisers")
    coalition = models.ForeignKey(
        "coalitions.CoalitionPage", on_delete=models.PROTECT, related_name="proposal_organisers"
    )
    role = models.CharField(max_length=12, choices=OrganiserRole.choices, default=OrganiserRole.CO_ORGANISER)
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.INVITED)
    invited_at = models.DateTimeField(default=timezone.now)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    slot_confirmed_at = models.DateTimeField(null=True, blank=True)
    slot_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ProposalOrganiserQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "coalition"], name="organiser_once_per_proposal"),
            models.CheckConstraint(
                condition=models.Q(answer=Answer.INVITED) | models.Q(answered_at__isnull=False),
                name="organiser_answer_has_its_moment",
            ),
        ]

    def __str__(self):
        return f"{self.coalition.short_name}, {self.get_role_display().lower()}"

    @property
    def shown_coalition(self):
        """The coalition, fetched `as_everybody_sees_it`; None where visitors may not see its page."""
        return getattr(self, "coalition", None)

    @property
    def is_needed(self):
        return self.role != OrganiserRole.SUPPORTER
