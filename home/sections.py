"""What the admin's first page offers each person to begin with."""

from dataclasses import dataclass

from django.urls import reverse

from coalitions.models import CoalitionPage
from coalitions.permissions import coordinated_ids, is_secretariat
from events.models import MeetingIndexPage

MOST_SERIES = 3


@dataclass(frozen=True)
class StartLink:
    """One thing a person often does: what it is, where it is done, and a word on it."""

    text: str
    url: str
    icon: str
    note: str = ""


def start_links(user):
    """The StartLinks of a person, by what they may do."""
    own = CoalitionPage.objects.with_ids(coordinated_ids(user)).sorted_by("name").defer_streamfields()
    links = [
        StartLink(f"Edit the page of {page.short_name}", _edit(page), "edit", "Mission, goals, website, list")
        for page in own
    ]
    series = MeetingIndexPage.objects.open_to_reports_of(user).by_title()[:MOST_SERIES]
    if series:
        upload = reverse("events_admin:report-upload")
        links.append(StartLink("Import a report", upload, "upload", "Text, Markdown or Word becomes a draft"))
    if is_secretariat(user):
        links += [
            StartLink("Import coalitions", reverse("coalitions_admin:import"), "upload", "From CSV or XLSX"),
            StartLink(
                "Add a contact", reverse("coalitions_contact_modeladmin_create"), "user", "And so a coordinator"
            ),
        ]
    else:
        links += [
            StartLink(f"Plan a meeting: {page.title}", _add_meeting(page), "date", "Times are UTC") for page in series
        ]
    if user.has_perm("coalitions.add_output"):
        url = reverse("coalitions_output_modeladmin_create")
        links.append(StartLink("File an output", url, "doc-full", "A paper, a statement, a report"))
    return links


def _edit(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _add_meeting(series):
    return reverse("wagtailadmin_pages:add", args=["events", "meetingpage", series.pk])
