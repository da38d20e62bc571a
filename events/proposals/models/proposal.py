import datetime
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.utils import timezone
from wagtail.search import index

from coalitions.models import CoalitionPage, FocusArea, unrestricted
from coalitions.sanitize import plain_text
from events.enums import MeetingFormat
from events.models import PreparatoryEventPage
from events.proposals.enums import (
    ENDED,
    EVENT_STATES,
    PUBLIC_LABELS,
    PUBLIC_STATES,
    REVIEWABLE,
    WRITABLE,
    Answer,
    ProposalKind,
    ProposalState,
)
from events.proposals.models.call_page import LateSubmission
from events.proposals.models.proposal_organiser import ProposalOrganiser

# No vowels, so that no word comes of it; nothing that looks like something else.
CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ2346789"
CODE_LENGTH = 6


def new_code():
    """A random public reference: it tells neither when nor after how many others a proposal was begun."""
    return "".join(secrets.choice(CODE_LETTERS) for _place in range(CODE_LENGTH))


def new_share_key():
    return secrets.token_urlsafe(16)


class ProposalQuerySet(models.QuerySet):
    def in_state(self, state, now=None):
        """Proposals whose state now is this one, what follows from their event included."""
        if state not in EVENT_STATES:
            return self.filter(state=state)
        events = PreparatoryEventPage.objects.in_state(state, now)
        return self.filter(state=ProposalState.SCHEDULED, event__in=events.values("pk"))

    def public(self):
        """What everybody may read, under a call that everybody may read."""
        stored = [state for state in PUBLIC_STATES if state not in EVENT_STATES] + [ProposalState.SCHEDULED]
        return self.filter(unrestricted("call__path"), state__in=stored, call__live=True)

    def of_call(self, call):
        return self.filter(call_id=call.pk)

    def of_calls(self, call_ids):
        return self.filter(call_id__in=call_ids)

    def of_coalitions(self, coalition_ids):
        """Proposals these coalitions organise or were invited to."""
        rows = ProposalOrganiser.objects.taking_part().of_coalitions(coalition_ids)
        return self.filter(pk__in=rows.values("proposal_id"))

    def organised_by(self, coalition):
        """Proposals in which a coalition has confirmed its part."""
        rows = ProposalOrganiser.objects.confirmed().of_coalitions([coalition.pk])
        return self.filter(pk__in=rows.values("proposal_id"))

    def in_focus_area(self, focus_area):
        return self.filter(focus_areas=focus_area)

    def of_kind(self, kind):
        return self.filter(kind=kind)

    def shared_under(self, key):
        """The draft whose link has this key, while its organisers are still at work."""
        return self.filter(share_key=key, state__in=WRITABLE).exclude(share_key="")

    def with_code(self, code):
        return self.filter(code=code.upper())

    def under_review(self):
        return self.filter(state__in=REVIEWABLE)

    def submitted_or_later(self):
        return self.exclude(state__in=[ProposalState.DRAFT, ProposalState.WITHDRAWN])

    def at_their_organisers(self):
        """Those of which something may be asked before they are scheduled: to write, to answer, to confirm."""
        return self.filter(state__in=[*WRITABLE, ProposalState.ACCEPTED])

    def written_for(self, coalition_ids):
        """Proposals that coordinators of these coalitions write: as a lead or co-organiser that has confirmed."""
        rows = ProposalOrganiser.objects.confirmed().of_coalitions(coalition_ids).needed()
        return self.filter(pk__in=rows.values("proposal_id"))

    def drafts(self):
        return self.filter(state=ProposalState.DRAFT)

    def with_unpublished_event(self):
        """Proposals whose event's page is still a draft."""
        return self.in_state(ProposalState.SCHEDULED).filter(event__live=False)

    def closing_between(self, first, last):
        """Proposals under a call whose deadline lies between two moments."""
        return self.filter(call__submit_by__gt=first, call__submit_by__lte=last, call__live=True)

    def by_title(self):
        return self.order_by("title", "pk")

    def latest_decision_first(self):
        return self.order_by(models.F("decided_at").desc(nulls_last=True), "-pk")

    def newest_first(self):
        return self.order_by("-updated_at", "-pk")

    def for_listing(self):
        """What a row shows those who take part, fetched at once."""
        coalitions = Prefetch("organisers__coalition", CoalitionPage.objects.defer_streamfields())
        return self.select_related("call", "event").prefetch_related(coalitions, "focus_areas")

    def for_board(self):
        """As `for_listing`, with what its reviewers were asked and have said."""
        return self.for_listing().prefetch_related("assignments__reviewer", "reviews__reviewer")

    def for_public_listing(self):
        """What a row shows everybody, fetched at once."""
        organisers = Prefetch("organisers", ProposalOrganiser.objects.as_everybody_sees_it())
        areas = Prefetch("focus_areas", FocusArea.objects.in_order().with_cycle())
        return self.select_related("call", "event").prefetch_related(organisers, areas)

    def for_desk(self):
        """What the Secretariat's lists and pages show, fetched at once."""
        return self.for_page().prefetch_related("assignments__reviewer", "reviews__reviewer")

    def for_public_page(self):
        """What a proposal's own page shows everybody, fetched at once."""
        return self.for_public_listing().prefetch_related("policy_questions", "speakers")

    def for_own_listing(self):
        """What a row shows its organisers, and what tells whether it is ready, fetched at once."""
        return self.for_listing().prefetch_related("call__kinds", "preferred_times")

    def for_page(self):
        """What a proposal's own page shows, fetched at once."""
        related = ("policy_questions", "preferred_times", "unavailable_periods", "speakers")
        return self.for_listing().select_related("updated_by").prefetch_related(*related)


class Proposal(index.Indexed, models.Model):
    """What one or several coalitions propose to hold in the preparatory phase, in answer to a call."""

    call = models.ForeignKey("proposals.CallPage", on_delete=models.PROTECT, related_name="proposals")
    code = models.CharField("reference", max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    kind = models.CharField(max_length=16, choices=ProposalKind.choices, default=ProposalKind.DISCUSSION)
    title = models.CharField(max_length=160, blank=True)
    abstract = models.CharField(max_length=600, blank=True)
    description = models.TextField(blank=True)
    focus_areas = models.ManyToManyField("coalitions.FocusArea", blank=True, related_name="proposals")
    policy_questions = models.ManyToManyField("coalitions.PolicyQuestion", blank=True, related_name="proposals")
    format = models.CharField(max_length=8, choices=MeetingFormat.choices, default=MeetingFormat.ONLINE)
    place = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField("length in minutes", default=60)
    expected_outcome = models.TextField(blank=True)
    accessibility = models.TextField(blank=True)
    languages = models.CharField(max_length=160, blank=True)

    state = models.CharField(
        max_length=20, choices=ProposalState.choices, default=ProposalState.DRAFT, editable=False, db_index=True
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    offered_starts_at = models.DateTimeField("offered slot (UTC)", null=True, blank=True, editable=False)
    share_key = models.CharField(max_length=32, blank=True, editable=False, db_index=True)
    event = models.OneToOneField(
        PreparatoryEventPage, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="proposal"
    )

    objects = ProposalQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=3),
        index.SearchField("abstract"),
        index.SearchField("description"),
    ]

    class Meta:
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state for state in ProposalState if state not in EVENT_STATES[1:]]),
                name="proposal_stores_no_state_of_its_event",
            ),
            models.CheckConstraint(condition=Q(minutes__gte=15, minutes__lte=480), name="proposal_minutes_are_sane"),
        ]

    def __str__(self):
        return self.title or f"Untitled proposal {self.code}"

    @property
    def current_state(self):
        """The state now: once it is scheduled, a proposal is what its event is."""
        if self.state != ProposalState.SCHEDULED or self.event is None:
            return ProposalState(self.state)
        shown = {"cancelled": ProposalState.CANCELLED, "reported": ProposalState.REPORTED, "held": ProposalState.HELD}
        return shown.get(self.event.shown_state, ProposalState.SCHEDULED)

    def get_current_state_display(self):
        return self.current_state.label

    @property
    def public_label(self):
        """The state in words for everybody outside the Secretariat."""
        return PUBLIC_LABELS[self.current_state]

    @property
    def length(self):
        return datetime.timedelta(minutes=self.minutes)

    @property
    def is_public(self):
        return self.current_state in PUBLIC_STATES

    @property
    def has_ended(self):
        return self.current_state in ENDED

    def roles(self, role):
        """The organisers in a role who did not decline, as fetched with the proposal."""
        return [row for row in self.organisers.all() if row.role == role and row.answer != Answer.DECLINED]

    @property
    def may_be_written(self):
        """Whether its organisers may change its text now: as a draft, on request, or until the call's last moment."""
        if self.state in WRITABLE:
            return True
        return self.state == ProposalState.SUBMITTED and self.call.may_be_edited

    @property
    def takes_submission(self):
        """Whether the call lets it be submitted now: open, changes asked for, or leave to be late."""
        return self.state == ProposalState.CHANGES_REQUESTED or self.call.is_open or self.late_until is not None

    @property
    def late_until(self):
        """The last moment of the organisers' leave to be late; None without one."""
        organisers = [row.coalition_id for row in self.organisers.all()]
        leave = LateSubmission.objects.of_call(self.call).valid().of_coalitions(organisers)
        return leave.aggregate(until=models.Max("until"))["until"]

    def get_search_page(self):
        """The call's page, where a public proposal is listed."""
        return self.call if self.is_public else None

    def get_search_facets(self):
        confirmed = [row.coalition_id for row in self.organisers.all() if row.answer == Answer.CONFIRMED]
        return {
            "year": self.call.submit_by.year,
            "coalitions": confirmed,
            "label": f"Proposal, {self.get_kind_display().lower()}",
            "anchor": f"proposal-{self.code}",
        }

    def as_text(self):
        """The words of its description, without markup."""
        return plain_text(self.description)

    def coalitions(self):
        """The coalitions that take part in it or were asked to."""
        return CoalitionPage.objects.filter(pk__in=[row.coalition_id for row in self.organisers.all()])
