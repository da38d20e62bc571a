"""What coordinators write on the public site: requests for a slot, and annual reports."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coalitions.activity import services
from coalitions.activity.enums import ReportState, SlotState
from coalitions.activity.indicators import Period, indicators
from coalitions.activity.models import AnnualReport, SlotRequest
from coalitions.enums import OutputKind
from coalitions.models import Goal, Output
from coalitions.workflow import NotAllowed
from events.enums import MeetingState
from tests.attack_corpus import ATTACKS
from tests.coalitions.activity.factories import (
    a_document,
    make_criteria_set,
    make_list_month,
    make_record,
    make_report,
    make_slot_request,
    month,
)
from tests.factories import make_coalition, make_cycle, make_meeting, make_secretariat_user, make_series, make_user
from tests.security.answers import wrong_with

pytestmark = pytest.mark.django_db

WRITTEN = {"title": "A session", "purpose": "To talk.", "evidence": "A report.", "needs": "Captions."}


@pytest.fixture
def own():
    """(client of the coordinator, coalition, agreed set that takes slot requests)."""
    coordinator = make_user("cora")
    coalition = make_coalition("A coalition", coordinators=[coordinator])
    by = make_secretariat_user()
    criteria_set = services.agree_criteria(make_criteria_set(criteria=[a_document()]), on=month(2021, 6), by=by)
    services.open_slot_requests(criteria_set, until=timezone.now() + datetime.timedelta(days=9), by=by)
    client = Client()
    client.force_login(coordinator)
    return client, coalition, criteria_set


def slot(coalition, name="own-slot"):
    return reverse(f"activity:{name}", args=[coalition.pk, 2021])


def test_a_request_begins_with_the_evidence_and_is_sent_once(own):
    client, coalition, _criteria_set = own
    make_report(coalition, datetime.date(2021, 5, 3))
    with time_machine.travel(datetime.datetime(2022, 1, 1, tzinfo=datetime.UTC), tick=False):
        evidence = services.slot_evidence(coalition, _criteria_set)
    assert evidence == "- An annual report: 1 document filed, 2021 (outputs on this portal, 1 January 2022)"
    page = client.get(slot(coalition))
    assert page.context["form"]["evidence"].value().startswith("- An annual report: 1 document filed")
    response = client.post(slot(coalition), {"version": 0, **WRITTEN})
    assert response.status_code == 302
    request = SlotRequest.objects.get()
    assert (request.state, request.title, request.version) == (SlotState.SENT, "A session", 1)
    again = client.post(slot(coalition), {"version": 0, **WRITTEN, "title": "Another"})
    differences = [(one.label, one.stored, one.mine) for one in again.context["form"].differences]
    assert (again.status_code, differences) == (409, [("Working title of the session", "A session", "Another")])
    assert SlotRequest.objects.get().title == "A session"


def test_a_request_is_withdrawn_and_sent_again(own):
    client, coalition, _criteria_set = own
    client.post(slot(coalition), {"version": 0, **WRITTEN})
    client.post(slot(coalition, "own-slot-withdraw"))
    assert SlotRequest.objects.get().state == SlotState.WITHDRAWN
    client.post(slot(coalition), {"version": 2, **WRITTEN, "title": "Again"})
    request = SlotRequest.objects.get()
    assert (request.state, request.title) == (SlotState.SENT, "Again")


@pytest.mark.parametrize(("days", "status"), [(8, 302), (9, 409), (10, 409)])
def test_before_at_and_after_the_moment(own, days, status):
    _client, coalition, criteria_set = own
    client = Client()
    services.send_slot_request(
        coalition, criteria_set.cycle, version=0, written=WRITTEN, by=coalition.contacts.get().user
    )
    until = criteria_set.__class__.objects.get().slots_until
    with time_machine.travel(until - datetime.timedelta(days=9 - days), tick=False):
        client.force_login(coalition.contacts.get().user)
        response = client.post(slot(coalition), {"version": 1, **WRITTEN, "title": "Typed with care"})
    assert (response.status_code, SlotRequest.objects.get().version) == (status, 2 if status == 302 else 1)
    if status == 409:
        assert response.context["form"]["title"].value() == "Typed with care"


def test_a_first_request_that_comes_too_late_stands_on_the_page_to_be_copied(own):
    _client, coalition, _criteria_set = own
    client = Client()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=10), tick=False):
        client.force_login(coalition.contacts.get().user)
        response = client.post(slot(coalition), {"version": 0, **WRITTEN, "title": "Typed with care"})
        assert client.get(slot(coalition)).status_code == 404
    assert (response.status_code, response.context["form"]["title"].value()) == (409, "Typed with care")
    assert SlotRequest.objects.count() == 0


def test_a_request_that_was_answered_stays_and_what_was_typed_too(own):
    client, coalition, _criteria_set = own
    client.post(slot(coalition), {"version": 0, **WRITTEN})
    services.grant_slot(SlotRequest.objects.get(), by=make_secretariat_user())
    response = client.post(slot(coalition), {"version": 2, **WRITTEN, "title": "Typed too late"})
    assert (response.status_code, "Typed too late" in response.text) == (409, True)
    withdrawn = client.post(slot(coalition, "own-slot-withdraw"))
    assert (withdrawn.status_code, SlotRequest.objects.get().state) == (409, SlotState.GRANTED)


def report(coalition, name="own-report", year=2021):
    return reverse(f"activity:{name}", args=[coalition.pk, year])


def fill_year(coalition):
    cycle = make_cycle(2021)
    Goal.objects.create(coalition=coalition, text="A guide", cycle=cycle, progress="fully")
    make_report(coalition, datetime.date(2021, 4, 1), OutputKind.PAPER, title="A paper")
    make_record(coalition, title="A workshop", held_on=datetime.date(2021, 3, 4))
    make_list_month(coalition, month(2021, 5), messages=7)
    calls = make_series("Calls", parent=coalition, abbreviation="")
    starts_at = datetime.datetime(2021, 5, 13, 11, tzinfo=datetime.UTC)
    make_meeting(calls, title="Call 1", starts_at=starts_at, state=MeetingState.ADOPTED)


def test_the_draft_tells_what_the_portal_holds(own):
    client, coalition, _criteria_set = own
    fill_year(coalition)
    response = client.post(report(coalition, "own-report-start"))
    assert (response.status_code, response["Location"]) == (302, f"{report(coalition)}?done=begun")
    found = AnnualReport.objects.get()
    parts = {part["key"]: part["text"] for part in found.parts}
    today = f"{timezone.now():%-d %B %Y}"
    assert parts == {
        "summary": "",
        "goals": "- A guide: fully achieved",
        "meetings": "- 13 May 2021: Call 1",
        "preparatory-events": "",
        "outputs": "- 1 April 2021, paper: A paper",
        "records": "- 4 March 2021, call: A workshop",
        "list": (
            f"- Messages on the list: 7 (entered by hand, {today}; 1 of 12 months measured)\n"
            f"- Months with traffic on the list: 1 (entered by hand, {today}; 1 of 12 months measured)"
        ),
        "members": "",
        "outlook": "",
    }
    client.post(report(coalition, "own-report-start"))
    assert AnnualReport.objects.count() == 1


def test_the_light_variant_has_fewer_parts(own):
    client, coalition, _criteria_set = own
    client.post(report(coalition, "own-report-start"), {"light": "yes"})
    found = AnnualReport.objects.get()
    assert (found.is_light, [part["key"] for part in found.parts]) == (
        True,
        ["summary", "goals", "meetings", "outputs", "members", "outlook"],
    )


def test_a_light_report_becomes_a_full_one_with_what_was_written(own):
    client, coalition, _criteria_set = own
    client.post(report(coalition, "own-report-start"), {"light": "yes"})
    light = AnnualReport.objects.get()
    response = client.post(report(coalition), typed(light, part_summary="A good year.", do="widen"))
    full = AnnualReport.objects.get()
    assert (response["Location"], full.is_light, len(full.parts), full.parts[0]["text"]) == (
        *(f"{report(coalition)}?done=wide", False, 9),
        "A good year.",
    )


def typed(found, **changes):
    parts = {f"part_{part['key']}": part["text"] for part in found.parts}
    return {"version": found.version, "title": found.title, "dissenting_views": "", **parts, **changes}


def test_a_report_is_written_filed_and_counted(own):
    client, coalition, _criteria_set = own
    client.post(report(coalition, "own-report-start"))
    found = AnnualReport.objects.get()
    sentence = "A good year.\n- One <b>thing</b>\n- https://example.org/"
    client.post(report(coalition), typed(found, part_summary=sentence))
    draft = AnnualReport.objects.get()
    public = reverse("activity:annual-report", args=[draft.pk])
    assert (draft.state, Client().get(public).status_code) == (ReportState.DRAFT, 404)
    response = client.post(report(coalition), typed(draft, do="file"))
    assert (response.status_code, response["Location"]) == (302, public)
    page = Client().get(public).text
    assert "<li>One &lt;b&gt;thing&lt;/b&gt;</li>" in page
    output = Output.objects.get()
    assert (output.kind, output.url.endswith(public), list(output.coalitions.all())) == (
        *(OutputKind.ANNUAL_REPORT, True),
        [coalition],
    )
    today = timezone.now().date()
    measured = indicators.measure([indicators.get("annual-report")], period=Period.of_year(today.year))
    assert measured["annual-report"].total(coalition.pk).value == 1


def test_a_filed_report_stays_and_what_was_typed_too_late_is_shown(own):
    client, coalition, _criteria_set = own
    client.post(report(coalition, "own-report-start"))
    found = AnnualReport.objects.get()
    client.post(report(coalition), typed(found, part_summary="A good year.", do="file"))
    late = client.post(report(coalition), typed(found, part_summary="Another word"))
    assert (late.status_code, "Another word" in late.text) == (409, True)
    assert AnnualReport.objects.get().parts[0]["text"] == "A good year."


def test_two_coordinators_never_overwrite_one_another(own):
    client, coalition, _criteria_set = own
    client.post(report(coalition, "own-report-start"))
    found = AnnualReport.objects.get()
    client.post(report(coalition), typed(found, part_summary="First"))
    second = client.post(report(coalition), typed(found, part_summary="Second"))
    differences = [(one.label, one.stored, one.mine) for one in second.context["form"].differences]
    assert (second.status_code, differences) == (409, [("Summary", "First", "Second")])
    assert AnnualReport.objects.get().parts[0]["text"] == "First"


def test_an_empty_report_is_not_filed_nor_one_of_next_year(own):
    client, coalition, _criteria_set = own
    client.post(report(coalition, "own-report-start", 2020))
    found = AnnualReport.objects.get()
    response = client.post(report(coalition, year=2020), typed(found, do="file"))
    assert (response.status_code, "Write something before it is filed." in response.text) == (409, True)
    by = coalition.contacts.get().user
    with pytest.raises(NotAllowed):
        services.start_annual_report(coalition, year=timezone.now().year + 1, is_light=False, by=by)
    with pytest.raises(NotAllowed):
        services.start_annual_report(coalition, year=2021, is_light=False, by=make_secretariat_user())


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_written_in_requests_and_reports_is_shown_as_text(own, attack):
    client, coalition, criteria_set = own
    typed_text = ATTACKS[attack].encode(errors="ignore").decode()[:2_000]
    # An address in a report is meant to be a link, wherever a coordinator leads.
    typed_text = typed_text.replace("evil.example", "example.org")
    words = {"title": typed_text[:150], "purpose": typed_text, "evidence": typed_text, "needs": typed_text}
    answers = [client.post(slot(coalition), {"version": 0, **words}), client.get(slot(coalition))]
    client.post(report(coalition, "own-report-start"))
    found = AnnualReport.objects.get()
    parts = {f"part_{part['key']}": typed_text for part in found.parts}
    whole = typed(found, title=typed_text[:150], dissenting_views=typed_text, do="file", **parts)
    answers += [client.post(report(coalition), whole), client.get(report(coalition))]
    visitor, found = Client(), AnnualReport.objects.get()
    public = reverse("activity:annual-report", args=[found.pk])
    answers += [visitor.get(public), visitor.get(coalition.url), visitor.get("/api/v1/outputs/")]
    assert [wrong_with(answer) for answer in answers] == [""] * len(answers)
    desk = Client()
    desk.force_login(make_secretariat_user())
    harmless = make_slot_request(criteria_set=criteria_set)
    inspected = [
        wrong_with(desk.get(reverse("activity_slotrequest_modeladmin_inspect", args=[request.pk])))
        for request in SlotRequest.objects.order_by("pk")
    ]
    assert set(inspected) == {
        wrong_with(desk.get(reverse("activity_slotrequest_modeladmin_inspect", args=[harmless.pk])))
    }
