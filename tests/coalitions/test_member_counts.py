"""What everybody may read about a coalition's members, and the table of who adopted the statement."""

import pytest
from wagtail.models import PageViewRestriction

from coalitions.enums import AdoptionAnswer, CoalitionStatus, MembershipState
from coalitions.member_counts import AdoptionRow, MemberCounts, adoption_table, member_counts
from coalitions.services import adopt_statement
from tests.factories import make_coalition, make_member, make_secretariat_user, make_statement

pytestmark = pytest.mark.django_db


def rows(counts):
    return {table.title: table.rows for table in counts.tables}


@pytest.mark.parametrize(
    ("members", "total", "is_empty"), [(0, None, True), (1, None, False), (4, None, False), (5, 5, False)]
)
def test_fewer_than_five_are_not_counted_in_public(members, total, is_empty):
    coalition = make_coalition()
    for _ in range(members):
        make_member(coalition)
    counts = member_counts(coalition)
    assert (counts.total, counts.is_empty) == (total, is_empty)
    assert bool(counts.tables) == (total is not None)


def test_only_members_count():
    coalition = make_coalition()
    for state in (MembershipState.UNCONFIRMED, MembershipState.LEFT):
        make_member(coalition, state=state)
    make_member(make_coalition())
    assert member_counts(coalition) == MemberCounts(None, None, [], is_empty=True)


def test_the_tables_show_no_small_cell_and_keep_the_sum():
    coalition = make_coalition()
    for number in range(12):
        make_member(
            coalition,
            engagement="follow" if number < 10 else "coordinate",
            group="government" if number < 6 else "",
            region="african" if number < 3 else "asia-pacific" if number < 7 else "weog",
        )
    counts = member_counts(coalition)
    assert counts.total == 12
    assert rows(counts) == {
        "Engagement": [],
        "Stakeholder group": [
            (["Civil society"], 0),
            (["Government"], 6),
            (["Intergovernmental organisation"], 0),
            (["Private sector"], 0),
            (["Technical community"], 0),
            (["Other (youth, parliamentarians, academia …)"], 0),
            (["Not said"], 6),
        ],
        "Region": [
            (["Western European and others (WEOG)"], 5),
            (
                [
                    "African",
                    "Asia-Pacific",
                    "Eastern European",
                    "Latin American and Caribbean (GRULAC)",
                    "Intergovernmental organisation",
                    "Not said",
                ],
                7,
            ),
        ],
    }


@pytest.mark.parametrize(("silent", "shown"), [(0, 0), (3, None), (5, 5), (8, None), (10, 10)])
def test_the_dormant_are_told_where_that_singles_nobody_out(silent, shown):
    coalition = make_coalition()
    for number in range(10):
        make_member(coalition, state=MembershipState.DORMANT if number < silent else MembershipState.CURRENT)
    assert member_counts(coalition).dormant == shown


def test_one_query_however_many(django_assert_num_queries):
    coalition = make_coalition()
    for number in range(30):
        make_member(coalition, group="government" if number % 2 else "")
        if number in (0, 29):
            with django_assert_num_queries(1):
                member_counts(coalition)


def test_the_table_of_a_statement():
    secretariat = make_secretariat_user()
    names = ["A", "B", "C", "D"]
    coalitions = [make_coalition(name) for name in names]
    statement = make_statement()
    answers = [AdoptionAnswer.ADOPTED, AdoptionAnswer.ADAPTED, AdoptionAnswer.NOT_YET]
    for coalition, answer in zip(coalitions, answers, strict=False):
        own = {"own_text": "Ours"} if answer == AdoptionAnswer.ADAPTED else {}
        adopt_statement(statement, coalition, answer=answer, by=secretariat, **own)
    # None of these is asked: not active, no dynamic coalition, not public.
    others = [make_coalition(status=CoalitionStatus.INACTIVE), make_coalition(kind="bpf"), make_coalition(live=False)]
    hidden = make_coalition()
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    for coalition in [*others, hidden]:
        adopt_statement(statement, coalition, answer=AdoptionAnswer.ADOPTED, by=secretariat)
    table = adoption_table(statement)
    assert [(row.coalition.title, row.label) for row in table.rows] == [
        ("A", "Adopted"),
        ("B", "Adapted"),
        ("C", "Not yet"),
        ("D", "Not yet"),
    ]
    assert (table.have_it, table.adapted, table.total) == (2, 1, 4)
    assert table.rows[3] == AdoptionRow(table.rows[3].coalition, None)
