import pytest
from django.core.cache import cache
from wagtail.models import PageViewRestriction

from events.enums import MeetingState
from search.fulltext import Question
from search.results import PER_PAGE, answer, coalition_title
from search.services import rebuild_entries
from tests.factories import make_action_item, make_coalition, make_meeting, make_output, make_series

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_remembered():
    cache.clear()


def test_a_hit_says_where_it_stands_and_whose_it_is():
    coalition = make_coalition("Coalition on Zebras", acronym="")
    meeting = make_meeting(make_series("Calls", parent=coalition), title="Meeting 5", state=MeetingState.ADOPTED)
    make_action_item(meeting, coalitions=[coalition], text="<p>Count the stripes.</p>")
    rebuild_entries()
    (hit,) = answer(Question(("stripes",)), 1).hits
    assert hit.title == "Count the <mark>stripes</mark>."
    assert hit.trail == ["Coalitions", "Coalition on Zebras", "Calls", "Meeting 5"]
    assert hit.coalitions == ["Coalition on Zebras"]


def test_choices_are_in_order_and_keep_what_was_chosen():
    second, first = make_coalition("Zebras B", acronym=""), make_coalition("zebras a", acronym="")
    make_output(first, title="Zebras", published_on="2020-05-01").refresh_from_db()
    make_output(first, second, title="Zebras")
    rebuild_entries()
    found = answer(Question(("zebras",), kind="meeting"), 1)
    assert [(choice.value, choice.name, choice.count, choice.chosen) for choice in found.kinds] == [
        ("coalition", "Coalition", 2, False),
        ("meeting", "Meeting", 0, True),
        ("output", "Output", 2, False),
    ]
    assert found.hits is None
    found = answer(Question(("zebras",), year=2020), 1)
    years = [(choice.name, choice.count, choice.chosen) for choice in found.years]
    assert years == [("2021", 1, False), ("2020", 1, True)]
    assert [(choice.name, choice.count) for choice in found.coalitions] == [("zebras a", 1)]
    found = answer(Question(("zebras",), coalition=second.pk, year=2020), 1)
    assert [(choice.name, choice.count) for choice in found.coalitions] == [("zebras a", 1), ("Zebras B", 0)]


def test_only_a_public_coalition_has_a_title():
    coalition, hidden = make_coalition("Zebras"), make_coalition("Hidden")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    rebuild_entries()
    asked = (coalition.pk, hidden.pk, coalition.get_parent().pk, 999_999)
    titles = [coalition_title(pk, [hidden.path]) for pk in asked]
    assert titles == ["Zebras", None, None, None]


def test_a_coalition_that_not_everybody_may_see_narrows_nothing():
    hidden = make_coalition("Hidden")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    make_output(make_coalition("Animals"), hidden, title="Zebra paper")
    rebuild_entries()
    found = answer(Question(("zebra",), coalition=hidden.pk), 1)
    assert (found.question, found.facets.total) == (Question(("zebra",)), 1)


@pytest.mark.parametrize(
    ("number", "shown", "on_page"),
    [
        (1, 1, PER_PAGE),
        ("2", 2, 5),
        (3, 2, 5),
        (10**30, 2, 5),
        (0, 2, 5),
        (-1, 2, 5),
        (None, 1, PER_PAGE),
        ("x", 1, PER_PAGE),
        ("1" * 5_000, 1, PER_PAGE),
        ("\x00", 1, PER_PAGE),
    ],
)
def test_any_page_number_is_answered(number, shown, on_page):
    for _number in range(25):
        make_coalition("Zebras")
    rebuild_entries()
    hits = answer(Question(("zebras",)), number).hits
    assert (hits.number, len(hits.object_list)) == (shown, on_page)


def test_no_hit_is_on_two_pages():
    for _number in range(25):
        make_coalition("Zebras", acronym="")
    rebuild_entries()
    shown = [hit.entry.pk for number in (1, 2) for hit in answer(Question(("zebras",)), number).hits]
    assert len(set(shown)) == len(shown) == 25


def test_a_word_is_only_offered_while_it_can_be_found():
    coalition = make_coalition("Blockchain")
    rebuild_entries()
    assert answer(Question(("blokchain",)), 1).suggestion == ("blockchain",)
    PageViewRestriction.objects.create(page=coalition, restriction_type="login")
    assert answer(Question(("blokchain",)), 1).suggestion is None


@pytest.mark.parametrize("number", [1, 30])
def test_the_number_of_queries_does_not_grow(number, django_assert_num_queries):
    coalition = make_coalition("Zebras")
    for _step in range(number):
        make_output(coalition, make_coalition("Zebras"), title="Zebras")
    rebuild_entries()
    with django_assert_num_queries(7):
        answer(Question(("zebras",), kind="output", coalition=coalition.pk, year=2021), 1)
