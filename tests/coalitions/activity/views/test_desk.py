"""The Secretariat's desk: criteria settled and tried, a cycle assessed as a whole, slots answered."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coalitions.activity import services
from coalitions.activity.criteria import judge_all
from coalitions.activity.enums import AssessmentState, CriteriaState, Finding, OfferState, SlotState
from coalitions.activity.models import Assessment, CriteriaSet, EvidenceOffer, SlotRequest
from coalitions.workflow import NotAllowed
from tests.coalitions.activity.factories import (
    a_document,
    an_indicator,
    make_assessment,
    make_criteria_set,
    make_report,
    make_slot_request,
    month,
    one_of,
)
from tests.factories import make_coalition, make_secretariat_user, make_user

pytestmark = pytest.mark.django_db

State = AssessmentState


@pytest.fixture
def desk():
    client = Client()
    client.force_login(make_secretariat_user("desk"))
    return client


def address(name, *args):
    return reverse(f"activity_admin:{name}", args=args)


def in_days(days):
    return f"{timezone.now() + datetime.timedelta(days=days):%Y-%m-%dT%H:%M}"


def formset(prefix, rows):
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0, f"{prefix}-MIN_NUM_FORMS": 0}
    for place, row in enumerate(rows):
        data |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
        data[f"{prefix}-{place}-ORDER"] = place + 1
    return data


def written(cycle, criteria, groups=()):
    return {
        "cycle": cycle.pk,
        "title": "What is asked",
        "introduction": "",
        "first_month": "2021-01",
        "last_month": "2021-12",
        "new_months": "",
        **formset("criteria", criteria),
        **formset("groups", groups),
    }


LIST_IN_USE = {
    "text": "A list in use",
    "kind": "indicator",
    "indicator": "list-months",
    "document": "",
    "threshold": 6,
    "last_months": "",
    "role": "required",
    "group": "",
    "applies_to": "everybody",
}


def test_a_set_is_written_in_the_admin(desk):
    cycle = make_criteria_set(year=2021).cycle
    response = desk.post(reverse("activity_criteriaset_modeladmin_create"), written(cycle, [LIST_IN_USE]))
    assert response.status_code == 302
    criteria_set = CriteriaSet.objects.with_criteria().get(version=2)
    assert (criteria_set.state, [str(one) for one in criteria_set.criteria.all()]) == (
        CriteriaState.PROPOSED,
        ["A list in use"],
    )


@pytest.mark.parametrize(
    ("change", "groups", "complaint"),
    [
        ({"indicator": ""}, [], "Choose an indicator, or a kind of document, as the criterion’s kind says."),
        ({"role": "group", "group": "Nobody"}, [], "There is no group of this name above."),
        (
            {"indicator": "list-contributors", "threshold": 3},
            [],
            "A number of people below 5 would tell on single ones.",
        ),
        (
            {"role": "group", "group": "Signs"},
            [{"name": "Signs", "needed": 2}],
            "The group has 1 criteria; so many cannot be asked for.",
        ),
    ],
)
def test_criteria_that_do_not_fit_are_refused_with_a_sentence(desk, change, groups, complaint):
    cycle = make_criteria_set(year=2021).cycle
    response = desk.post(
        reverse("activity_criteriaset_modeladmin_create"), written(cycle, [LIST_IN_USE | change], groups)
    )
    assert (response.status_code, complaint in response.text) == (200, True)
    assert CriteriaSet.objects.count() == 1


def test_a_proposed_set_is_changed_in_the_admin(desk):
    criteria_set = make_criteria_set(criteria=[a_document()])
    existing = {"id": criteria_set.criteria.all()[0].pk, **LIST_IN_USE}
    data = written(criteria_set.cycle, [existing]) | {"criteria-INITIAL_FORMS": 1, "title": "Other words"}
    data["seen"] = criteria_set.content_key()
    response = desk.post(reverse("activity_criteriaset_modeladmin_edit", args=[criteria_set.pk]), data)
    stored = CriteriaSet.objects.get()
    assert (response.status_code, stored.title, [str(one) for one in stored.criteria.all()]) == (
        *(302, "Other words"),
        ["A list in use"],
    )


def test_two_who_write_the_same_set_do_not_overwrite_one_another(desk):
    criteria_set = make_criteria_set(criteria=[a_document()])
    edit = reverse("activity_criteriaset_modeladmin_edit", args=[criteria_set.pk])
    existing = {"id": criteria_set.criteria.all()[0].pk, **LIST_IN_USE}
    seen = desk.get(edit).context["form"]["seen"].value()
    data = written(criteria_set.cycle, [existing]) | {"criteria-INITIAL_FORMS": 1, "seen": seen}
    assert desk.post(edit, data | {"title": "The first title"}).status_code == 302
    second = desk.post(edit, data | {"title": "The second title"})
    form = second.context["form"]
    assert (second.status_code, form["title"].value()) == (200, "The second title")
    assert form.non_field_errors()[0].startswith("Somebody else has changed this set meanwhile.")
    assert CriteriaSet.objects.get().title == "The first title"
    assert desk.post(edit, data | {"title": "Both titles", "seen": form["seen"].value()}).status_code == 302
    assert CriteriaSet.objects.get().title == "Both titles"


def test_an_agreed_set_cannot_be_changed_only_superseded(desk):
    criteria_set = make_criteria_set(criteria=[one_of("Any", a_document())], groups=[("Any", 1)])
    desk.post(address("criteria-agree", criteria_set.pk), {"on": "2021-05-13", "agreement": "Meeting 53"})
    criteria_set.refresh_from_db()
    assert (criteria_set.state, criteria_set.agreed_on, criteria_set.agreement) == (
        *(CriteriaState.AGREED, datetime.date(2021, 5, 13)),
        "Meeting 53",
    )
    edit = reverse("activity_criteriaset_modeladmin_edit", args=[criteria_set.pk])
    delete = reverse("activity_criteriaset_modeladmin_delete", args=[criteria_set.pk])
    desk.post(edit, written(criteria_set.cycle, [LIST_IN_USE]))
    desk.post(delete)
    assert [str(one) for one in CriteriaSet.objects.get().criteria.all()] == ["An annual report"]

    desk.post(address("criteria-renew", criteria_set.pk))
    new = CriteriaSet.objects.with_criteria().get(version=2)
    copied = [(one.text, one.group, one.role) for one in new.criteria.all()]
    assert (new.state, copied, [group.needed for group in new.groups.all()]) == (
        *(CriteriaState.PROPOSED, [("An annual report", "Any", "group")]),
        [1],
    )
    desk.post(address("criteria-agree", new.pk), {"on": "2021-06-09"})
    assert list(CriteriaSet.objects.order_by("version").values_list("state", flat=True)) == ["superseded", "agreed"]


def test_a_set_without_criteria_is_not_agreed_on_nor_one_of_tomorrow(desk):
    empty = make_criteria_set()
    with pytest.raises(NotAllowed):
        services.agree_criteria(empty, on=month(2021, 5), by=make_secretariat_user())
    full = make_criteria_set(criteria=[a_document()], year=2022)
    tomorrow = timezone.now().date() + datetime.timedelta(days=1)
    with pytest.raises(NotAllowed):
        services.agree_criteria(full, on=tomorrow, by=make_secretariat_user())
    assert {criteria_set.state for criteria_set in CriteriaSet.objects.all()} == {CriteriaState.PROPOSED}


def test_what_if_over_any_past_period_as_a_page_and_as_a_table(desk):
    coalition = make_coalition("Dynamic Coalition on Reports", acronym="DC-R")
    make_report(coalition, datetime.date(2020, 5, 3))
    criteria_set = make_criteria_set(criteria=[a_document()])
    own = desk.get(address("what-if", criteria_set.pk))
    past = desk.get(address("what-if", criteria_set.pk), {"first": "2020-01", "last": "2020-12"})
    found = [[row.judgement.finding for row in page.context["rows"]] for page in (own, past)]
    assert found == [[Finding.DOES_NOT_MEET], [Finding.MEETS]]
    table = desk.get(address("what-if", criteria_set.pk), {"first": "2020-01", "last": "2020-12", "format": "csv"})
    line = table.content.decode("utf-8-sig").splitlines()[1]
    assert line.startswith("Dynamic Coalition on Reports,DC-R,")
    assert "Meets the criteria,An annual report,Required" in line


@pytest.mark.parametrize("query", ["first=2021-12&last=2021-01", "first=x&last=y", "first=2021-01", "last=9999-99"])
def test_a_period_that_makes_no_sense_is_said_and_left_out(desk, query):
    criteria_set = make_criteria_set(criteria=[a_document()])
    page = desk.get(f"{address('what-if', criteria_set.pk)}?{query}")
    assert (page.status_code, "The period was not understood" in page.text, str(page.context["period"])) == (
        *(200, True),
        "2021",
    )


def test_what_if_asks_as_many_questions_for_thirty_coalitions_as_for_one():
    criteria = [
        a_document(),
        an_indicator("List", "list-months", 6, last_months=6),
        an_indicator("Calls", "calls-held"),
    ]
    criteria_set = make_criteria_set(criteria=criteria)
    counted = []
    for number in (1, 29):
        for _place in range(number):
            make_report(make_coalition(), datetime.date(2021, 5, 3))
        criteria_set = CriteriaSet.objects.with_criteria().get()
        with CaptureQueriesContext(connection) as queries:
            rows = judge_all(criteria_set)
        counted.append(len(queries))
    assert (len(rows), counted[0]) == (30, counted[1])


def test_a_whole_cycle_at_the_desk(desk):
    coordinator = make_user()
    coalition = make_coalition(coordinators=[coordinator])
    make_coalition()
    criteria_set = make_criteria_set(criteria=[a_document()])
    services.agree_criteria(criteria_set, on=month(2021, 5), by=make_secretariat_user())
    of_set = Assessment.objects.of_set(criteria_set)
    with time_machine.travel(datetime.datetime(2022, 1, 10, 12, tzinfo=datetime.UTC), tick=False) as clock:
        desk.force_login(make_secretariat_user("later"))
        desk.post(address("assessments-make", criteria_set.pk))
        assert list(of_set.values_list("state", flat=True)) == [State.DRAFT, State.DRAFT]
        desk.post(address("assessments-share", criteria_set.pk), {"at": in_days(7)})
        assert list(of_set.values_list("state", flat=True)) == [State.SHARED, State.SHARED]
        clock.shift(datetime.timedelta(days=8))
        desk.force_login(make_secretariat_user("later still"))
        decide = address("assessments-decide", criteria_set.pk)
        first, second = of_set.order_by("pk")
        versions = {f"a{row.pk}-version": row.version for row in of_set}
        refused = desk.post(
            decide, {**versions, "at": in_days(7), f"a{first.pk}-decision": "eligible", f"a{first.pk}-reason": ""}
        )
        assert "Give a reason; the coalition reads it, and later everybody." in refused.text
        typed = {
            **versions,
            "at": in_days(7),
            f"a{first.pk}-decision": "eligible",
            f"a{first.pk}-reason": "There is a report elsewhere.",
            f"a{second.pk}-decision": "not-eligible",
            f"a{second.pk}-reason": "There is none.",
        }
        desk.post(decide, typed)
        assert list(of_set.order_by("pk").values_list("state", "decision")) == [
            ("decided", "eligible"),
            ("decided", "not-eligible"),
        ]
        desk.post(address("assessments-publish", criteria_set.pk))
        assert of_set.unpublished().count() == 2
        clock.shift(datetime.timedelta(days=8))
        desk.force_login(make_secretariat_user("last"))
        desk.post(address("assessments-publish", criteria_set.pk))
        assert (of_set.unpublished().count(), coalition.assessments.get().is_published) == (0, True)


def test_nothing_chosen_is_said(desk):
    assessment = make_assessment(State.REPLIED)
    place = address("assessments-decide", assessment.criteria_set_id)
    answer = desk.post(place, {"at": in_days(7), f"a{assessment.pk}-version": assessment.version})
    assert (answer.status_code, "Choose a decision for one coalition at least." in answer.text) == (409, True)


def test_a_slip_in_a_moment_is_refused_or_put_right(desk):
    assessment = make_assessment(State.REPLIED)
    place = address("assessments-decide", assessment.criteria_set_id)
    name = f"a{assessment.pk}"
    typed = {f"{name}-version": assessment.version, f"{name}-decision": "eligible", f"{name}-reason": "Enough."}
    refused = desk.post(place, typed | {"at": in_days(400)})
    assert "Choose a moment that is still to come, within a year." in refused.text
    desk.post(place, typed | {"at": in_days(300)})
    step = address("assessment-step", assessment.pk, "extend_appeal")
    desk.post(step, {"appeal_by": in_days(14), "reason": "A slip of the pen."})
    found = Assessment.objects.get()
    assert (found.appeal_by - timezone.now()).days in (13, 14)
    assert [row.label for row in found.steps.all()][-2:] == ["Decided: eligible", "Time to appeal moved"]


def test_what_a_coalition_says_at_the_last_moment_is_read_before_it_is_decided(desk):
    assessment = make_assessment(State.REPLIED)
    coordinator = assessment.coalition.contacts.get().user
    place = address("assessments-decide", assessment.criteria_set_id)
    page = desk.get(place)
    [row] = page.context["rows"].rows
    services.reply_to_assessment(
        assessment, version=assessment.version, reply="And one thing more.", offers={}, by=coordinator
    )
    name = f"a{assessment.pk}"
    typed = {"at": in_days(7), f"{name}-version": row["version"].value()}
    typed |= {f"{name}-decision": "eligible", f"{name}-reason": "Typed with care."}
    refused = desk.post(place, typed)
    [row] = refused.context["rows"].rows
    assert (refused.status_code, "And one thing more." in refused.text) == (409, True)
    assert (row["reason"].value(), row["decision"].value()) == ("Typed with care.", "eligible")
    desk.post(place, typed | {f"{name}-version": row["version"].value()})
    assert Assessment.objects.get().state == State.DECIDED


def test_whom_nobody_can_tell_is_said_before_it_is_shared(desk):
    criteria_set = make_criteria_set(criteria=[a_document()])
    by = make_secretariat_user()
    services.agree_criteria(criteria_set, on=month(2021, 5), by=by)
    place = address("assessments-share", criteria_set.pk)
    make_coalition("A", acronym="DC-A", coordinators=[make_user()])
    services.make_assessments(criteria_set, by=by)
    assert desk.get(place).context["note"].endswith("Shared with: DC-A.")
    make_coalition("B", acronym="DC-B")
    make_coalition("C", acronym="DC-C", coordinators=[make_user(is_active=False)])
    services.make_assessments(criteria_set, by=by)
    assert (
        desk.get(place)
        .context["note"]
        .endswith(
            "Shared with: DC-A, DC-B, DC-C.\n\n"
            "No coordinator with an account, so that nobody is told and nobody can reply: DC-B, DC-C."
        )
    )


def test_the_board_asks_as_many_questions_for_thirty_as_for_one(desk):
    criteria_set = make_criteria_set(criteria=[a_document()])
    services.agree_criteria(criteria_set, on=month(2021, 5), by=make_secretariat_user())
    counted = []
    for number in (1, 29):
        for _place in range(number):
            Assessment.objects.create(criteria_set=criteria_set, coalition=make_coalition())
        desk.get(address("assessments", criteria_set.pk))
        with CaptureQueriesContext(connection) as queries:
            page = desk.get(address("assessments", criteria_set.pk))
        counted.append(len(queries))
    assert (len(page.context["rows"]), counted[0]) == (30, counted[1])


def test_other_evidence_is_answered_and_an_appeal_settled(desk):
    assessment = make_assessment(State.REPLIED)
    offer = EvidenceOffer.objects.create(
        assessment=assessment,
        criterion=assessment.evidence["criteria"][0]["rule"]["key"],
        text="Our report",
        offered_at=timezone.now(),
    )
    place = address("assessment-offer", assessment.pk, offer.pk)
    version = assessment.version
    refused = desk.post(place, {"version": version, "accept": "no", "reason": ""})
    assert "Say why it is not equivalent; the coalition reads it." in refused.text
    stale = desk.post(place, {"version": version - 1, "accept": "yes", "reason": "Kept"})
    assert "Something was said or answered meanwhile." in stale.text
    assert (stale.context["form"]["version"].value(), stale.context["form"]["reason"].value()) == (version, "Kept")
    desk.post(place, {"version": version, "accept": "yes", "reason": ""})
    offer.refresh_from_db()
    assert offer.state == OfferState.ACCEPTED

    appealed = make_assessment(State.APPEALED, criteria_set=assessment.criteria_set)
    desk.post(
        address("assessment-step", appealed.pk, "settle"), {"decision": "with-conditions", "reason": "By Monday."}
    )
    appealed.refresh_from_db()
    assert (appealed.state, appealed.decision, appealed.appeal_answer) == (
        *(State.FINAL, "with-conditions"),
        "By Monday.",
    )


@pytest.mark.parametrize(
    ("verb", "reason", "state"),
    [
        ("grant", "", SlotState.GRANTED),
        ("refuse", "There were too many.", SlotState.NOT_GRANTED),
        ("refuse", "", SlotState.SENT),
    ],
)
def test_a_slot_request_is_answered_with_the_assessment_beside_it(desk, verb, reason, state):
    assessment = make_assessment(State.SHARED)
    request = make_slot_request(assessment.coalition, assessment.criteria_set)
    listed = desk.get(reverse("activity_slotrequest_modeladmin_index"))
    assert "Shared with the coalition; Cannot be said" in listed.text
    inspected = desk.get(reverse("activity_slotrequest_modeladmin_inspect", args=[request.pk]))
    assert "An annual report" in inspected.text
    desk.post(address("slot-step", request.pk, verb), {"version": request.version, "reason": reason})
    assert SlotRequest.objects.get().state == state


def test_a_request_that_was_changed_meanwhile_is_read_before_it_is_answered(desk):
    request = make_slot_request()
    place = address("slot-step", request.pk, "grant")
    version = desk.get(place).context["form"]["version"].value()
    services.send_slot_request(
        request.coalition,
        request.cycle,
        version=1,
        written={"title": "Another session", "purpose": "To sing.", "evidence": "A report.", "needs": ""},
        by=request.coalition.contacts.get().user,
    )
    refused = desk.post(place, {"version": version, "reason": "Typed with care."})
    form = refused.context["form"]
    assert (form["reason"].value(), "To sing." in refused.text) == ("Typed with care.", True)
    assert SlotRequest.objects.get().state == SlotState.SENT
    desk.post(place, {"version": form["version"].value(), "reason": ""})
    assert SlotRequest.objects.get().state == SlotState.GRANTED
