"""Who finds an assessment, in which state, at which door; what coordinators do there; what everybody reads."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from coalitions.activity import services
from coalitions.activity.enums import AssessmentState, Decision
from coalitions.activity.models import Assessment
from coalitions.activity.views.assessments import PER_PAGE
from tests.attack_corpus import ATTACKS
from tests.coalitions.activity.factories import a_document, make_assessment, make_criteria_set
from tests.factories import make_coalition, make_secretariat_user, make_site_tree, make_user
from tests.security.answers import wrong_with

pytestmark = pytest.mark.django_db

State = AssessmentState
FOUND = {200: "opens", 302: "sign in", 403: "refused", 404: "nothing"}


@pytest.fixture
def people():
    make_site_tree()
    coordinator, other = make_user("coordinator"), make_user("other")
    coalition = make_coalition("Dynamic Coalition on Secrets", coordinators=[coordinator])
    make_coalition(coordinators=[other])
    return coalition, {
        "visitor": None,
        "account": make_user("account"),
        "other": other,
        "coordinator": coordinator,
        "secretariat": make_secretariat_user("secretariat"),
    }


def as_(user):
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def own(assessment, name="own-assessment"):
    return reverse(f"activity:{name}", args=[assessment.coalition_id, assessment.pk])


def again(assessment):
    return Assessment.objects.for_listing().get(pk=assessment.pk)


@pytest.mark.parametrize("state", list(State))
def test_who_finds_the_own_page_and_the_desk_in_every_state(people, state):
    coalition, accounts = people
    assessment = make_assessment(state, coalition=coalition)
    pages = {"own": own(assessment), "desk": reverse("activity_admin:assessment", args=[assessment.pk])}
    found = {
        (page, name): FOUND[as_(user).get(address).status_code]
        for page, address in pages.items()
        for name, user in accounts.items()
    }
    is_shared = state != State.DRAFT
    assert found == {
        ("own", "visitor"): "sign in",
        ("own", "account"): "nothing",
        ("own", "other"): "nothing",
        ("own", "coordinator"): "opens" if is_shared else "nothing",
        ("own", "secretariat"): "nothing",
        ("desk", "visitor"): "sign in",
        ("desk", "account"): "sign in",
        ("desk", "other"): "sign in",
        ("desk", "coordinator"): "sign in",
        ("desk", "secretariat"): "opens",
    }


def test_a_published_assessment_of_a_page_that_is_taken_down_is_not_shown(people):
    coalition, accounts = people
    assessment = make_assessment(State.FINAL, coalition=coalition)
    services.publish_assessments(assessment.criteria_set, by=accounts["secretariat"])
    address = reverse("activity:assessments", args=[2021])
    assert "Dynamic Coalition on Secrets" in Client().get(address).text
    Page.objects.get(pk=coalition.pk).unpublish()
    assert "Dynamic Coalition on Secrets" not in Client().get(address).text


def test_the_published_stand_in_the_order_of_the_directory(people):
    _coalition, accounts = people
    by = accounts["secretariat"]
    first = make_assessment(State.FINAL, coalition=make_coalition("Dynamic Coalition on Z", coordinators=[by]), by=by)
    for name, decision in (("Dynamic Coalition on A", Decision.NOT_ELIGIBLE), ("M", Decision.ELIGIBLE)):
        coalition = make_coalition(name, coordinators=[make_user()])
        make_assessment(State.FINAL, criteria_set=first.criteria_set, coalition=coalition, decision=decision, by=by)
    services.publish_assessments(first.criteria_set, by=by)
    rows = Client().get(reverse("activity:assessments", args=[2021])).context["rows"]
    assert [row["assessment"].coalition.title for row in rows] == [
        *("Dynamic Coalition on A", "M", "Dynamic Coalition on Z"),
    ]


def test_a_coordinator_replies_and_offers_other_evidence(people):
    coalition, accounts = people
    assessment = make_assessment(State.SHARED, coalition=coalition)
    key = assessment.evidence["criteria"][0]["rule"]["key"]
    client = as_(accounts["coordinator"])
    typed = {
        "version": assessment.version,
        "reply": "We see it so.",
        f"text_{key}": "Sent by mail",
        f"url_{key}": "https://example.org/report",
    }
    response = client.post(own(assessment), typed)
    assert (response.status_code, response["Location"]) == (302, f"{own(assessment)}?done=replied")
    found = again(assessment)
    assert (found.reply, found.offers.get().text, found.replied_by) == (
        *("We see it so.", "Sent by mail"),
        accounts["coordinator"],
    )
    assert "Your reply is kept." in client.get(f"{own(assessment)}?done=replied").text


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("url_{key}", "javascript:alert(1)", "Give an address that begins with http:// or https://."),
        ("url_{key}", "https://example.org/", "Say in a sentence what the address shows."),
        ("reply", "x" * 6001, "At most 6,000 characters, please; this has 6,001."),
    ],
)
def test_a_reply_that_is_refused_keeps_what_was_typed(people, field, value, complaint):
    coalition, accounts = people
    assessment = make_assessment(State.SHARED, coalition=coalition)
    field = field.format(key=assessment.evidence["criteria"][0]["rule"]["key"])
    typed = {"version": assessment.version, "reply": "Typed with care"} | {field: value}
    response = as_(accounts["coordinator"]).post(own(assessment), typed)
    errors = [error for errors in response.context["form"].errors.values() for error in errors]
    assert (response.status_code, errors) == (422, [complaint])
    assert response.context["form"]["reply"].value() == typed["reply"]
    assert again(assessment).state == State.SHARED


def test_a_late_reply_stands_on_the_page_to_be_copied(people):
    coalition, accounts = people
    assessment = make_assessment(State.SHARED, coalition=coalition)
    client = as_(accounts["coordinator"])
    with time_machine.travel(timezone.now() + datetime.timedelta(days=20), tick=False):
        client.force_login(accounts["coordinator"])
        typed = {"version": assessment.version, "reply": "Typed too late"}
        response = client.post(own(assessment), typed)
    assert (response.status_code, "Typed too late" in response.text) == (409, True)
    assert again(assessment).reply == ""


def test_a_reply_to_what_somebody_else_changed_shows_both(people):
    coalition, accounts = people
    assessment = make_assessment(State.SHARED, coalition=coalition)
    client = as_(accounts["coordinator"])
    client.post(own(assessment), {"version": assessment.version, "reply": "First words"})
    response = client.post(own(assessment), {"version": assessment.version, "reply": "Second words"})
    differences = [(one.label, one.stored, one.mine) for one in response.context["form"].differences]
    assert (response.status_code, differences) == (
        409,
        [("What your coalition says to it", "First words", "Second words")],
    )
    assert again(assessment).reply == "First words"
    data = {"version": response.context["form"]["version"].value(), "reply": "Both words"}
    client.post(own(assessment), data)
    assert again(assessment).reply == "Both words"


def test_evidence_that_was_answered_while_it_was_changed_is_not_lost(people):
    coalition, accounts = people
    assessment = make_assessment(State.SHARED, coalition=coalition)
    key = assessment.evidence["criteria"][0]["rule"]["key"]
    client = as_(accounts["coordinator"])
    client.post(own(assessment), {"version": assessment.version, "reply": "So.", f"text_{key}": "Our report"})
    read = again(assessment)
    services.answer_offer(read.offers.get(), accept=False, reason="Of another year.", by=accounts["secretariat"])
    response = client.post(own(assessment), {"version": read.version, "reply": "So.", f"text_{key}": "A better one"})
    differences = [(one.label, one.stored, one.mine) for one in response.context["form"].differences]
    assert (response.status_code, differences) == (
        409,
        [("Other evidence: An annual report (not accepted)", "Our report", "A better one")],
    )


def test_what_was_typed_waits_where_the_session_has_ended(people):
    coalition, accounts = people
    assessment = make_assessment(State.SHARED, coalition=coalition)
    client = Client()
    response = client.post(own(assessment), {"version": assessment.version, "reply": "Typed before"})
    assert response.status_code == 302
    client.force_login(accounts["coordinator"])
    page = client.get(own(assessment))
    assert ("Typed before" in page.text, again(assessment).reply) == (True, "")


def test_an_appeal_and_one_that_comes_too_late(people):
    coalition, accounts = people
    assessment = make_assessment(State.DECIDED, coalition=coalition)
    address = own(assessment, "own-assessment-appeal")
    client = as_(accounts["coordinator"])
    with time_machine.travel(timezone.now() + datetime.timedelta(days=20), tick=False):
        late = as_(accounts["coordinator"]).post(address, {"version": assessment.version, "text": "Too late"})
    assert (late.status_code, "Too late" in late.text, again(assessment).state) == (409, True, State.DECIDED)
    client.post(address, {"version": assessment.version, "text": "In time"})
    assert (again(assessment).state, again(assessment).appeal) == (State.APPEALED, "In time")


def test_the_public_page_asks_as_much_with_one_row_as_with_thirty(people):
    _coalition, accounts = people
    by = accounts["secretariat"]
    first = make_assessment(State.FINAL, by=by)
    services.publish_assessments(first.criteria_set, by=by)
    address = reverse("activity:assessments", args=[2021])
    client = Client()
    counted = []
    for rows in (1, 30):
        published = Assessment.objects.get(pk=first.pk)
        Assessment.objects.bulk_create(
            Assessment(
                criteria_set=first.criteria_set,
                coalition=make_coalition(),
                state=State.FINAL,
                evidence=published.evidence,
                decision=Decision.ELIGIBLE,
                published_at=published.published_at,
            )
            for _row in range(rows - 1)
        )
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).context["rows"][0]["assessment"].is_published
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_two_sets_of_a_cycle_keep_apart(people):
    _coalition, accounts = people
    by = accounts["secretariat"]
    first = make_assessment(State.FINAL, by=by)
    services.publish_assessments(first.criteria_set, by=by)
    second = make_criteria_set(first.criteria_set.cycle, criteria=[a_document("A second report")])
    second = services.agree_criteria(second, on=datetime.date(2021, 7, 1), by=by)
    private = make_assessment(State.LEFT_OUT, criteria_set=second, by=by)
    again_assessed = make_assessment(State.FINAL, criteria_set=second, coalition=first.coalition, by=by)
    address = reverse("activity:assessments", args=[2021])
    page = Client().get(address)
    assert ([row["assessment"] for row in page.context["rows"]], page.context["left_out"]) == ([first], [])
    assert "Judged by version 1 of the criteria" in page.text
    services.publish_assessments(second, by=by)
    page = Client().get(address)
    assert ([row["assessment"] for row in page.context["rows"]], page.context["left_out"]) == (
        [again_assessed],
        [private],
    )
    assert "Judged by version" not in page.text


def test_many_published_assessments_have_pages(people):
    _coalition, accounts = people
    first = make_assessment(State.FINAL, by=accounts["secretariat"])
    services.publish_assessments(first.criteria_set, by=accounts["secretariat"])
    published = Assessment.objects.get(pk=first.pk)
    copied = {name: getattr(published, name) for name in ("criteria_set", "state", "evidence", "published_at")}
    Assessment.objects.bulk_create(
        Assessment(coalition=make_coalition(), decision=Decision.ELIGIBLE, **copied) for _row in range(PER_PAGE)
    )
    pages = [
        Client().get(reverse("activity:assessments", args=[2021]), {"page": page}) for page in ("", "2", "9", "x")
    ]
    assert [len(page.context["rows"]) for page in pages] == [PER_PAGE, 1, 1, PER_PAGE]


def test_who_was_left_out_is_named_with_the_reason_once_the_others_are_published(people):
    coalition, accounts = people
    left_out = make_assessment(State.LEFT_OUT, coalition=coalition)
    make_assessment(State.FINAL, criteria_set=left_out.criteria_set)
    address = reverse("activity:assessments", args=[2021])
    before = Client().get(address)
    services.publish_assessments(left_out.criteria_set, by=accounts["secretariat"])
    after = Client().get(address)
    assert [("It was closed." in page.text, page.context["left_out"]) for page in (before, after)] == [
        (False, []),
        (True, [left_out]),
    ]
    assert "Your coalition is not assessed after all." in as_(accounts["coordinator"]).get(own(left_out)).text


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_a_coalition_writes_is_shown_as_text(people, attack):
    coalition, accounts = people
    typed = ATTACKS[attack].encode(errors="ignore").decode()[:2_000]
    harmless = make_assessment(State.APPEALED)
    assessment = make_assessment(State.SHARED, coalition=coalition, criteria_set=harmless.criteria_set)
    key = assessment.evidence["criteria"][0]["rule"]["key"]
    client, desk = as_(accounts["coordinator"]), as_(accounts["secretariat"])
    said = {"version": assessment.version, "reply": typed, f"text_{key}": typed, f"url_{key}": typed[:400]}
    answers = [client.post(own(assessment), said), client.post(own(assessment), said | {f"url_{key}": ""})]
    if again(assessment).state == State.REPLIED:
        for offer in again(assessment).offers.all():
            services.answer_offer(offer, accept=False, reason="It is another.", by=accounts["secretariat"])
        decisions = [(again(assessment), Decision.NOT_ELIGIBLE, "No report.")]
        services.decide_assessments(
            decisions, appeal_by=timezone.now() + datetime.timedelta(days=9), by=accounts["secretariat"]
        )
        appeal = own(assessment, "own-assessment-appeal")
        answers.append(client.post(appeal, {"version": again(assessment).version, "text": typed}))
    answers.append(client.get(own(assessment)))
    assert [wrong_with(answer) for answer in answers] == [""] * len(answers)
    # The admin's frame has scripts of its own: nothing is there that is not with harmless words.
    at_the_desk = [
        wrong_with(desk.get(reverse("activity_admin:assessment", args=[one.pk]))) for one in (assessment, harmless)
    ]
    assert at_the_desk[0] == at_the_desk[1]
