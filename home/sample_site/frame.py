"""The pages of the site itself, its notice and its footer."""

from wagtail.models import Locale, Page, Site

from coalitions.models import CoalitionIndexPage
from events.models import MeetingIndexPage
from home.models import HomePage, PortalSettings, StandardPage

NOTICE = (
    "<p>Names and dates of coalitions and meetings are real. People, the wording of reports and all activity are "
    "invented to show the portal.</p>"
)
ABOUT_INTRO = "<p>What Dynamic Coalitions are, why this portal exists, and how to read what it shows.</p>"
ABOUT_BODY = [
    ("heading", {"text": "What a Dynamic Coalition is", "level": "h2"}),
    (
        "text",
        "<p>A Dynamic Coalition is an open group that works on one question of Internet policy. It forms by itself: "
        "it needs a reason, a plan, a mailing list, people to turn to, and members from at least three stakeholder "
        "groups. Membership, lists and archives are open to everybody, and what a coalition publishes also carries "
        "the views of those who disagree.</p>",
    ),
    ("heading", {"text": "Evidence instead of assumption", "level": "h2"}),
    (
        "text",
        "<p>Coalitions have a place at the annual meeting of the Internet Governance Forum because they are taken to "
        "work all year. This portal lets them show it: their meetings, what they agreed and what came of it, what "
        "they published and what they want to reach.</p>",
    ),
    (
        "note",
        {
            "title": "No ranking",
            "text": "<p>Coalitions differ in size, age and purpose. The portal shows evidence; it never adds it up to "
            "a score.</p>",
        },
    ),
    ("heading", {"text": "How to read the figures", "level": "h2"}),
    (
        "text",
        "<p>Every figure says what was counted and where it comes from. “0” means that it was counted and there was "
        "none. “Not measured” means that nobody counted, and “no source” that there was nothing to count from: "
        "neither says anything about the coalition.</p>",
    ),
    ("heading", {"text": "How to cite a report", "level": "h2"}),
    (
        "text",
        "<p>Every paragraph of a summary report has a number and an address of its own. The address never changes; "
        "the number is settled when the report is adopted. Press “Cite” beside a paragraph for both.</p>",
    ),
    ("heading", {"text": "How to follow", "level": "h2"}),
    (
        "text",
        "<p>Calendars and feeds are at the foot of every page, and each coalition and each series of meetings has its "
        "own. A meeting that moves also moves in the calendars that are subscribed to; one that is called off stays "
        "there, marked as cancelled.</p>",
    ),
]


def front_body(about):
    """What the front page says below its lists, with links to the page about the portal."""
    return [
        (
            "points",
            {
                "title": "What this portal is for",
                "points": [
                    {
                        "title": "See who works on what",
                        "text": "<p>Dynamic Coalitions are open groups of governments, companies, engineers, "
                        "researchers and citizens. Each works on one question all year.</p>",
                        "page": about,
                        "link_text": "What a Dynamic Coalition is",
                    },
                    {
                        "title": "Read what was agreed",
                        "text": "<p>Every meeting has its report, every paragraph an address that can be cited, and "
                        "every task its deadline and its state.</p>",
                        "page": about,
                        "link_text": "How to cite a report",
                    },
                    {
                        "title": "Take part",
                        "text": "<p>Join a mailing list, come to a call, or follow with a calendar or a feed. Nobody "
                        "has to ask for leave.</p>",
                        "page": about,
                        "link_text": "How to follow",
                    },
                ],
            },
        )
    ]


def publish(parent, page):
    """Put a page below another and publish it, unless its slug is taken. Returns the page that is there."""
    there = parent.get_children().filter(slug=page.slug).first()
    if there:
        return there.specific
    parent.add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def load_frame():
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
            "<p>Open groups from every part of society work on Internet policy all year round. Here is who they are, "
            "what they agreed, and what is due next.</p>"
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
    publish(
        home,
        CoalitionIndexPage(
            title="Coalitions",
            slug="coalitions",
            show_in_menus=True,
            intro="<p>Every coalition is open: join its list, read its archive, come to its calls.</p>",
        ),
    )
    publish(
        home,
        MeetingIndexPage(
            title="Coordination Group",
            slug="coordination-group",
            show_in_menus=True,
            abbreviation="DCCG",
            intro=(
                "<p>The Dynamic Coalition Coordination Group meets about once a month, online, and is open to all. "
                "Its facilitators are Jutta Croll and Markus Kummer.</p>"
            ),
        ),
    )
    about = publish(
        home, StandardPage(title="About", slug="about", show_in_menus=True, intro=ABOUT_INTRO, body=ABOUT_BODY)
    )
    home.refresh_from_db()
    home.body = front_body(about)
    home.save_revision().publish()
