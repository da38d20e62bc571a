"""Join, confirm, change, answer, leave, erase: what each does to the row, to the outbox and to the log."""

import datetime
import json
import re

import pytest
import time_machine
from django.db import connection
from wagtail.models import ModelLogEntry, PageLogEntry

from coalitions import services
from coalitions.enums import CoalitionStatus, Engagement, MembershipState, NameVisibility
from coalitions.links import read
from coalitions.models import Membership, Notice
from coalitions.models.membership import ASK_EVERY, CONFIRM_WITHIN, DORMANT_AFTER
from coalitions.notifications import deliver, hand_over
from coalitions.services.members import LINK_PAUSE
from coalitions.workflow import NotAllowed
from tests.factories import make_coalition, make_contact, make_member, make_secretariat_user, make_user

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2021, 5, 17, 9, tzinfo=datetime.UTC)
SAID = {
    "kind": "individual",
    "name": "Ada Example",
    "group": "government",
    "region": "african",
    "engagement": "contribute",
    "visibility": "public",
}
ADDRESS = "ada@example.org"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def coalition():
    return make_coalition("Dynamic Coalition on Tests", acronym="DC-T")


def rows():
    return list(Membership.objects.order_by("pk").values())


def mails():
    """(recipient, subject, what its link is for) of what waits, in order."""
    found = []
    for notice in Notice.objects.waiting().order_by("pk"):
        token = re.search(r"/members/(confirm|own)/([^/\s]+)/", notice.text)
        purpose = {"confirm": services.CONFIRM_LINK, "own": services.MANAGE_LINK}[token[1]]
        member = Membership.objects.with_key(read(purpose, token[2])).get()
        is_question = notice.subject.startswith("Still interested")
        assert (notice.matter, notice.at_once) == (member.question if is_question else member.matter, True)
        found.append((notice.address, notice.subject, token[1]))
    return found


def logged(member):
    return list(ModelLogEntry.objects.for_instance(member).order_by("pk").values_list("action", "label", "user"))


def test_a_request_waits_for_its_confirmation(coalition):
    services.join_coalition(coalition, email=ADDRESS, **SAID)
    member = Membership.objects.get()
    assert {name: getattr(member, name) for name in SAID} == SAID
    assert (member.state, member.requested_at, member.joined_on) == (MembershipState.UNCONFIRMED, NOW, None)
    assert mails() == [(ADDRESS, "Please confirm: you want to join DC-T", "confirm")]


def test_a_mail_to_an_address_that_is_not_confirmed_repeats_nothing_that_was_typed(coalition):
    services.join_coalition(coalition, email=ADDRESS, **SAID | {"name": "Call 0900 now"})
    services.send_links(ADDRESS)
    assert [notice for notice in Notice.objects.all() if "0900" in notice.subject + notice.text] == []


def test_confirming_makes_a_member_once(coalition, clock):
    member = make_member(coalition, state=MembershipState.UNCONFIRMED, email=ADDRESS, name="Ada Example")
    clock.shift(datetime.timedelta(hours=20))
    for _ in range(2):
        confirmed = services.confirm_member(member)
        assert (confirmed.state, confirmed.confirmed_at, confirmed.joined_on) == (
            MembershipState.CURRENT,
            NOW + datetime.timedelta(hours=20),
            datetime.date(2021, 5, 18),
        )
    assert mails() == [(ADDRESS, "Welcome to DC-T", "own")]
    assert logged(member) == [("coalitions.member_confirm", str(member), None)]


@pytest.mark.parametrize("state", [MembershipState.UNCONFIRMED, MembershipState.CURRENT, MembershipState.DORMANT])
def test_joining_again_makes_no_second_row_and_writes_at_most_every_ten_minutes(coalition, clock, state):
    make_member(coalition, state=state, email=ADDRESS, name="Ada", visibility="counted", link_sent_at=NOW)
    before = rows()
    services.join_coalition(coalition, email=ADDRESS, **SAID)
    clock.shift(LINK_PAUSE - datetime.timedelta(seconds=1))
    services.join_coalition(coalition, email=ADDRESS, **SAID)
    assert mails() == []
    clock.shift(datetime.timedelta(seconds=1))
    services.join_coalition(coalition, email=ADDRESS, **SAID)
    member = Membership.objects.get()
    if state == MembershipState.UNCONFIRMED:
        # Nobody has said yet that it is theirs: what was typed last is what will be confirmed.
        assert member.name == "Ada Example"
        assert mails() == [(ADDRESS, "Please confirm: you want to join DC-T", "confirm")]
    else:
        # Somebody else may have typed it: a member's entry stays.
        assert rows() == [{**before[0], "link_sent_at": NOW + LINK_PAUSE}]
        assert mails() == [(ADDRESS, "You are a member of DC-T already", "own")]


def test_who_has_left_joins_anew(coalition):
    gone = make_member(coalition, state=MembershipState.LEFT, email=ADDRESS)
    services.join_coalition(coalition, email=ADDRESS, **SAID)
    assert [member.state for member in Membership.objects.order_by("pk")] == [
        MembershipState.LEFT,
        MembershipState.UNCONFIRMED,
    ]
    assert Membership.objects.order_by("pk").first() == gone


@pytest.mark.parametrize("status", CoalitionStatus)
def test_only_a_closed_coalition_takes_nobody(status):
    coalition = make_coalition(status=status)
    waiting = make_member(coalition, state=MembershipState.UNCONFIRMED)
    if status == CoalitionStatus.CLOSED:
        with pytest.raises(NotAllowed, match="closed"):
            services.join_coalition(coalition, email=ADDRESS, **SAID)
        with pytest.raises(NotAllowed, match="closed"):
            services.confirm_member(waiting)
        assert Membership.objects.members().count() == 0
    else:
        services.join_coalition(coalition, email=ADDRESS, **SAID)
        services.confirm_member(waiting)
        assert Membership.objects.count() == 2


def test_what_is_said_is_what_members_say(coalition):
    with pytest.raises(TypeError, match="source"):
        services.join_coalition(coalition, email=ADDRESS, source="a friend")
    assert Membership.objects.count() == 0


def test_a_change_is_an_answer_too(coalition):
    member = make_member(coalition, state=MembershipState.DORMANT)
    changed = services.change_member(member, engagement="coordinate", visibility="public")
    assert (changed.engagement, changed.visibility) == (Engagement.COORDINATE, NameVisibility.PUBLIC)
    assert (changed.state, changed.answered_at) == (MembershipState.CURRENT, NOW)


def test_an_answer_wakes_who_was_dormant(coalition):
    member = make_member(coalition, state=MembershipState.DORMANT)
    assert services.answer_still_interested(member).state == MembershipState.CURRENT
    assert Membership.objects.get().answered_at == NOW


def test_leaving_keeps_the_dates_and_forgets_who_it_was(coalition, clock):
    member = make_member(
        coalition, email=ADDRESS, name="Ada Example", visibility="public", group="government", engagement="contribute"
    )
    clock.shift(datetime.timedelta(days=3))
    for _ in range(2):
        left = services.leave_coalition(member)
        assert (left.state, left.left_on) == (MembershipState.LEFT, datetime.date(2021, 5, 20))
    [row] = rows()
    assert "ada" not in json.dumps(row, default=str).lower()
    assert (row["group"], row["engagement"], row["joined_on"], row["left_on"]) == (
        "government",
        "contribute",
        datetime.date(2021, 5, 17),
        datetime.date(2021, 5, 20),
    )
    assert mails() == [(ADDRESS, "You have left DC-T", "own")]
    assert logged(member) == [("coalitions.member_leave", str(member), None)]


ALLOWED = {
    # state → verbs a member's own link may do
    MembershipState.UNCONFIRMED: {"confirm", "erase"},
    MembershipState.CURRENT: {"confirm", "change", "answer", "leave", "erase"},
    MembershipState.DORMANT: {"confirm", "change", "answer", "leave", "erase"},
    MembershipState.LEFT: {"leave", "erase"},
}
NOTHING_LEFT_TO_DO = {
    ("confirm", MembershipState.CURRENT),
    ("confirm", MembershipState.DORMANT),
    ("leave", MembershipState.LEFT),
}
VERBS = {
    "confirm": services.confirm_member,
    "change": lambda member: services.change_member(member, engagement="follow"),
    "answer": services.answer_still_interested,
    "leave": services.leave_coalition,
    "erase": services.erase_member,
}


@pytest.mark.parametrize("state", MembershipState)
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_in_every_state(state, verb):
    member = make_member(state=state)
    before = rows()
    if verb in ALLOWED[state]:
        VERBS[verb](member)
        if (verb, state) in NOTHING_LEFT_TO_DO:
            assert rows() == before
    else:
        with pytest.raises(NotAllowed):
            VERBS[verb](member)
        assert rows() == before


def test_erasing_leaves_nothing_but_a_log_row_without_a_name(coalition):
    member = make_member(coalition, email=ADDRESS, name="Ada Example")
    services.send_links(ADDRESS)
    hand_over()
    deliver()
    services.join_coalition(coalition, email=ADDRESS, **SAID)
    pk, name = member.pk, str(member)
    services.erase_member(member)
    assert (Membership.objects.count(), Notice.objects.count()) == (0, 0)
    entry = ModelLogEntry.objects.get(object_id=str(pk))
    assert (entry.action, entry.label, entry.user, entry.deleted) == ("coalitions.member_erase", name, None, True)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert [row for row in cursor.fetchall() if "ada@example.org" in str(row).lower()] == [], table


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


@pytest.mark.parametrize(
    ("verb", "who"),
    [(services.erase_member, ["secretariat"]), (services.hide_name, ["coordinator", "secretariat"])],
)
def test_who_does_it_for_a_member(coalition, actors, verb, who):
    may = []
    for name, user in actors.items():
        member = make_member(coalition, visibility="public")
        pk = member.pk
        try:
            verb(member, by=user)
        except NotAllowed:
            assert list(Membership.objects.with_key(member.key).public_names()) == [member]
        else:
            may.append(name)
            assert ModelLogEntry.objects.get(object_id=str(pk)).user == user
            assert not Membership.objects.with_key(member.key).public_names().exists()
    assert may == who


def test_a_hidden_name_leaves_the_member(coalition, actors):
    member = make_member(coalition, name="Buy now", visibility="public")
    hidden = services.hide_name(member, by=actors["coordinator"])
    assert (hidden.state, hidden.name, hidden.visibility) == (MembershipState.CURRENT, "Buy now", "counted")


def test_links_go_to_each_membership_of_an_address_and_to_no_other(coalition):
    make_member(coalition, email=ADDRESS)
    second = make_coalition(acronym="DC-2")
    make_member(second, state=MembershipState.UNCONFIRMED, email=ADDRESS)
    make_member(make_coalition(), state=MembershipState.LEFT, email=ADDRESS)
    make_member(coalition)
    for _ in range(2):
        services.send_links(ADDRESS)
    services.send_links("nobody@example.org")
    assert mails() == [
        (ADDRESS, "Your membership in DC-T", "own"),
        (ADDRESS, "Please confirm: you want to join DC-2", "confirm"),
    ]


def test_asking_once_a_year(coalition, clock):
    member = make_member(coalition, email=ADDRESS, name="Ada")
    answers = []
    # The day before, the day itself, the same day again, later, a year later: nobody answered meanwhile.
    for days in (ASK_EVERY.days - 1, 1, 0, DORMANT_AFTER.days, ASK_EVERY.days - DORMANT_AFTER.days):
        clock.shift(datetime.timedelta(days=days))
        dry = services.ask_still_interested(dry_run=True)
        assert services.ask_still_interested() == dry
        member.refresh_from_db()
        answers.append((dry.get(coalition, 0), member.state))
    assert answers == [
        (0, MembershipState.CURRENT),
        (1, MembershipState.CURRENT),
        (0, MembershipState.CURRENT),
        (0, MembershipState.DORMANT),
        (1, MembershipState.CURRENT),
    ]
    assert mails() == [(ADDRESS, "Still interested in DC-T?", "own")] * 2


def test_a_dry_run_asks_nobody(coalition):
    make_member(coalition, confirmed_at=NOW - ASK_EVERY)
    before = rows()
    assert services.ask_still_interested(dry_run=True) == {coalition: 1}
    assert (rows(), mails()) == (before, [])


@pytest.mark.parametrize("verb", ["answer", "change"])
def test_an_answer_drops_the_question_that_has_not_left_and_no_other_mail(coalition, verb):
    member = make_member(coalition, confirmed_at=NOW - ASK_EVERY, email=ADDRESS)
    services.send_links(ADDRESS)
    services.ask_still_interested()
    VERBS[verb](member)
    assert mails() == [(ADDRESS, "Your membership in DC-T", "own")]
    assert services.ask_still_interested() == {}


def test_requests_nobody_confirms_are_forgotten_with_their_mail(coalition, clock):
    services.join_coalition(coalition, email=ADDRESS, **SAID)
    make_member(coalition)
    clock.shift(CONFIRM_WITHIN - datetime.timedelta(seconds=1))
    assert services.forget_unconfirmed() == 0
    clock.shift(datetime.timedelta(seconds=1))
    assert services.forget_unconfirmed(dry_run=True) == 1
    assert Membership.objects.count() == 2
    assert [services.forget_unconfirmed() for _ in range(2)] == [1, 0]
    assert (Membership.objects.count(), Notice.objects.count()) == (1, 0)


def test_who_is_enrolled_is_told_and_named_by_nobody(coalition):
    member = services.enrol_member(
        coalition,
        email=ADDRESS,
        source="Imported on 17 May 2021 by Cora",
        joined_on=datetime.date(2020, 1, 1),
        **SAID,
    )
    assert (member.state, member.visibility) == (MembershipState.CURRENT, NameVisibility.COUNTED)
    assert mails() == [(ADDRESS, "You are entered as a member of DC-T", "own")]
    assert "Imported on 17 May 2021 by Cora." in Notice.objects.get().text


@pytest.mark.parametrize(
    ("fields", "is_corrected"),
    [
        ({"source": "a list"}, True),
        ({"source": "a list", "answered_at": NOW}, False),
        ({"source": ""}, False),
    ],
)
def test_a_list_corrects_only_what_it_brought_in(fields, is_corrected):
    member = make_member(name="Before", **fields)
    if is_corrected:
        services.correct_member(member, name="After")
    else:
        with pytest.raises(NotAllowed):
            services.correct_member(member, name="After")
    assert Membership.objects.get().name == ("After" if is_corrected else "Before")


def test_own_data_is_everything_there_is(coalition):
    member = make_member(coalition, email=ADDRESS, name="Ada Example", group="government", answered_at=NOW)
    data = services.own_data(member)
    assert data == json.loads(json.dumps(data))
    assert data == {
        "coalition": "Dynamic Coalition on Tests",
        "kind": "A person",
        "name": "Ada Example",
        "email": ADDRESS,
        "stakeholder_group": "Government",
        "region": "",
        "engagement": "Follow",
        "name_is_public": False,
        "state": "Current",
        "source": "You joined by yourself.",
        "requested_at": "2021-05-17T09:00:00+00:00",
        "confirmed_at": "2021-05-17T09:00:00+00:00",
        "joined_on": "2021-05-17",
        "left_on": None,
        "last_asked_at": None,
        "last_answered_at": "2021-05-17T09:00:00+00:00",
        "last_link_sent_at": None,
    }
    # Every field of the row is there, but for what only links it together.
    told = {"group": "stakeholder_group", "visibility": "name_is_public", "asked_at": "last_asked_at"}
    told |= {"answered_at": "last_answered_at", "link_sent_at": "last_link_sent_at"}
    fields = {told.get(field.name, field.name) for field in Membership._meta.fields}
    assert fields - set(data) == {"id", "key", "left_mark"}


def test_an_export_is_kept_in_the_log(coalition, actors):
    services.note_export(coalition, by=actors["coordinator"])
    entry = PageLogEntry.objects.get(action="coalitions.members_export")
    assert (entry.page_id, entry.user) == (coalition.pk, actors["coordinator"])
