"""The pages of the site itself, its notice and its footer."""

from wagtail.models import Locale, Page, Site

from coalitions.models import CoalitionIndexPage
from events.models import MeetingIndexPage
from home.models import HomePage, PortalSettings, StandardPage

NOTICE = (
    "<p>Names and dates of coalitions and meetings are real. People, the wording of reports and all activity are "
    "invented to show the portal.</p>"
)
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
        "<p>Every paragraph of a summary report has a number and an address of its own. The address never changes; "
        "the number is settled when the report is adopted.</p>",
    ),
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
            "<p>Open groups of people from every stakeholder group work on Internet policy all year round. Here is "
            "who they are, what they agreed, and what is due next.</p>"
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
    publish(home, StandardPage(title="About", slug="about", show_in_menus=True, intro=ABOUT_INTRO, body=ABOUT_BODY))
