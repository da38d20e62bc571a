import datetime
import hashlib

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.documents import get_document_model_string
from wagtail.fields import RichTextField
from wagtail.models import Page, PageManager, PageQuerySet
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.search import index

from coalitions.models import ServiceOwnedFields, visible
from events.enums import ORGANISING, EventState
from events.models.calendar_entry import CalendarEntryFields
from events.models.event_parts import EventOrganiser, public_organisers

JOIN_OPENS = datetime.timedelta(minutes=30)  # before an event starts
LONGEST = datetime.timedelta(days=31)
TEXT = ["bold", "italic", "link", "ol", "ul"]


class PreparatoryEventPageQuerySet(PageQuerySet):
    def visible(self):
        """What a visitor may see."""
        return visible(self)

    def in_phase(self, phase):
        return self.child_of(phase)

    def upcoming(self, now=None):
        """Events that take place and are not over, the next one first."""
        return self.filter(state=EventState.SCHEDULED, ends_at__gte=now or timezone.now()).order_by("starts_at")

    def to_come(self, now=None):
        """What is not over, with what was cancelled, the next one first."""
        return self.filter(ends_at__gte=now or timezone.now()).order_by("starts_at")

    def over(self, now=None):
        """What is over, with what was cancelled, the latest first."""
        return self.filter(ends_at__lt=now or timezone.now()).order_by("-starts_at")

    def past(self, now=None):
        """Events that took place, the latest first."""
        return self.over(now).exclude(state=EventState.CANCELLED)

    def taking_place(self):
        """Every event that took place or is to: all but the cancelled ones."""
        return self.exclude(state=EventState.CANCELLED)

    def in_state(self, state, now=None):
        """The events whose `shown_state` it is."""
        match state:
            case EventState.SCHEDULED:
                return self.upcoming(now)
            case EventState.HELD:
                return self.over(now).filter(state=EventState.SCHEDULED)
            case _:
                return self.filter(state=state)

    def in_year(self, year):
        return self.filter(starts_at__year=year)

    def between(self, first, last):
        """Events that take up some time between two moments; one that only touches them does not."""
        return self.filter(starts_at__lt=last, ends_at__gt=first)

    def begun_between(self, first_day, last_day):
        """Events that begin on a day (UTC) from the first to the last, both included."""
        begin, end = (datetime.datetime.combine(day, datetime.time(), datetime.UTC) for day in (first_day, last_day))
        return self.filter(starts_at__gte=begin, starts_at__lt=end + datetime.timedelta(days=1))

    def with_format(self, form):
        return self.filter(format=form)

    def of_coalition(self, coalition):
        """What a coalition organises, in whatever role."""
        return self.filter(pk__in=EventOrganiser.objects.of_coalitions([coalition.pk]).values("event"))

    def in_focus_area(self, area):
        return self.filter(focus_areas=area)

    def organised_by(self, coalition_ids):
        """What any of these coalitions leads or co-organises."""
        organisers = EventOrganiser.objects.of_coalitions(coalition_ids).filter(role__in=ORGANISING)
        return self.filter(pk__in=organisers.values("event"))

    def managed_by(self, user):
        """Events whose page the user may publish: the ones they take through their states."""
        pages = PagePermissionPolicy().instances_user_has_permission_for(user, "publish")
        return self.filter(pk__in=pages.values("pk"))

    def unreported(self, now=None):
        """Published events that are over and have no report, the earliest first."""
        return self.live().over(now).filter(state=EventState.SCHEDULED).order_by("ends_at")

    def not_withdrawn(self):
        """Published events, and drafts of events to come: what a new event may get in the way of."""
        return self.taking_place().filter(Q(live=True) | Q(first_published_at__isnull=True))

    def newest_change_first(self):
        changed_at = models.functions.Coalesce("calendar_changed_at", "first_published_at", "starts_at")
        return self.order_by(changed_at.desc(), "-pk")

    def counts_by_focus_area(self):
        """How many events there are in each focus area: a dict by its primary key."""
        counts = self.order_by().values_list("focus_areas").annotate(count=models.Count("pk", distinct=True))
        return {area: count for area, count in counts if area is not None}

    def for_listing(self):
        """What a row shows, fetched at once."""
        return self.prefetch_related(public_organisers(), "focus_areas")


class PreparatoryEventPage(ServiceOwnedFields, CalendarEntryFields, Page):
    """An event of the preparatory phase that one or several coalitions organise.

    Its time is the services' own: an editor sets it as long as the page was never published, then it is moved by
    a step, so that readers learn of it.
    """

    parent_page_types = ["events.PreparatoryPhasePage"]
    subpage_types = []
    REPORT_FIELDS = ("outcome", "outcome_url", "outcome_document_id", "recording_url")
    service_owned = (
        "starts_at",
        "ends_at",
        "state",
        "reported_at",
        *REPORT_FIELDS,
        *CalendarEntryFields.CALENDAR_FIELDS,
    )
    TIMES = ("starts_at", "ends_at")
    exclude_fields_in_copy = [
        *("uid", "state", "reported_at", "outcome", "outcome_url", "outcome_document", "recording_url"),
        *CalendarEntryFields.CALENDAR_FIELDS,
    ]

    description = RichTextField(blank=True, features=TEXT, help_text="What is discussed, how, and who should come.")
    focus_areas = ParentalManyToManyField("coalitions.FocusArea", blank=True, related_name="preparatory_events")
    policy_questions = ParentalManyToManyField("coalitions.PolicyQuestion", blank=True, related_name="+")
    languages = models.CharField(
        max_length=200, blank=True, help_text="For example “English, with interpretation into French”."
    )
    accessibility = models.TextField(
        "accessibility provisions", max_length=2_000, blank=True, help_text="Captions, sign language, materials …"
    )
    expected_outcome = models.TextField(max_length=2_000, blank=True, help_text="What the organisers want to reach.")
    registration_url = models.URLField("registration", blank=True, help_text="Where people register, if they have to.")
    join_url = models.URLField(
        "join link",
        blank=True,
        help_text="Shown on the page from 30 minutes before the event until its end, and nowhere else.",
    )

    state = models.CharField(max_length=10, choices=EventState.choices, default=EventState.SCHEDULED, editable=False)
    reported_at = models.DateTimeField(null=True, blank=True, editable=False)
    outcome = RichTextField(blank=True, editable=False)
    outcome_url = models.URLField(blank=True, editable=False)
    outcome_document = models.ForeignKey(
        get_document_model_string(), null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    recording_url = models.URLField(blank=True, editable=False)

    objects = PageManager.from_queryset(PreparatoryEventPageQuerySet)()

    event_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")])],
            "Time, in UTC",
            help_text="Once readers know it, it is moved with “Reschedule the event”, which tells them.",
        ),
        FieldRowPanel([FieldPanel("format"), FieldPanel("place")]),
        InlinePanel(
            "organisers",
            heading="Organisers",
            label="Organiser",
            min_num=1,
            help_text="The event stands on the page of each of them. Lead and co-organisers report on it.",
        ),
        FieldPanel("description"),
        FieldPanel("expected_outcome"),
    ]
    subject_panels = [
        FieldPanel("focus_areas", widget=forms.CheckboxSelectMultiple),
        FieldPanel("policy_questions", widget=forms.CheckboxSelectMultiple),
    ]
    people_panels = [
        InlinePanel("speakers", heading="Speakers", label="Speaker", help_text="Name and affiliation; no addresses."),
        FieldPanel("languages"),
        FieldPanel("accessibility"),
        MultiFieldPanel([FieldPanel("registration_url"), FieldPanel("join_url")], "Taking part"),
    ]
    record_panels = [HelpPanel(template="events/admin/_event_record.html", heading="State, clashes and report")]
    edit_handler = TabbedInterface(
        [
            ObjectList(event_panels, heading="Event"),
            ObjectList(subject_panels, heading="Focus areas"),
            ObjectList(people_panels, heading="Speakers and taking part"),
            ObjectList(record_panels, heading="State and report"),
            ObjectList(Page.promote_panels, heading="Promote"),
        ]
    )

    search_fields = [
        *Page.search_fields,
        index.SearchField("description"),
        index.SearchField("expected_outcome"),
        index.SearchField("outcome"),
        index.RelatedFields("policy_questions", [index.SearchField("label")]),
        index.RelatedFields("speakers", [index.SearchField("name"), index.SearchField("affiliation")]),
    ]

    class Meta:
        verbose_name = "preparatory event"
        constraints = [
            models.CheckConstraint(condition=~Q(state=EventState.HELD), name="event_held_is_never_stored"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")),
                name="event_ends_after_it_starts",
                violation_error_message="A preparatory event ends after it starts.",
            ),
        ]

    def clean(self):
        super().clean()
        self.clean_time_and_place()

    def clean_time_and_place(self):
        """What can be said before the page has its place in the tree. Raises ValidationError."""
        errors = self.time_and_place_errors()
        if self.starts_at and self.ends_at and self.ends_at - self.starts_at > LONGEST:
            errors["ends_at"] = f"An event lasts at most {LONGEST.days} days."
        if errors:
            raise ValidationError(errors)

    def owned_when_saved(self):
        """As long as no reader knows the time, the editor's form sets it."""
        free = () if self.first_published_at else self.TIMES
        return tuple(name for name in self.service_owned if name not in free)

    @property
    def shown_state(self):
        """The state as readers see it: a scheduled event that is over was held."""
        return EventState.HELD if self.state == EventState.SCHEDULED and self.is_over else EventState(self.state)

    def get_shown_state_display(self):
        return self.shown_state.label

    @property
    def join_opens_at(self):
        return self.starts_at - JOIN_OPENS

    @property
    def shows_join_link(self):
        """Around the event only: who has the address early can come uninvited."""
        is_open = self.join_opens_at <= timezone.now() <= self.ends_at
        return bool(self.join_url) and self.state == EventState.SCHEDULED and is_open

    @property
    def outcome_href(self):
        """The address of the report: its file here, or where it is published."""
        return self.outcome_document.url if self.outcome_document_id else self.outcome_url

    @property
    def report_version(self):
        """Names the report as it is now: another text or address has another name."""
        shown = [str(getattr(self, name) or "") for name in self.REPORT_FIELDS]
        return hashlib.sha256("\n".join(shown).encode()).hexdigest()[:16]

    def get_search_facets(self):
        coalitions = [organiser.coalition_id for organiser in self.organisers.all()]
        name = "Cancelled preparatory event" if self.is_cancelled else "Preparatory event"
        return {
            "year": self.starts_at.year,
            "coalitions": sorted(coalitions),
            "label": f"{name}, {self.starts_at:%-d %B %Y}",
        }

    def calendar_addresses(self):
        return [self.registration_url]

    def moments_of_change(self):
        return [self.join_opens_at, self.starts_at, self.ends_at]
