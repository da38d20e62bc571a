"""The sample site: real names and dates of the year 2021, and invented activity that says so.

Everything goes through the portal's own importers and services, so the sample is also their daily use. Safe to repeat:
what is there is left as it is.
"""

import datetime
import json
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from coalitions.enums import ContactRole
from coalitions.importers import import_coalitions
from coalitions.importing import read_table
from coalitions.models import CoalitionIndexPage, CoalitionPage, Contact, Cycle, FocusArea, PolicyQuestion
from events.importers import import_report
from events.models import MeetingIndexPage, MeetingPage
from events.report_parser import parse_report
from events.report_reader import read_report
from home.models import HomePage, PortalSettings, StandardPage
from home.services import FACILITATORS, REVIEWERS, SECRETARIAT, let_group_edit, set_up_roles

FILES = Path(__file__).parent / "sample"
PASSWORD = "sample-data-2021"
NOTICE = (
    "<p>Names and dates of coalitions and meetings are real. People, the wording of reports and all activity are "
    "invented to show the portal.</p>"
)


@dataclass(frozen=True)
class DemoUser:
    """A sign-in of the demonstration."""

    username: str
    first_name: str
    last_name: str
    role: str
    group: str = ""
    coalition: str = ""


DEMO_USERS = (
    DemoUser("secretariat", "Sam", "Secretariat", "Secretariat", group=SECRETARIAT),
    DemoUser("facilitator", "Fay", "Facilitator", "Facilitator of the coordination group", group=FACILITATORS),
    DemoUser("coordinator", "Cora", "Sample", "Coordinator of DC3", coalition="dc3"),
    DemoUser("coordinator2", "Cody", "Sample", "Coordinator of DCAD", coalition="dcad"),
    DemoUser("reviewer", "Rene", "Reviewer", "Reviewer of the MAG", group=REVIEWERS),
)


def load_sample_site(say):
    """Fill an empty portal. `say(text)` is called as each part is done."""
    parts = (
        ("Roles and sign-ins", _load_users),
        ("Front page and settings", _load_frame),
        ("IGF 2021 and its focus areas", _load_cycles),
        ("22 coalitions", _load_coalitions),
        ("Meetings of the coordination group", _load_meetings),
        ("The report of meeting 53", _load_report),
        ("A coalition's calls (sample data)", _load_calls),
    )
    for title, load in parts:
        with transaction.atomic():
            load()
        say(title)


def _user(username):
    return get_user_model().objects.get(username=username)


def _load_users():
    groups = set_up_roles()
    users = get_user_model().objects
    for demo in DEMO_USERS:
        user, created = users.get_or_create(
            username=demo.username,
            defaults={
                "first_name": demo.first_name,
                "last_name": demo.last_name,
                "email": f"{demo.username}@example.org",
            },
        )
        if created:
            user.set_password(PASSWORD)
            user.save()
        if demo.group:
            user.groups.add(groups[demo.group])


def _publish(parent, page):
    """Put a page below another and publish it, unless a page with its slug is there. Returns the page that is there."""
    there = parent.get_children().filter(slug=page.slug).first()
    if there:
        return there.specific
    parent.add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def _load_frame():
    root = Page.get_first_root_node()
    site = Site.objects.filter(is_default_site=True).first()
    if site and isinstance(site.root_page.specific, HomePage):
        return
    home = HomePage(
        title="Dynamic Coalitions Portal",
        slug="portal",
        locale=Locale.get_default(),
        headline="What the IGF’s Dynamic Coalitions do between the annual meetings",
        intro=(
            "<p>Open groups of people from every stakeholder group work on Internet policy all year round. Here is who "
            "they are, what they agreed, and what is due next.</p>"
        ),
    )
    root.add_child(instance=home)
    home.save_revision().publish()
    if site:
        welcome = site.root_page
        site.root_page, site.site_name = home, "Dynamic Coalitions Portal"
        site.save()
        welcome.delete()
    else:
        site = Site.objects.create(
            hostname="localhost", root_page=home, is_default_site=True, site_name="Dynamic Coalitions Portal"
        )
    settings = PortalSettings.for_site(site)
    settings.notice_title, settings.notice = "Sample data", NOTICE
    settings.contact_text = "<p>The IGF Secretariat keeps this portal. In this demonstration nobody answers.</p>"
    settings.footer = "<p>Membership, mailing lists and archives of Dynamic Coalitions are open to everybody.</p>"
    settings.save()
    _publish(
        home,
        CoalitionIndexPage(
            title="Coalitions",
            slug="coalitions",
            show_in_menus=True,
            intro="<p>Every coalition is open: join its list, read its archive, come to its calls.</p>",
        ),
    )
    _publish(
        home,
        MeetingIndexPage(
            title="Dynamic Coalition Coordination Group",
            slug="coordination-group",
            show_in_menus=True,
            abbreviation="DCCG",
            intro=(
                "<p>The coordination group meets about once a month, online, and is open to everybody. "
                "Its facilitators are Jutta Croll and Markus Kummer.</p>"
            ),
        ),
    )
    _publish(home, StandardPage(title="About", slug="about", show_in_menus=True, intro=ABOUT_INTRO, body=ABOUT_BODY))


ABOUT_INTRO = "<p>Why this portal exists, and how to read what it shows.</p>"
ABOUT_BODY = [
    ("heading", {"text": "Evidence instead of assumption", "level": "h2"}),
    (
        "text",
        "<p>Dynamic Coalitions have a place at the annual meeting of the Internet Governance Forum because they are "
        "taken to work all year. This portal lets them show it: their meetings, what they agreed and what came of it, "
        "what they published and what they want to reach.</p>",
    ),
    (
        "note",
        {
            "title": "No ranking",
            "text": "<p>Coalitions differ in size, age and purpose. The portal shows evidence; it never adds it up to "
            "a score.</p>",
        },
    ),
    ("heading", {"text": "How to cite a report", "level": "h2"}),
    (
        "text",
        "<p>Every paragraph of a summary report has a number and an address of its own. The address never changes; the "
        "number is settled when the report is adopted.</p>",
    ),
]


def _load_cycles():
    cycle, _ = Cycle.objects.get_or_create(
        year=2021,
        defaults={
            "name": "IGF 2021",
            "host_city": "Katowice",
            "theme": "Internet United",
            "starts_on": datetime.date(2021, 12, 6),
            "ends_on": datetime.date(2021, 12, 10),
            "preparation_starts_on": datetime.date(2021, 8, 1),
            "preparation_ends_on": datetime.date(2021, 12, 5),
        },
    )
    Cycle.objects.get_or_create(year=2022, defaults={"name": "IGF 2022"})
    for order, row in enumerate(json.loads((FILES / "focus_areas.json").read_text())):
        area, created = FocusArea.objects.get_or_create(
            cycle=cycle, title=row["title"], defaults={"basket": row["basket"], "order": order}
        )
        if created:
            for place, label in enumerate(row["policy_questions"]):
                PolicyQuestion.objects.create(focus_area=area, label=label, sort_order=place)


def _load_coalitions():
    table = read_table((FILES / "coalitions.csv").read_bytes(), "coalitions.csv")
    directory = CoalitionIndexPage.objects.get(slug="coalitions")
    result = import_coalitions(table.rows, directory=directory, by=_user("secretariat"))
    if result.errors:
        raise ValueError(f"The sample's own coalitions were refused: {result.errors}")
    for demo in DEMO_USERS:
        if demo.coalition:
            Contact.objects.get_or_create(
                coalition=CoalitionPage.objects.get(slug=demo.coalition),
                user=_user(demo.username),
                role=ContactRole.COORDINATOR,
                defaults={"given_name": demo.first_name, "family_name": demo.last_name, "is_public": True},
            )


def _series():
    return MeetingIndexPage.objects.get(slug="coordination-group")


def _load_meetings():
    series = _series()
    let_group_edit(set_up_roles()[FACILITATORS], series)
    for row in json.loads((FILES / "meetings.json").read_text()):
        starts_at = datetime.datetime.fromisoformat(row["starts_at"])
        intro = "" if row["time_known"] else "<p>Sample data: the day is known, the hour is not.</p>"
        _plan(series, row["number"], starts_at, intro=intro)
    if not MeetingPage.objects.in_series(series).upcoming().exists():
        last = MeetingPage.objects.in_series(series).order_by("-number").first()
        _plan(series, last.number + 1, _days_from_now(12), intro="<p>Sample data: this meeting is invented.</p>")


def _days_from_now(days, hour=14):
    day = timezone.now().date() + datetime.timedelta(days=days)
    return datetime.datetime.combine(day, datetime.time(hour), tzinfo=datetime.UTC)


def _plan(series, number, starts_at, intro=""):
    return _publish(
        series,
        MeetingPage(
            title=f"{series.short_name} meeting {number}",
            slug=f"meeting-{number}",
            number=number,
            cycle=Cycle.objects.filter(year=starts_at.year).first(),
            starts_at=starts_at,
            ends_at=starts_at + datetime.timedelta(minutes=90),
            join_url="" if starts_at < timezone.now() else "https://example.org/join",
            intro=intro,
        ),
    )


def _import(series, data, name, by):
    """Import a report and publish it, unless the series has it."""
    parsed = parse_report(read_report(data, name))
    there = MeetingPage.objects.in_series(series).numbered(parsed.number).first()
    if there and there.report_is_public:
        return
    import_report(parsed, series=series, by=by)
    meeting = MeetingPage.objects.in_series(series).numbered(parsed.number).get()
    meeting.get_latest_revision().publish(user=by)


def _load_report():
    name = "dccg-53-summary.txt"
    _import(_series(), (FILES / name).read_bytes(), name, _user("secretariat"))


def _load_calls():
    coalition = CoalitionPage.objects.get(slug="dc3")
    series = _publish(
        coalition,
        MeetingIndexPage(
            title="Calls of DC3",
            slug="calls",
            abbreviation="DC3",
            intro="<p>Sample data: the calls shown here are invented.</p>",
        ),
    )
    held_at = _days_from_now(-20)
    words = {"number": 7, "held_on": held_at, "soon": _days_from_now(5), "past": _days_from_now(-3)}
    text = (FILES / "community-call.txt").read_text()
    for key, value in words.items():
        shown = value if isinstance(value, int) else f"{value.day} {value:%B %Y}"
        text = text.replace("{" + key + "}", str(shown))
    if not MeetingPage.objects.in_series(series).exists():
        _import(series, text.encode(), "community-call.txt", _user("coordinator"))
        _plan(series, 8, _days_from_now(9, hour=16), intro="<p>Sample data: this call is invented.</p>")
