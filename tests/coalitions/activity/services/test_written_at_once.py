"""Two coordinators, one request for a slot or one annual report, the same moment: nobody's words are overwritten."""

import datetime

import pytest
from django.utils import timezone

from coalitions.activity import services
from coalitions.activity.models import AnnualReport, SlotRequest
from coalitions.activity.services.versions import Stale
from coalitions.models import Notice, Output
from coalitions.workflow import NotAllowed
from tests.coalitions.activity.factories import a_document, make_criteria_set, make_slot_request
from tests.dc_portal.at_once import at_once, before_the_first_has_ended
from tests.factories import make_basics, make_coalition, make_secretariat_user, make_site_tree, make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def coordinator():
    make_basics()
    make_site_tree()
    return make_user("coordinator")


@pytest.fixture
def coalition(coordinator):
    return make_coalition(coordinators=[coordinator])


@pytest.fixture
def cycle(coordinator):
    by = make_secretariat_user("secretariat")
    proposed = make_criteria_set(criteria=[a_document()])
    agreed = services.agree_criteria(proposed, on=datetime.date(2021, 6, 1), by=by)
    return services.open_slot_requests(agreed, until=timezone.now() + datetime.timedelta(days=9), by=by).cycle


def send(coalition, cycle, by, title, version=0):
    written = {"title": title, "purpose": "To talk.", "evidence": "A report.", "needs": ""}
    return services.send_slot_request(coalition, cycle, version=version, written=written, by=by)


def outcomes_of(*calls):
    """(what the one that came first returned, what the other one raised), of two calls at the same moment."""
    found = at_once(*calls)
    refused = [one for one in found if isinstance(one, Exception)]
    kept = [one for one in found if not isinstance(one, Exception)]
    assert (len(kept), len(refused)) == (1, 1)
    return kept[0], refused[0]


def test_there_is_one_first_request_and_the_second_sees_both(coordinator, coalition, cycle):
    Notice.objects.all().delete()
    kept, refused = outcomes_of(
        lambda: send(coalition, cycle, coordinator, "The first"),
        lambda: send(coalition, cycle, coordinator, "Another"),
    )
    assert (type(refused), refused.current.title) == (Stale, kept.title)
    assert list(SlotRequest.objects.values_list("title", "version")) == [(kept.title, 1)]
    assert Notice.objects.filter(user=coordinator).count() == 1


def test_a_request_is_changed_once(coordinator, coalition, cycle):
    send(coalition, cycle, coordinator, "As it was")
    first, second = before_the_first_has_ended(
        lambda: send(coalition, cycle, coordinator, "The first", 1),
        lambda: send(coalition, cycle, coordinator, "The second", 1),
    )
    assert (first.title, type(second), second.current.title) == ("The first", Stale, "The first")
    assert SlotRequest.objects.get().title == "The first"


def test_a_request_that_is_answered_meanwhile_is_not_changed(coordinator, coalition, cycle):
    request = send(coalition, cycle, coordinator, "As it was")
    secretariat = make_secretariat_user()
    granted, refused = before_the_first_has_ended(
        lambda: services.grant_slot(request, by=secretariat),
        lambda: send(coalition, cycle, coordinator, "Too late", 1),
    )
    assert (granted.state, type(refused)) == ("granted", Stale)
    assert SlotRequest.objects.get().title == "As it was"


def test_a_slot_is_answered_once(coordinator, cycle):
    request, secretariat = make_slot_request(), make_secretariat_user()
    _kept, refused = outcomes_of(
        lambda: services.grant_slot(request, by=secretariat),
        lambda: services.refuse_slot(request, reason="Too many.", by=secretariat),
    )
    assert type(refused) is NotAllowed


def test_a_report_is_begun_once(coordinator, coalition):
    begin = lambda: services.start_annual_report(coalition, year=2021, is_light=False, by=coordinator)  # noqa: E731
    at_once(begin, begin)
    assert AnnualReport.objects.count() == 1


def save(report, by, text):
    texts = {part["key"]: text for part in report.parts}
    return services.save_annual_report(
        report, version=report.version, title=report.title, texts=texts, dissenting_views="", by=by
    )


def test_a_report_is_saved_once_and_the_second_sees_both(coordinator, coalition):
    report = services.start_annual_report(coalition, year=2021, is_light=False, by=coordinator)
    first, second = before_the_first_has_ended(
        lambda: save(report, coordinator, "The first"), lambda: save(report, coordinator, "The second")
    )
    assert (first.parts[0]["text"], type(second), second.current.parts[0]["text"]) == (
        *("The first", Stale),
        "The first",
    )
    assert {part["text"] for part in AnnualReport.objects.get().parts} == {"The first"}


def test_a_report_is_filed_once(coordinator, coalition):
    report = services.start_annual_report(coalition, year=2021, is_light=False, by=coordinator)
    report = save(report, coordinator, "A good year.")
    file = lambda: services.file_annual_report(report, version=report.version, by=coordinator)  # noqa: E731
    outcomes_of(file, file)
    assert Output.objects.count() == 1
