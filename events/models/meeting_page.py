import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageManager, PageQuerySet
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.search import index

from coalitions.models import CoalitionPage, ServiceOwnedFields, visible
from events.blocks import ReportBlock
from events.enums import REPORT_PUBLIC, MeetingState
from events.models.calendar_entry import CalendarEntryFields


class MeetingPageQuerySet(PageQuerySet):
    def visible(self):
        """What a visitor may see."""
        return visible(self)

    def upcoming(self, now=None):
        """Meetings that are planned and not over, the next one first."""
        return self.filter(state=MeetingState.PLANNED, ends_at__gte=now or timezone.now()).order_by("starts_at")

    def past(self, now=None):
        """Meetings that took place, the latest first."""
        over = Q(ends_at__lt=now or timezone.now()) & ~Q(state=MeetingState.CANCELLED)
        return self.filter(over | Q(state__in=[MeetingState.HELD, *REPORT_PUBLIC])).order_by("-starts_at")

    def reported(self):
        """Meetings whose report readers can see, the latest first."""
        return self.filter(state__in=REPORT_PUBLIC).order_by("-starts_at")

    def cancelled(self):
        return self.filter(state=MeetingState.CANCELLED).order_by("-starts_at")

    def in_year(self, year):
        return self.filter(starts_at__year=year)

    def since(self, moment):
        return self.filter(starts_at__gte=moment)

    def between(self, first, last):
        """Meetings that take up some time between two moments; one that only touches them does not."""
        return self.filter(starts_at__lt=last, ends_at__gt=first)

    def begun_between(self, first_day, last_day):
        """Meetings that begin on a day (UTC) from the first to the last, both included."""
        begin, end = (datetime.datetime.combine(day, datetime.time(), datetime.UTC) for day in (first_day, last_day))
        return self.filter(starts_at__gte=begin, starts_at__lt=end + datetime.timedelta(days=1))

    def in_series(self, series):
        return self.child_of(series)

    def of_coalition(self, coalition):
        """A coalition's own calls, and meetings that somebody attended for it."""
        own = Q(path__startswith=coalition.path, depth__gt=coalition.depth)
        attended = Q(state__in=REPORT_PUBLIC, participants__coalition=coalition.pk)
        return self.filter(own | attended).distinct()

    def with_ids(self, ids):
        return self.filter(pk__in=ids)

    def numbered(self, number):
        return self.filter(number=number)

    def before(self, meeting):
        """Earlier meetings of the same series, the latest first; cancelled ones left out."""
        siblings = self.sibling_of(meeting, inclusive=False).filter(starts_at__lt=meeting.starts_at)
        return siblings.exclude(state=MeetingState.CANCELLED).order_by("-starts_at")

    def after(self, meeting):
        """Later meetings of the same series, the next first; cancelled ones left out."""
        siblings = self.sibling_of(meeting, inclusive=False).filter(starts_at__gt=meeting.starts_at)
        return siblings.exclude(state=MeetingState.CANCELLED).order_by("starts_at")

    def managed_by(self, user):
        """Meetings whose page the user may publish: the ones they take through their states."""
        pages = PagePermissionPolicy().instances_user_has_permission_for(user, "publish")
        return self.filter(pk__in=pages.values("pk"))

    def in_draft(self):
        """Meetings whose report is being written."""
        return self.filter(state=MeetingState.REPORT_DRAFT).order_by("starts_at")

    def awaiting_adoption(self, now=None):
        """Meetings whose corrections have ended and whose report is not adopted yet."""
        return self.filter(state=MeetingState.CORRECTIONS_OPEN, corrections_until__lte=now or timezone.now()).order_by(
            "corrections_until"
        )

    def for_listing(self):
        """What a card or a row shows, fetched at once."""
        return self.defer_streamfields()


class MeetingPage(ServiceOwnedFields, CalendarEntryFields, Page):
    """A meeting of a series, and its summary report."""

    parent_page_types = ["events.MeetingIndexPage"]
    subpage_types = []
    service_owned = (
        "state",
        "corrections_until",
        "adopted_at",
        "adopted_numbers",
        *CalendarEntryFields.CALENDAR_FIELDS,
    )
    exclude_fields_in_copy = ["uid", *service_owned]

    number = models.PositiveIntegerField(null=True, blank=True, help_text="Its number in the series.")
    cycle = models.ForeignKey(
        "coalitions.Cycle", null=True, blank=True, on_delete=models.PROTECT, related_name="meetings"
    )
    join_url = models.URLField("join link", blank=True, help_text="Shown until the meeting is over.")
    intro = RichTextField(blank=True, features=["bold", "italic", "link"], help_text="What the meeting is about.")
    report = StreamField(ReportBlock(), blank=True)

    state = models.CharField(max_length=12, choices=MeetingState.choices, default=MeetingState.PLANNED, editable=False)
    corrections_until = models.DateTimeField(null=True, blank=True, editable=False)
    adopted_at = models.DateTimeField(null=True, blank=True, editable=False)
    adopted_numbers = models.JSONField(default=dict, blank=True, editable=False)
    source_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = PageManager.from_queryset(MeetingPageQuerySet)()

    meeting_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("number"), FieldPanel("cycle", help_text="The IGF year the meeting belongs to.")]),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("starts_at", help_text="UTC. Readers also see their own time."), FieldPanel("ends_at")]
                )
            ],
            "Time, in UTC",
        ),
        FieldRowPanel([FieldPanel("format"), FieldPanel("place")]),
        FieldPanel("join_url"),
        FieldPanel("intro"),
        InlinePanel("agenda_items", heading="Agenda", label="Agenda item"),
        InlinePanel("documents", heading="Documents", label="Document"),
    ]
    report_panels = [
        FieldPanel(
            "report",
            help_text="Headings and paragraphs in order. The portal numbers them; numbers are settled on adoption.",
        )
    ]
    people_panels = [InlinePanel("participants", heading="Facilitators and participants", label="Person")]
    record_panels = [HelpPanel(template="events/admin/_meeting_record.html", heading="State and action items")]
    edit_handler = TabbedInterface(
        [
            ObjectList(meeting_panels, heading="Meeting"),
            ObjectList(report_panels, heading="Report"),
            ObjectList(people_panels, heading="People"),
            ObjectList(record_panels, heading="State and action items"),
            ObjectList(Page.promote_panels, heading="Promote"),
        ]
    )

    search_fields = [
        *Page.search_fields,
        index.SearchField("intro"),
        index.SearchField("public_report_text"),
        index.RelatedFields("agenda_items", [index.SearchField("title")]),
    ]

    class Meta:
        verbose_name = "meeting"

    def clean(self):
        super().clean()
        errors = self.time_and_place_errors()
        if self.number is not None and self._number_is_taken():
            errors["number"] = f"This series already has a meeting {self.number}."
        if errors:
            raise ValidationError(errors)

    def _number_is_taken(self):
        parent = self.get_parent() if self.path else None
        if parent is None:
            return False
        return MeetingPage.objects.child_of(parent).numbered(self.number).exclude(pk=self.pk).exists()

    @property
    def report_is_public(self):
        return self.state in REPORT_PUBLIC

    @property
    def public_report_text(self):
        """The report's words for the search index; nothing of a report in draft."""
        if not self.report_is_public:
            return ""
        shown = [block for block in self.report if block.block_type != "unplaced"]
        return "\n".join(text for block in shown for text in block.block.get_searchable_content(block.value))

    def get_search_facets(self):
        """Its year (UTC), and the coalitions it belongs to: the one whose call it is, and those that took part."""
        coalitions = set(CoalitionPage.objects.ancestor_of(self).values_list("pk", flat=True))
        name = "Meeting"
        if self.report_is_public:
            coalitions |= set(self.participants.values_list("coalition", flat=True)) - {None}
            name = "Meeting report"
        elif self.state == MeetingState.CANCELLED:
            name = "Cancelled meeting"
        return {
            "year": self.starts_at.year,
            "coalitions": sorted(coalitions),
            "label": f"{name}, {self.starts_at:%-d %B %Y}",
        }

    def get_search_dependants(self):
        return self.action_items.all()

    @property
    def shown_state(self):
        """The state as readers see it: a planned meeting that is over was held, whether or not somebody said so."""
        return MeetingState.HELD if self.state == MeetingState.PLANNED and self.is_over else MeetingState(self.state)

    @property
    def shows_join_link(self):
        return bool(self.join_url) and self.state == MeetingState.PLANNED and not self.is_over

    def calendar_addresses(self):
        return [self.join_url]
