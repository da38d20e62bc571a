import datetime
import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Q, When
from django.db.models.functions import Lower, Substr
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import Tag, TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Page, PageManager, PageQuerySet
from wagtail.search import index

from coalitions.blocks import BodyBlock
from coalitions.enums import CoalitionKind, CoalitionStatus, DirectorySort, StakeholderGroup
from coalitions.models.contact import Contact
from coalitions.models.former_name import FormerName
from coalitions.models.service_owned import ServiceOwnedFields

# What the names of most coalitions begin with. Lists are easier to read by what comes after it.
OPENINGS = ("Dynamic Coalition", "Best Practice Forum", "Policy Network")
_OPENING = re.compile(rf"((?:{'|'.join(OPENINGS)})(?: on| for)?(?: the)?) (?=\S)(.+)", re.IGNORECASE)


def by_subject():
    """An order by name that passes over the words most names begin with: see `CoalitionPage.name_parts`."""
    openings = [f"{opening}{on}{the} " for opening in OPENINGS for on in (" on", " for", "") for the in (" the", "")]
    cases = [When(title__istartswith=opening, then=Substr("title", len(opening) + 1)) for opening in openings]
    return Lower(Case(*cases, default="title")), Lower("title")


class CoalitionPageTag(TaggedItemBase):
    """A tag on a coalition's page."""

    content_object = ParentalKey("coalitions.CoalitionPage", on_delete=models.CASCADE, related_name="tagged_items")

    @classmethod
    def tags_in_use(cls):
        """Tags that some coalition carries, by name."""
        return Tag.objects.filter(pk__in=cls.objects.values("tag_id")).order_by("name")


class RepresentedGroup(models.Model):
    """A stakeholder group that takes part in a coalition."""

    coalition = ParentalKey("coalitions.CoalitionPage", on_delete=models.CASCADE, related_name="represented_groups")
    group = models.CharField(max_length=24, choices=StakeholderGroup.choices)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["coalition", "group"], name="group_once_per_coalition")]

    def __str__(self):
        return self.get_group_display()


class CoalitionPageQuerySet(PageQuerySet):
    def active(self):
        return self.filter(status=CoalitionStatus.ACTIVE)

    def with_ids(self, ids):
        return self.filter(pk__in=ids)

    def other_than(self, ids):
        return self.exclude(pk__in=ids)

    def of_kind(self, kind):
        return self.filter(kind=kind)

    def with_status(self, status):
        return self.filter(status=status)

    def in_focus_area(self, focus_area):
        return self.filter(focus_areas=focus_area)

    def tagged(self, tag):
        return self.filter(tagged_items__tag=tag)

    def with_group(self, group):
        """Coalitions in which a stakeholder group takes part."""
        return self.filter(represented_groups__group=group)

    def named(self, text):
        """Coalitions whose present or former name, or acronym, holds every word of `text`."""
        found = self
        for word in text.split():
            former = FormerName.objects.holding(word).values("coalition")
            found = found.filter(Q(title__icontains=word) | Q(acronym__icontains=word) | Q(pk__in=former))
        return found

    def coordinated_by(self, user, on):
        """Coalitions for which `user` is a coordinator on a date."""
        contacts = Contact.objects.of_user(user).coordinating().current(on)
        return self.filter(pk__in=contacts.values("coalition_id"))

    def sorted_by(self, key):
        """In one of the orders of `DirectorySort`. None of them ranks."""
        orders = {
            DirectorySort.NAME: by_subject(),
            DirectorySort.ACRONYM: (Case(When(acronym="", then=1), default=0), Lower("acronym"), "title"),
            DirectorySort.ESTABLISHED: (models.F("established").asc(nulls_last=True), *by_subject()),
            DirectorySort.UPDATED: (models.F("last_published_at").desc(nulls_last=True), *by_subject()),
        }
        return self.order_by(*orders[key])

    def at_work(self):
        """Those that are forming or active."""
        return self.filter(status__in=[CoalitionStatus.FORMING, CoalitionStatus.ACTIVE])

    def without_coordinator(self, on=None):
        """Coalitions at work that nobody coordinates on a date (default: today, UTC)."""
        return self.at_work().exclude(pk__in=Contact.objects.leading().current(on).values("coalition_id"))

    def without_answer_to(self, statement):
        """Coalitions that have said nothing yet to a version of the statement of membership."""
        return self.exclude(adoptions__statement=statement)

    def for_export(self):
        """What the export writes, fetched at once, by name."""
        related = ("former_names", "represented_groups", "tagged_items__tag", "focus_areas__cycle")
        return self.order_by("title", "pk").select_related("latest_revision").prefetch_related(*related)

    def for_listing(self):
        """What a card or a table row shows, fetched at once."""
        return self.defer_streamfields().prefetch_related("focus_areas")


class CoalitionPage(ServiceOwnedFields, Page):
    """A coalition: an open group that works on one Internet policy matter between the annual meetings."""

    parent_page_types = ["coalitions.CoalitionIndexPage"]
    service_owned = ("status",)

    kind = models.CharField(max_length=4, choices=CoalitionKind.choices, default=CoalitionKind.DYNAMIC_COALITION)
    acronym = models.CharField(
        max_length=40, blank=True, help_text="As the coalition writes it, for example “DC-IoT”."
    )
    established = models.PositiveSmallIntegerField("established in", null=True, blank=True, help_text="A year.")
    status = models.CharField(
        max_length=10, choices=CoalitionStatus.choices, default=CoalitionStatus.FORMING, editable=False
    )
    mission = RichTextField(blank=True, features=["bold", "italic", "link"], help_text="Two or three sentences.")
    body = StreamField(BodyBlock(), blank=True)
    logo = models.ForeignKey(
        get_image_model_string(), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    website = models.URLField(blank=True)
    list_address = models.CharField(
        "mailing list", max_length=160, blank=True, help_text="The list's own address or where it is hosted."
    )
    list_subscribe_url = models.URLField("subscribe at", blank=True)
    list_archive_url = models.URLField("archive at", blank=True)
    focus_areas = ParentalManyToManyField("coalitions.FocusArea", blank=True, related_name="coalitions")
    tags = ClusterTaggableManager(through=CoalitionPageTag, blank=True)

    objects = PageManager.from_queryset(CoalitionPageQuerySet)()

    about_panels = [
        *Page.content_panels,
        FieldRowPanel(
            [
                FieldPanel("acronym"),
                FieldPanel("kind", help_text="What sort of group it is."),
                FieldPanel("established"),
            ]
        ),
        FieldPanel("mission"),
        FieldPanel(
            "body",
            help_text="What the coalition does and how it works. Press “/” for headings, quotes, links and notes.",
        ),
        FieldPanel("logo", help_text="Shown on the coalition’s page. It should be readable at the width of a thumb."),
        InlinePanel("represented_groups", heading="Stakeholder groups", label="Stakeholder group"),
        InlinePanel("former_names", heading="Earlier names", label="Earlier name"),
    ]
    work_panels = [
        FieldPanel("focus_areas", help_text="The areas of the current cycle that the coalition works on."),
        FieldPanel("tags"),
        InlinePanel("goals", heading="Goals", label="Goal"),
    ]
    reach_panels = [
        FieldPanel("website", help_text="The coalition’s own website, with https://."),
        MultiFieldPanel(
            [
                FieldPanel("list_address"),
                FieldPanel("list_subscribe_url", help_text="The page where anybody can join the list."),
                FieldPanel("list_archive_url", help_text="The page where anybody can read what was written."),
            ],
            "Mailing list",
            help_text="Membership, list and archive of a coalition are open to everybody.",
        ),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(about_panels, heading="About"),
            ObjectList(work_panels, heading="Work"),
            ObjectList(reach_panels, heading="Website and list"),
            ObjectList(Page.promote_panels, heading="Promote"),
        ]
    )

    search_fields = [
        *Page.search_fields,
        index.SearchField("acronym", boost=3),
        index.AutocompleteField("acronym"),
        index.SearchField("mission"),
        index.SearchField("body"),
        index.RelatedFields("former_names", [index.SearchField("name"), index.SearchField("acronym")]),
        index.FilterField("kind"),
        index.FilterField("status"),
    ]

    class Meta:
        verbose_name = "coalition"

    def __str__(self):
        return f"{self.title} ({self.acronym})" if self.acronym else self.title

    def clean(self):
        super().clean()
        this_year = datetime.datetime.now(tz=datetime.UTC).year
        if self.established is not None and not 2006 <= self.established <= this_year:
            raise ValidationError(
                {"established": f"The first IGF met in 2006; give a year between 2006 and {this_year}."}
            )

    @property
    def name_parts(self):
        """The name in two: the words most names begin with ("Dynamic Coalition on the"), and what it is about."""
        found = _OPENING.fullmatch(self.title)
        return (found[1], found[2]) if found else ("", self.title)

    @property
    def short_name(self):
        """The acronym where there is one, else the name."""
        return self.acronym or self.title

    @property
    def is_open_to_members(self):
        """Anybody may join, for as long as the coalition is not closed."""
        return self.status != CoalitionStatus.CLOSED

    def get_search_facets(self):
        return {"coalitions": [self.pk]}

    def get_search_dependants(self):
        return self.outputs.all()
