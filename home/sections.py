"""What the admin's first page offers each person to begin with, and what papers and meetings show of one another."""

from dataclasses import dataclass

from django.urls import reverse

from coalitions.models import CoalitionPage
from coalitions.papers.trace import Source, SourceKind, excerpt, page_at, uses_of
from coalitions.permissions import coordinated_ids, is_secretariat
from coalitions.sanitize import plain_text
from events.models import MeetingIndexPage, MeetingPage
from events.numbering import citation, number_report

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


def _recognise_paragraph(path, fragment):
    """The paragraph of a public report at an address: the meeting's number and the block's id."""
    page = page_at(path) if fragment.startswith("p-") else None
    meeting = page.specific if page is not None and page.specific_class is MeetingPage else None
    if meeting is None or not meeting.report_is_public:
        return None
    parts = number_report(meeting.report, meeting.adopted_numbers)
    return next((f"{meeting.pk}:{part.block.id}" for part in parts if part.anchor == fragment and part.number), None)


def _paragraphs_of_reports(references):
    """Reference → Source of paragraphs of reports that everybody may see."""
    wanted = {}
    for reference in references:
        pk, _colon, block_id = reference.partition(":")
        wanted.setdefault(int(pk), set()).add(block_id)
    found = {}
    meetings = MeetingPage.objects.visible().reported().with_ids(wanted)
    for meeting, series in _with_series(list(meetings)):
        for part in number_report(meeting.report, meeting.adopted_numbers):
            if part.number and part.block.id in wanted[meeting.pk]:
                words = excerpt(plain_text(part.block.value.source))
                text = f"{citation(meeting, series, part.number)}: {words}"
                found[f"{meeting.pk}:{part.block.id}"] = Source(text, f"{meeting.url}#{part.anchor}")
    return found


def _with_series(meetings):
    series = {page.path: page for page in MeetingIndexPage.objects.above(meetings)}
    return [(meeting, series[meeting.path[: -meeting.steplen]]) for meeting in meetings]


MEETING_PARAGRAPHS = SourceKind("meeting-paragraph", "Report", _recognise_paragraph, _paragraphs_of_reports)


def uses_of_meeting(meeting, block_ids):
    """Block id → where papers rest on that paragraph of a meeting's report."""
    found = uses_of(MEETING_PARAGRAPHS.key, [f"{meeting.pk}:{block_id}" for block_id in block_ids])
    return {reference.partition(":")[2]: uses for reference, uses in found.items()}
