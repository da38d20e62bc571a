"""The statement of membership: agreed once, and adopted, adapted or not yet by each coalition for itself."""

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry, PageLogEntry

from coalitions import services
from coalitions.enums import AdoptionAnswer, StatementStatus
from coalitions.models import MembershipStatement, StatementAdoption
from coalitions.workflow import STATEMENT, NotAllowed
from tests.factories import make_coalition, make_contact, make_secretariat_user, make_statement, make_user

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2021, 5, 17, 9, tzinfo=datetime.UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def coalition():
    return make_coalition()


@pytest.fixture
def actors(coalition):
    coordinator, other = make_user(), make_user()
    make_contact(coalition, user=coordinator)
    make_coalition(coordinators=[other])
    return {
        "account": make_user(),
        "coordinator of another coalition": other,
        "coordinator": coordinator,
        "secretariat": make_secretariat_user(),
    }


@pytest.mark.parametrize("state", StatementStatus)
@pytest.mark.parametrize("actor", ["account", "coordinator of another coalition", "coordinator", "secretariat"])
def test_the_steps_of_every_state_and_actor(actors, state, actor):
    statement = make_statement(status=state)
    open_steps = {("proposed", "secretariat"): ["agree"]}.get((state, actor), [])
    assert [step.verb for step in STATEMENT.open_to(actors[actor], statement)] == open_steps
    if open_steps:
        agreed = services.agree_statement(statement, by=actors[actor], on=datetime.date(2021, 5, 13))
        assert (agreed.status, agreed.agreed_on) == (StatementStatus.AGREED, datetime.date(2021, 5, 13))
        log = ModelLogEntry.objects.for_instance(statement).get()
        assert (log.action, log.user, log.data) == (
            "coalitions.statement_agree",
            actors[actor],
            {"on": "2021-05-13"},
        )
    else:
        with pytest.raises(NotAllowed):
            services.agree_statement(statement, by=actors[actor])
        assert MembershipStatement.objects.get().status == state


def test_nothing_is_agreed_in_the_future(actors):
    with pytest.raises(NotAllowed, match="future"):
        services.agree_statement(make_statement(), by=actors["secretariat"], on=TODAY + datetime.timedelta(days=1))
    assert MembershipStatement.objects.get().agreed_on is None


@pytest.mark.parametrize(
    ("versions", "counts"),
    [
        ("", None),
        ("p", 1),
        ("pp", 2),
        ("a", 1),
        ("ap", 1),
        ("aa", 2),
        ("aap", 2),
        ("pap", 2),
    ],
)
def test_which_version_counts(versions, counts):
    status = {"p": StatementStatus.PROPOSED, "a": StatementStatus.AGREED}
    for number, letter in enumerate(versions, 1):
        assert MembershipStatement.objects.next_version() == number
        make_statement(number, status=status[letter])
    found = MembershipStatement.objects.in_force()
    assert (found and found.version) == counts


@pytest.mark.parametrize("actor", ["account", "coordinator of another coalition", "coordinator", "secretariat"])
def test_a_coalition_answers_for_itself(coalition, actors, actor):
    statement = make_statement()
    if actor in ("coordinator", "secretariat"):
        said = services.adopt_statement(statement, coalition, answer="adopted", by=actors[actor])
        assert (said.answer, said.answered_on, said.by, said.has_it) == ("adopted", TODAY, actors[actor], True)
        log = PageLogEntry.objects.get(page=coalition.pk, action="coalitions.adoption")
        assert (log.user, log.data) == (
            actors[actor],
            {"statement": str(statement), "from": "not-yet", "to": "adopted"},
        )
    else:
        with pytest.raises(NotAllowed):
            services.adopt_statement(statement, coalition, answer="adopted", by=actors[actor])
        assert StatementAdoption.objects.count() == 0


def test_an_answer_may_change_and_the_same_one_changes_nothing(coalition, actors):
    statement, by = make_statement(), actors["coordinator"]
    for answer, own in (("adapted", {"own_text": "Ours"}), ("adopted", {}), ("not-yet", {}), ("not-yet", {})):
        services.adopt_statement(statement, coalition, answer=answer, by=by, **own)
    row = StatementAdoption.objects.get()
    assert (row.answer, row.own_text, row.has_it) == ("not-yet", "", False)
    logs = PageLogEntry.objects.filter(action="coalitions.adoption").order_by("pk")
    assert [(log.data["from"], log.data["to"]) for log in logs] == [
        ("not-yet", "adapted"),
        ("adapted", "adopted"),
        ("adopted", "not-yet"),
    ]


@pytest.mark.parametrize(
    ("answer", "own", "said"),
    [
        ("adapted", {}, "own text"),
        ("adopted", {"own_text": "Ours"}, "goes with"),
        ("not-yet", {"own_url": "https://example.org"}, "goes with"),
    ],
)
def test_an_own_text_goes_with_adapted(coalition, actors, answer, own, said):
    with pytest.raises(ValidationError, match=said):
        services.adopt_statement(make_statement(), coalition, answer=answer, by=actors["coordinator"], **own)
    assert StatementAdoption.objects.count() == 0


def test_an_earlier_version_is_not_answered_to_any_more(coalition, actors):
    first, second, third = make_statement(1), make_statement(2, status=StatementStatus.AGREED), make_statement(3)
    answered = []
    for statement in (first, second, third):
        try:
            services.adopt_statement(statement, coalition, answer=AdoptionAnswer.ADOPTED, by=actors["coordinator"])
        except NotAllowed as refusal:
            assert str(refusal) == "Version 2 counts now; answer to that one, please."
        else:
            answered.append(statement.version)
    assert answered == [2, 3]


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"status": StatementStatus.AGREED}, "statement_agreed_on_a_day"),
        ({"agreed_on": TODAY}, "statement_agreed_on_a_day"),
    ],
)
def test_a_status_has_its_day(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        MembershipStatement.objects.create(version=1, title="T", text="<p>x</p>", **fields)
