"""Run inside a fresh Wagtail project that has the plugin, by tests/test_plugin.py: makes pages, and visits them.

Prints a list of what was not as it should be, as JSON.
"""

import datetime
import json
import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "fresh.settings.dev"
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.models import Site  # noqa: E402

from coalitions.enums import ContactRole  # noqa: E402
from coalitions.models import CoalitionIndexPage, CoalitionPage, Contact, Cycle, FocusArea  # noqa: E402
from coalitions.notifications import Mail, deliver, hand_over, queue  # noqa: E402
from events.models import ActionItem, MeetingIndexPage, MeetingPage, PreparatoryPhasePage  # noqa: E402
from events.services import create_event, draft_report, open_corrections  # noqa: E402

wrong = []


def visit(client, address, *words):
    """Ask for an address and note what is missing from its answer."""
    response = client.get(address)
    text = response.content.decode()
    if response.status_code != 200:
        wrong.append(f"{address}: {response.status_code}")
    wrong.extend(f"{address}: no “{word}”" for word in words if word not in text)


users = get_user_model().objects
chief = users.create_superuser("chief", "chief@example.org", "a-long-test-password")
coordinator = users.create_user("ada", "ada@example.org", "a-long-test-password")

site = Site.objects.get(is_default_site=True)
directory = site.root_page.add_child(instance=CoalitionIndexPage(title="Groups at work", slug="groups"))
coalition = directory.add_child(
    instance=CoalitionPage(
        title="Coalition on Test Projects",
        acronym="DC-Test",
        slug="dc-test",
        body=[("heading", {"text": "Why we met", "level": "h2"}), ("text", "<p>To see it work elsewhere.</p>")],
    )
)
Contact.objects.create(
    coalition=coalition, user=coordinator, role=ContactRole.COORDINATOR, given_name="Ada", family_name="Example"
)
series = directory.add_sibling(
    instance=MeetingIndexPage(title="Coordination calls", slug="calls", abbreviation="CALL", corrections_contact="")
)
began_at = timezone.now().replace(microsecond=0) - datetime.timedelta(days=2)
meeting = series.add_child(
    instance=MeetingPage(
        title="First call",
        slug="first",
        number=1,
        starts_at=began_at,
        ends_at=began_at + datetime.timedelta(hours=1),
        report=[("heading", "Opening"), ("paragraph", "<p>Everybody was welcomed.</p>")],
    )
)
meeting.save_revision(user=chief).publish(user=chief)
meeting = MeetingPage.objects.get()
item = ActionItem.objects.create(meeting=meeting, text="<p>Write the outline.</p>")
open_corrections(draft_report(meeting, by=chief), by=chief)
cycle = Cycle.objects.create(year=2021, name="IGF 2021")
area = FocusArea.objects.create(cycle=cycle, title="Trust")
phase = series.add_sibling(instance=PreparatoryPhasePage(title="Preparations", slug="preparations", cycle=cycle))
event = create_event(
    phase,
    title="First webinar",
    starts_at=began_at,
    ends_at=began_at + datetime.timedelta(hours=1),
    organisers=[(coalition, "lead")],
    focus_areas=[area],
    by=chief,
)
event.get_latest_revision().publish(user=chief)

visitor = Client()
visit(visitor, "/")
visit(visitor, directory.url, "Groups at work", "DC-Test", "1 coalition<")
visit(visitor, f"{directory.url}?view=table&sort=acronym", "Coalition on Test Projects")
visit(visitor, coalition.url, "Coalition on Test Projects", "Why we met", "To see it work elsewhere.", "Forming")
visit(visitor, series.url, "Coordination calls", "First call")
visit(visitor, meeting.url, "First call", "CALL 1", "Everybody was welcomed.", "Write the outline.", "Corrections")
visit(visitor, f"{phase.url}?when=all", "Preparations", "First webinar")
visit(visitor, f"{phase.url}?view=month", "First webinar")
visit(visitor, phase.focus_area_url(area), "Trust", "First webinar")
visit(visitor, phase.coverage_url(), "DC-Test", "1 event")
visit(visitor, event.url, "First webinar", "DC-Test", "Organisers report here")
visit(visitor, reverse("events:calendar-everything"), "BEGIN:VEVENT", "SUMMARY:First call", "SUMMARY:First webinar")
visit(visitor, reverse("events:feed-phase", args=[phase.pk, phase.slug]), "First webinar")
visit(visitor, reverse("events:calendar-coalition", args=[coalition.pk, coalition.slug]), "BEGIN:VCALENDAR")
visit(visitor, reverse("events:feed-reports"), "First call")
visit(visitor, "/api/v1/coalitions/", "Coalition on Test Projects")
visit(visitor, "/api/v1/meetings/", "First call")
visit(visitor, "/api/v1/events/", "First webinar")
visit(visitor, "/search/?query=projects", "Coalition on Test Projects")

admin = Client()
admin.force_login(chief)
visit(admin, reverse("wagtailadmin_home"), "Coalitions")
for page, words in ((coalition, "DC-Test"), (series, "CALL"), (meeting, "Everybody was welcomed.")):
    visit(admin, reverse("wagtailadmin_pages:edit", args=[page.pk]), words)
for name in ("contact", "output", "opennesscheck", "statuschange", "cycle", "focusarea", "notice"):
    visit(admin, reverse(f"coalitions_{name}_modeladmin_index"), "<h1")
for name in ("contact", "output", "opennesscheck", "cycle", "focusarea"):
    visit(admin, reverse(f"coalitions_{name}_modeladmin_create"), "<form")
visit(admin, reverse("coalitions_admin:import"), 'type="file"')
visit(admin, reverse("coalitions_admin:export", args=[directory.pk, "csv"]), "DC-Test")
visit(admin, reverse("coalitions_admin:coalition-change-status", args=[coalition.pk, "activate"]), "<form")
visit(admin, reverse("events_admin:report-upload"), "Coordination calls")
visit(admin, reverse("events_admin:meeting-step", args=[meeting.pk, "extend_corrections"]), "Extend the corrections")
visit(admin, reverse("wagtailadmin_pages:edit", args=[event.pk]), "First webinar")
visit(admin, reverse("events_admin:event-step", args=[event.pk, "report"]), "Report on the event")
visit(admin, reverse("events_admin:external-dates-import"), 'type="file"')
visit(admin, reverse("events_externaldate_modeladmin_create"), "<form")

own = Client()
own.force_login(coordinator)
visit(own, reverse("wagtailadmin_pages:edit", args=[coalition.pk]), "DC-Test")
visit(own, reverse("coalitions:my-coalition"), "DC-Test", "Coalition on Test Projects")
if visitor.get(reverse("coalitions:my-coalition")).status_code != 302:
    wrong.append("“My coalition” does not ask to sign in.")

queue(Mail("News", "Text"), to=[coordinator, "bea@example.org"], matter="test:1")
if (len(hand_over()), deliver().sent) != (2, 2):
    wrong.append("The outbox did not send its mails.")
visit(own, reverse("events:event-report", args=[event.uid]), "Report on the event", "<textarea")
if own.get(reverse("coalitions_admin:import")).status_code == 200:
    wrong.append("A coordinator may import the directory.")

print(json.dumps(wrong))
