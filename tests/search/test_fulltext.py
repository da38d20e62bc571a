import pytest
from django.db import connection

from home.models import StandardPage
from search.fulltext import MOST_LISTED, Question, best, excerpts, facets
from search.models import SearchEntry
from search.services import rebuild_entries
from search.spelling import read_words
from tests.attack_corpus import ATTACKS
from tests.factories import make_coalition, make_home_page, make_meeting, make_output, make_series

pytestmark = pytest.mark.django_db


def make_page(title, text=""):
    return make_home_page().add_child(instance=StandardPage(title=title, intro=f"<p>{text}</p>"))


def found(text, **facets_asked):
    """Titles of what is found, the best first."""
    rebuild_entries()
    ids = best(Question(read_words(text)[0], **facets_asked), [], offset=0, limit=20)
    titles = SearchEntry.objects.in_bulk(ids)
    return [titles[pk].title for pk in ids]


def marked(text):
    rebuild_entries()
    words = read_words(text)[0]
    ids = best(Question(words), [], offset=0, limit=20)
    shown = excerpts(words, ids)
    return [(shown[pk].title, shown[pk].text) for pk in ids]


def test_words_of_the_title_come_before_words_of_the_text():
    make_page("Horses", "zebras " * 50)
    make_page("A long title that ends with the word for which somebody is looking: zebras", "horses")
    make_page("Zebras", "horses")
    assert found("zebras") == [
        "Zebras",
        "A long title that ends with the word for which somebody is looking: zebras",
        "Horses",
    ]


def test_a_title_with_all_the_words_comes_before_one_with_some():
    make_page("Zebras", "stripes stripes stripes")
    make_page("Stripes of zebras", "horses")
    assert found("zebras stripes") == ["Stripes of zebras", "Zebras"]


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("dispute", "They had disputes."),
        ("disputes", "They had a dispute."),
        ("DISPUTE", "a Dispute"),
        ("acces", "accessibility"),
        ("access disab", "Accessibility, access and disability"),
        ("zurich", "Zürich"),
        ("Zürich", "Zurich"),
        ("Zu\u0308rich", "Zürich"),
        ("DC-IoT", "the DC-IoT call"),
        ("iot", "the DC-IoT call"),
        ("digital", "gender/digital rights"),
        ("example", "see www.example.org for more"),
        ("2021", "on 24 May 2021"),
        ("mañana", "manana"),
        ("the", "the"),
        ("حوكمة", "حوكمة الإنترنت"),
        ("ＩＧＦ", "IGF"),
    ],
)
def test_words_are_found_in_their_forms(asked, text):
    make_page("One", text)
    assert found(asked) == ["One"]


@pytest.mark.parametrize("asked", ["zebras horses", "ebras", "unheard"])
def test_every_word_has_to_occur_from_its_beginning(asked):
    make_page("One", "zebras")
    assert found(asked) == []


def test_only_the_last_word_may_be_a_beginning():
    make_page("One", "zebras horses")
    assert found("zebras hor") == ["One"]
    assert found("zeb horses") == []


@pytest.mark.parametrize(
    "asked",
    [
        "zebra AND",
        "NOT zebra",
        "zebra OR unheard",
        "zebra*",
        '"zebra',
        "zebra NEAR/2 horse",
        "title:zebra",
        "(zebra",
        "^zebra",
        "-zebra",
        "{zebra}",
        "zebra & !horse | x:*",
        "zebra <-> horse",
        "'zebra'",
        "zebra\\",
        "zebra%",
        "zebra;--",
    ],
)
def test_operators_are_only_words_or_nothing(asked):
    make_page("One", "zebra horse and not or near 2 title x unheard")
    assert found(asked) == ["One"]


def test_no_attack_is_more_than_words():
    found_by = {}
    for name, attack in ATTACKS.items():
        words, _shortened = read_words(attack)
        found_by[name] = facets(Question(words or ("x",)), []).total
    assert found_by == dict.fromkeys(ATTACKS, 0)


def test_found_words_are_marked_and_everything_else_is_escaped():
    make_page("<b>Zebras</b> & horses", "They said: &lt;script&gt;alert(1)&lt;/script&gt; zebra's \ue000x\ue001")
    assert marked("zebra") == [
        (
            "&lt;b&gt;<mark>Zebras</mark>&lt;/b&gt; &amp; horses",
            "They said: &lt;script&gt;alert(1)&lt;/script&gt; <mark>zebra</mark>&#x27;s x",
        )
    ]


def test_no_attack_in_a_text_gets_out_of_it():
    page = make_page("Page", "zebra")
    rebuild_entries()
    broken_out = []
    for name, attack in ATTACKS.items():
        text = attack[:2_000].replace("\x00", "").encode(errors="ignore").decode()
        SearchEntry.objects.filter(page=page).update(title=text[:200] + " zebra", text=text + " zebra")
        ids = best(Question(("zebra",)), [], offset=0, limit=20)
        shown = excerpts(("zebra",), ids)[ids[0]]
        for html in (shown.title, shown.text):
            bare = html.replace("<mark>", "").replace("</mark>", "")
            if set("<>\"'") & set(bare) or html.count("<mark>") != html.count("</mark>"):
                broken_out.append(name)
    assert broken_out == []


def test_an_excerpt_shows_where_the_words_are():
    make_page("One", f"{'before ' * 200} zebra {'after ' * 200}")
    ((_title, text),) = marked("zebra")
    assert text.count("<mark>zebra</mark>") == 1
    assert (text[0], text[-1], len(text) < 400) == ("…", "…", True)


def test_a_short_text_is_shown_whole():
    make_page("One", "A zebra.")
    assert marked("zebra") == [("One", "A <mark>zebra</mark>.")]


def test_the_facets_narrow_and_are_counted():
    first, second = make_coalition("Zebras one", acronym=""), make_coalition("Zebras two", acronym="")
    make_output(first, second, title="Zebras of 2021")
    make_output(first, title="Zebras of 2020", published_on="2020-02-01").refresh_from_db()
    make_meeting(make_series("Calls", parent=second), title="Zebras met", starts_at=None)
    rebuild_entries()
    year = SearchEntry.objects.get(kind="meeting").year
    assert found("zebras", kind="output", coalition=first.pk, year=2020) == ["Zebras of 2020"]
    assert sorted(found("zebras", coalition=second.pk)) == ["Zebras met", "Zebras of 2021", "Zebras two"]
    counted = facets(Question(("zebras",)), [])
    assert counted.total == 5
    assert counted.kinds == {"coalition": 2, "output": 2, "meeting": 1}
    assert counted.years == {2021: 1, 2020: 1, year: 1}
    assert counted.coalitions == {first.pk: ("Zebras one", 3), second.pk: ("Zebras two", 3)}


def test_a_facet_counts_what_its_other_values_would_find():
    first, second = make_coalition("Zebras one"), make_coalition("Zebras two")
    make_output(first, title="Zebras of 2021")
    rebuild_entries()
    counted = facets(Question(("zebras",), kind="output", coalition=first.pk, year=2021), [])
    assert counted.total == 1
    assert (counted.kinds, counted.years) == ({"output": 1}, {2021: 1})
    assert set(counted.coalitions) == {first.pk}
    assert facets(Question(("zebras",), kind="output", coalition=second.pk), []).total == 0


def test_without_words_everything_is_counted():
    make_coalition()
    rebuild_entries()
    assert facets(Question(), []).kinds == {"front-page": 1, "coalition-directory": 1, "coalition": 1}


def test_a_restricted_coalition_is_not_named():
    hidden = make_coalition("Hidden")
    make_output(make_coalition("Zebras"), hidden, title="Zebra paper")
    rebuild_entries()
    counted = facets(Question(("zebra",)), [hidden.path])
    assert [title for title, _count in counted.coalitions.values()] == ["Zebras"]


def test_never_more_than_the_most_listed_are_asked_for():
    make_page("Zebra")
    rebuild_entries()
    assert best(Question(("zebra",)), [], offset=MOST_LISTED, limit=20) == []


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="DATABASE_URL is not PostgreSQL")
def test_postgresql_uses_its_index():
    make_page("Zebra")
    rebuild_entries()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT FROM search_searchentry WHERE vector @@ to_tsquery('search_public', 'zebra')")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Bitmap Index Scan on search_searchentry_vector" in plan


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="DATABASE_URL is not PostgreSQL")
def test_postgresql_keeps_the_planner_from_reading_every_vector():
    with connection.cursor() as cursor:
        cursor.execute("SELECT proconfig FROM pg_proc WHERE proname = 'search_found'")
        assert cursor.fetchone() == (["enable_seqscan=off"],)
