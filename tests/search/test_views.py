import re
from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from search.services import rebuild_entries
from tests.attack_corpus import ATTACKS
from tests.factories import make_coalition, make_home_page, make_output, make_site_tree

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_remembered():
    cache.clear()


@pytest.fixture
def ask(client):
    """Asks the search page and returns the text inside <main>."""

    def get(query="", **params):
        response = client.get(reverse("search:search") + query, params or None)
        assert response.status_code == 200
        return re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)[0]

    return get


class Markup(HTMLParser):
    """The tags of a page, each with the names of its attributes, as a browser would see them."""

    def read(self, page):
        self.tags = set()
        self.feed(page)
        return self.tags

    def handle_starttag(self, tag, attrs):
        self.tags.add((tag, *(name for name, _value in attrs)))


def heading(page):
    found = re.search(r"<h2>(.*?)</h2>", page)
    return re.sub(r"<[^>]+>", "", found[1]) if found else None


def titles(page):
    return re.findall(r"<h3><a[^>]*>(.*?)</a></h3>", page)


def notices(page):
    return re.findall(r'<p class="notice">(.*?)</p>', page)


def test_before_anything_is_asked_the_page_says_what_can_be(ask):
    make_site_tree()
    page = ask()
    assert heading(page) is None
    assert "Search coalitions, meetings and their reports, action items, outputs" in page


def test_results_have_label_link_marks_and_place(ask):
    coalition = make_coalition("Coalition on Zebras", acronym="", slug="zebras")
    output = make_output(coalition, title="Zebras <i>")
    rebuild_entries()
    page = ask(q="zebra")
    assert heading(page) == "2 results for “zebra”"
    assert sorted(titles(page)) == ["<mark>Zebras</mark> &lt;i&gt;", "Coalition on <mark>Zebras</mark>"]
    assert 'href="/coalitions/zebras/#outputs"' in page
    assert "Paper, 3 May 2021" in page
    assert output.title not in page


def test_one_result_is_one_result(ask):
    make_coalition("Zebras")
    rebuild_entries()
    assert heading(ask(q="zebras")) == "1 result for “zebras”"


def test_filters_narrow_and_stay_chosen(ask):
    coalition = make_coalition("Zebras", acronym="")
    make_output(coalition, title="Zebra paper")
    rebuild_entries()
    page = ask(q="zebra", type="output", coalition=str(coalition.pk), year="2021")
    assert [re.sub("</?mark>", "", title) for title in titles(page)] == ["Zebra paper"]
    assert re.findall(r'<option value="([^"]*)" selected>([^<]*)<', page) == [
        ("output", "Output (1)"),
        (str(coalition.pk), "Zebras (1)"),
        ("2021", "2021 (1)"),
    ]
    assert '<a href="?q=zebra">Search everything</a>' in page


def test_nothing_found_says_so_with_a_way_on(ask):
    make_coalition("Blockchain")
    rebuild_entries()
    page = ask(q="blokchain", type="meeting")
    assert heading(page) == "Nothing found for “blokchain”"
    assert 'Did you mean <a href="?q=blockchain">blockchain</a>?' in page
    assert '<a href="?q=blokchain">Search everything</a>' in page


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"type": "user"}, ["There is no such type here, so the search was not narrowed by it."]),
        ({"type": "output'--"}, ["There is no such type here, so the search was not narrowed by it."]),
        ({"coalition": "999999"}, ["There is no such coalition here, so the search was not narrowed by it."]),
        ({"coalition": "9" * 50}, ["There is no such coalition here, so the search was not narrowed by it."]),
        ({"coalition": "x"}, ["There is no such coalition here, so the search was not narrowed by it."]),
        ({"coalition": "٣"}, ["There is no such coalition here, so the search was not narrowed by it."]),
        ({"year": "0"}, ["There is no such year here, so the search was not narrowed by it."]),
        ({"year": "-2021"}, ["There is no such year here, so the search was not narrowed by it."]),
        ({"year": "20211"}, ["There is no such year here, so the search was not narrowed by it."]),
        ({"year": "2021\x00"}, []),
        ({"type": "", "coalition": "", "year": ""}, []),
        ({"type": " output "}, []),
        ({"unheard": "of"}, []),
    ],
)
def test_filters_that_mean_nothing_are_named(ask, params, said):
    make_output(make_coalition("Zebras"), title="Zebra paper")
    rebuild_entries()
    page = ask(q="zebra", **params)
    assert notices(page) == said
    assert heading(page).endswith("for “zebra”")


@pytest.mark.parametrize(
    ("query", "outcome"),
    [
        ("?q=", None),
        ("?q=%00", None),
        ("?q=%20%09", None),
        ("?q=%ff%fe", "no letters"),
        ("?q=%F0%9F%A6%93", "no letters"),
        ('?q="*()"', "no letters"),
        ("?q=AND", "Nothing found"),
        ("?q=AND%20OR%20NOT%20NEAR", "Nothing found"),
        ("?q=NEAR(zebra,%202)", "Nothing found"),
        ("?q=zebra*", "1 result"),
        ("?q=%22zebra", "1 result"),
        ("?q=zebra%00", "1 result"),
        ("?q=horse&q=zebra", "1 result"),
        ("?q=zebra&page=2&page=-1", "1 result"),
        ("?q=zebra&page=%00", "1 result"),
        ("?q=zebra&page=99999999999999999999", "1 result"),
        ("?q=the%20a%20of", "Nothing found"),
        ("?q=" + "x" * 10_000, "Nothing found"),
        ("?q=" + "zebra%20" * 1_000, "1 result"),
        ("?q[]=zebra", None),
        ("?q=%D8%AD%D9%88%D9%83%D9%85%D8%A9", "Nothing found"),
    ],
)
def test_every_question_gets_a_sentence(ask, query, outcome):
    make_coalition("Zebra", acronym="")
    rebuild_entries()
    page = ask(query)
    if outcome is None:
        assert "Every word has to occur; the beginning of the last one is enough." in page
    elif outcome == "no letters":
        assert "There are no letters or digits in" in page
    else:
        assert heading(page).startswith(outcome)


def test_a_long_question_is_cut_with_a_note(ask):
    make_site_tree()
    said = "That was a long question: only its first 12 words, up to 200 characters, were looked for."
    assert notices(ask(q="word " * 13)) == [said]
    assert notices(ask(q="x" * 201)) == [said]
    assert notices(ask(q="word " * 12)) == []


def test_no_attack_gets_through(ask):
    make_site_tree()
    plain = Markup().read(ask(q="zebra"))
    got_through = []
    for name, attack in ATTACKS.items():
        attack = attack.encode(errors="replace")[:3_000]
        page = ask(q=attack, type=attack[:200])
        if Markup().read(page) - plain - {("bdi",), ("p", "class")} or "\x00" in page:
            got_through.append(name)
    assert got_through == []


def test_results_are_paged_and_links_keep_the_question(ask):
    for _number in range(45):
        make_coalition("Zebras & co", acronym="")
    rebuild_entries()
    page = ask(q="zebras & co", type="coalition", page="2")
    assert len(titles(page)) == 20
    assert 'start="21"' in page
    assert 'href="?q=zebras+%26+co&amp;type=coalition&amp;page=3" rel="next"' in page
    assert 'href="?q=zebras+%26+co&amp;type=coalition&amp;page=1" rel="prev"' in page
    assert len(titles(ask(q="zebras & co", page="3"))) == 5


def test_the_page_keeps_its_budget_with_1_and_30_results(client):
    make_home_page()
    coalition = make_coalition("Zebras")
    address = reverse("search:search") + f"?q=zebras&type=output&coalition={coalition.pk}&year=2021"
    counts = []
    for number in (1, 29):
        for _step in range(number):
            make_output(coalition, title="Zebras")
        rebuild_entries()
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
