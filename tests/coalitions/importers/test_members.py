"""Members in from tables: keyed by coalition and address, idempotent, each new one told, nobody brought back."""

import datetime

import pytest
import time_machine

from coalitions.enums import CoalitionStatus, MembershipState
from coalitions.importers import MEMBER_COLUMNS, import_members, unknown_member_columns
from coalitions.importers.members import CHOICES
from coalitions.importing import Row
from coalitions.models import Membership, Notice
from coalitions.services import answer_still_interested, leave_coalition
from tests.attack_corpus import ATTACKS
from tests.factories import make_coalition, make_member, make_secretariat_user, make_user

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2021, 5, 17, 9, tzinfo=datetime.UTC)
FULL = {
    "coalition": "own",
    "email": " Ada@Example.ORG",
    "name": "Ada  Example",
    "kind": "An organisation",
    "stakeholder_group": "government",
    "region": "African",
    "engagement": "Contribute",
    "joined_on": "2019-02-03",
}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def coordinator():
    return make_user("cora", first_name="Cora", last_name="Example")


@pytest.fixture(autouse=True)
def coalition(coordinator):
    return make_coalition("Own", acronym="OWN", slug="own", coordinators=[coordinator])


def run(*values, **options):
    return import_members([Row(line, row) for line, row in enumerate(values, 2)], **options)


def outcomes(result):
    return {
        kind: [(row.line, row.reference, row.message) for row in getattr(result, kind)]
        for kind in result.counts
        if getattr(result, kind)
    }


def written():
    return list(Membership.objects.order_by("pk").values()), Notice.objects.count()


def test_a_full_row_makes_a_member_who_is_told(coordinator):
    result = run(FULL, by=coordinator)
    assert outcomes(result) == {"created": [(2, "OWN: ada@example.org", "")]}
    assert result.created[0].changes == {
        "Name": ("", "Ada Example"),
        "Kind": ("", "An organisation"),
        "Stakeholder group": ("", "Government"),
        "Region": ("", "African"),
        "Engagement": ("", "Contribute"),
        "Joined on": ("", "2019-02-03"),
    }
    member = Membership.objects.get()
    assert (member.email, member.name, member.kind, member.group) == (
        "ada@example.org",
        "Ada Example",
        "organisation",
        "government",
    )
    assert (member.state, member.joined_on, member.confirmed_at, member.visibility) == (
        MembershipState.CURRENT,
        datetime.date(2019, 2, 3),
        NOW,
        "counted",
    )
    assert member.source == "Imported on 17 May 2021 by Cora Example"
    notice = Notice.objects.get()
    assert (notice.address, notice.at_once, notice.matter) == ("ada@example.org", True, member.matter)


def test_twice_changes_nothing(coordinator):
    run(FULL, {"coalition": "OWN", "email": "bob@example.org", "name": "Bob"}, by=coordinator)
    before = written()
    result = run(FULL, {"coalition": "OWN", "email": "BOB@example.org", "name": "Bob"}, by=coordinator)
    assert result.counts == {"created": 0, "updated": 0, "skipped": 2, "errors": 0}
    assert written() == before


def test_a_dry_run_says_the_same_writes_nothing_and_tells_nobody(coordinator):
    run({**FULL, "name": "Before"}, by=coordinator)
    rows = [FULL, {"coalition": "own", "email": "new@example.org", "name": "New"}, {"email": "x"}]
    before = written()
    preview = run(*rows, by=coordinator, dry_run=True)
    assert written() == before
    assert run(*rows, by=coordinator) == preview
    assert preview.counts == {"created": 1, "updated": 1, "skipped": 0, "errors": 1}


def test_what_a_list_brought_in_it_corrects_until_the_member_answers(coordinator):
    run(FULL, by=coordinator)
    result = run({**FULL, "name": "Ada E.", "region": "", "engagement": "follow"}, by=coordinator)
    assert [row.changes for row in result.updated] == [
        {"Name": ("Ada Example", "Ada E."), "Engagement": ("Contribute", "Follow")}
    ]
    member = Membership.objects.get()
    assert (member.name, member.region, member.engagement) == ("Ada E.", "african", "follow")
    answer_still_interested(member)
    result = run(FULL, by=coordinator)
    assert outcomes(result) == {
        "skipped": [(2, "OWN: ada@example.org", "Members keep their own entry; nothing was changed.")]
    }
    assert (Membership.objects.get().name, Notice.objects.count()) == ("Ada E.", 1)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (
            MembershipState.UNCONFIRMED,
            {
                "skipped": [
                    (2, "OWN: ada@example.org", "Has asked to join and not confirmed yet; nothing was changed.")
                ]
            },
        ),
        (
            MembershipState.DORMANT,
            {"skipped": [(2, "OWN: ada@example.org", "Members keep their own entry; nothing was changed.")]},
        ),
        (
            MembershipState.LEFT,
            {"errors": [(2, "OWN: ada@example.org", "Left on 17 May 2021; only they themselves can join again.")]},
        ),
    ],
)
def test_who_is_there_already_or_has_left(coalition, coordinator, state, expected):
    make_member(coalition, state=state, email="ada@example.org")
    before = written()
    assert outcomes(run(FULL, by=coordinator)) == expected
    assert written() == before


def test_who_left_through_the_mail_stays_away(coordinator):
    run(FULL, by=coordinator)
    leave_coalition(Membership.objects.get())
    assert [row.line for row in run(FULL, by=coordinator).errors] == [2]
    assert Membership.objects.members().count() == 0


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"coalition": ""}, "Name the coalition: its slug or acronym."),
        ({"coalition": "nowhere"}, "“nowhere” is not a coalition's slug or acronym."),
        ({"coalition": "TWIN"}, "“TWIN” means several coalitions; give the slug."),
        ({"coalition": "other"}, "You do not coordinate OTHER."),
        ({"email": ""}, "“” is not an e-mail address."),
        ({"email": "ada@"}, "“ada@” is not an e-mail address."),
        ({"email": "first@example.org"}, "This address stands on line 2 already."),
        ({"name": ""}, "Name: a member who is new needs a name."),
        ({"name": "see www.example.org"}, "Name: A name holds no address of a website or of a mailbox."),
        ({"name": "a" * 161}, "This text is too long: at most 160 characters, please."),
        ({"kind": "robot"}, "Kind: “robot” is not one of: individual, organisation."),
        ({"engagement": "lead"}, "Engagement: “lead” is not one of: follow, contribute, coordinate."),
        (
            {"region": "moon"},
            "Region: “moon” is not one of: african, asia-pacific, eastern-european, grulac, weog, intergovernmental.",
        ),
        ({"joined_on": "spring"}, "Joined on: “spring” is not a day written as 2012-05-31."),
        (
            {"joined_on": "2021-05-18"},
            "Joined on: a day between 2006, when the first IGF met, and today, please.",
        ),
        (
            {"joined_on": "1999-01-01"},
            "Joined on: a day between 2006, when the first IGF met, and today, please.",
        ),
    ],
)
def test_refused_with_the_line(coordinator, values, message):
    make_coalition("Other", acronym="OTHER", slug="other")
    for number in range(2):
        make_coalition(f"Twin {number}", acronym="TWIN")
    first = {"coalition": "own", "email": "first@example.org", "name": "First"}
    last = {"coalition": "own", "email": "last@example.org", "name": "Last"}
    result = run(first, FULL | values, last, by=coordinator)
    assert [(row.line, row.message) for row in result.errors] == [(3, message)]
    assert [row.line for row in result.created] == [2, 4]


def test_a_closed_coalition_takes_nobody():
    make_coalition(slug="closed", acronym="GONE", status=CoalitionStatus.CLOSED)
    result = run(FULL | {"coalition": "closed"})
    assert [row.message for row in result.errors] == ["GONE is closed; it has no new members."]


def test_into_which_coalition(coalition, coordinator):
    other = make_coalition("Other", acronym="OTHER", slug="other")
    row = {"email": "ada@example.org", "name": "Ada"}
    assert run(row, by=coordinator, coalition=coalition).counts["created"] == 1
    assert run(row, by=coordinator, coalition=other).counts["errors"] == 1
    assert run(row, by=make_secretariat_user(), coalition=other).counts["created"] == 1
    assert run({**row, "coalition": "other"}, by=make_user()).counts["errors"] == 1
    assert run({**row, "email": "b@example.org", "coalition": "OTHER"}).counts["created"] == 1
    assert Membership.objects.order_by("pk").last().source == "Imported on 17 May 2021 by whoever runs the portal"


def test_columns():
    assert unknown_member_columns([*MEMBER_COLUMNS, "e_mail", "group", "state", "shoe_size"]) == ["shoe_size"]


def test_attacks_are_refused_or_harmless():
    for text in ATTACKS.values():
        row = dict.fromkeys((*CHOICES, "joined_on", "email", "coalition"), text) | {"name": "Ada"}
        assert run(row, coalition=None).counts == {"created": 0, "updated": 0, "skipped": 0, "errors": 1}
    rows = [
        {"coalition": "own", "email": f"a{number}@example.org", "name": text}
        for number, text in enumerate(ATTACKS.values())
    ]
    first = run(*rows)
    assert first.counts["created"] > 40
    assert first.counts["updated"] == first.counts["skipped"] == 0
    assert run(*rows).counts == first.counts | {"created": 0, "skipped": first.counts["created"]}
    for member in Membership.objects.all():
        assert not {"\0", "\n", "\r", "\u202e", "\x1b"} & set(member.name)
