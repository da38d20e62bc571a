import datetime

import pytest
import time_machine
from wagtail.models import PageViewRestriction

from coalitions.enums import CoalitionKind, CoalitionStatus, ContactRole, StakeholderGroup
from coalitions.models import CoalitionPage, FormerName, Goal, RepresentedGroup, StatusChange
from tests.factories import (
    make_coalition,
    make_contact,
    make_cycle,
    make_focus_area,
    make_openness_check,
    make_output,
    make_user,
)

pytestmark = pytest.mark.django_db
COALITIONS = "/api/v1/coalitions/"
OUTPUTS = "/api/v1/outputs/"
CYCLES = "/api/v1/cycles/"


def slugs(client, query=""):
    return [item["slug"] for item in client.get(f"{COALITIONS}{query}").json()["items"]]


def make_rich_coalition(**fields):
    """A coalition with one row of everything."""
    area = make_focus_area("Economic and social inclusion")
    fields = {"slug": "iot", "acronym": "DC-IoT", "established": 2008, "mission": "<p>Things.</p>", **fields}
    coalition = make_coalition("Internet of Things", focus_areas=[area], tags=["iot"], **fields)
    RepresentedGroup.objects.create(coalition=coalition, group=StakeholderGroup.GOVERNMENT)
    FormerName.objects.create(coalition=coalition, name="Things online", used_until=datetime.date(2010, 1, 1))
    Goal.objects.create(coalition=coalition, text="A charter", cycle=area.cycle)
    make_contact(coalition, given_name="Ada", family_name="Open", is_public=True, user=make_user(email="a@b.example"))
    make_openness_check(coalition, checked_on=datetime.date(2020, 1, 1), result="not-open")
    make_openness_check(coalition)
    StatusChange.objects.create(
        coalition=coalition, to_status=CoalitionStatus.ACTIVE, changed_on=datetime.date(2008, 3, 1), reason="Began."
    )
    return coalition


def test_a_coalition_in_full(client):
    coalition = make_rich_coalition()
    make_contact(coalition, given_name="Bob", family_name="Hidden", is_public=False)
    past = datetime.date(2019, 1, 1)
    make_contact(coalition, given_name="Cy", family_name="Past", is_public=True, to_date=past)
    area = coalition.focus_areas.get()

    answer = client.get(f"{COALITIONS}iot/").json()

    assert answer == {
        "slug": "iot",
        "title": "Internet of Things",
        "acronym": "DC-IoT",
        "url": "http://testserver/coalitions/iot/",
        "kind": "dc",
        "status": "active",
        "established": 2008,
        "focus_areas": [{"id": area.pk, "title": "Economic and social inclusion", "cycle": 2021}],
        "tags": ["iot"],
        "updated_at": None,
        "mission": "<p>Things.</p>",
        "website": "",
        "list_subscribe_url": "",
        "list_archive_url": "",
        "stakeholder_groups": ["government"],
        "former_names": [{"name": "Things online", "acronym": "", "used_from": None, "used_until": "2010-01-01"}],
        "contacts": [{"name": "Ada Open", "role": ContactRole.COORDINATOR, "affiliation": ""}],
        "goals": [
            {
                "text": "A charter",
                "cycle": 2021,
                "measure": "",
                "progress": "not-started",
                "progress_reason": "",
                "evidence_url": "",
            }
        ],
        "openness": [
            {
                "subject": "list",
                "result": "open",
                "checked_on": "2021-04-01",
                "checked_by": "IGF Secretariat",
                "note": "",
            }
        ],
        "status_history": [{"from_status": "", "to_status": "active", "changed_on": "2008-03-01", "reason": "Began."}],
    }


def test_no_address_of_a_person_or_a_list_is_told(client):
    make_rich_coalition(list_address="things@lists.example.org")

    assert [b"@" in client.get(address).content for address in (COALITIONS, f"{COALITIONS}iot/")] == [False, False]


@pytest.mark.parametrize("case", ["not published", "restricted", "below a restricted page"])
def test_what_is_not_public_is_not_there(client, case):
    coalition = make_coalition("Secret", slug="secret", live=case != "not published")
    shared = make_output(coalition, make_coalition("Open", slug="open"), title="Shared")
    make_output(coalition, title="Secret paper")
    if case == "restricted":
        PageViewRestriction.objects.create(page=coalition, restriction_type=PageViewRestriction.LOGIN)
    if case == "below a restricted page":
        PageViewRestriction.objects.create(page=coalition.get_parent(), restriction_type=PageViewRestriction.LOGIN)
        CoalitionPage.objects.get(slug="open").move(coalition.get_parent().get_parent(), "last-child")

    answers = {address: client.get(address) for address in (COALITIONS, f"{COALITIONS}secret/", OUTPUTS)}

    assert [answer.status_code for answer in answers.values()] == [200, 404, 200]
    assert not any(b"Secret" in answer.content for answer in answers.values())
    assert [
        (item["id"], [one["slug"] for one in item["coalitions"]]) for item in answers[OUTPUTS].json()["items"]
    ] == [(shared.pk, ["open"])]
    assert client.get(f"{OUTPUTS}?coalition=secret").json() == {"count": 0, "items": []}


def test_filters(client):
    area = make_focus_area()
    make_coalition("A", slug="a", tags=["rights"], focus_areas=[area])
    make_coalition("B", slug="b", kind=CoalitionKind.POLICY_NETWORK, status=CoalitionStatus.FORMING, tags=["rights"])
    make_coalition("C", slug="c", status=CoalitionStatus.CLOSED, focus_areas=[area])

    assert {
        query: slugs(client, query)
        for query in (
            *("", "?kind=pn", "?status=closed", f"?focus_area={area.pk}", "?tag=rights"),
            *("?kind=dc&tag=rights", "?tag=none", "?focus_area=999999"),
        )
    } == {
        "": ["a", "b", "c"],
        "?kind=pn": ["b"],
        "?status=closed": ["c"],
        f"?focus_area={area.pk}": ["a", "c"],
        "?tag=rights": ["a", "b"],
        "?kind=dc&tag=rights": ["a"],
        "?tag=none": [],
        "?focus_area=999999": [],
    }


def test_a_list_is_read_in_windows(client):
    for title in "ABCDE":
        make_coalition(title, slug=title.lower())

    answer = client.get(f"{COALITIONS}?limit=2&offset=3").json()

    assert (answer["count"], [item["slug"] for item in answer["items"]]) == (5, ["d", "e"])
    assert slugs(client, "?offset=5") == []


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "offset=-1", f"offset={10**30}", "kind=x", "tag=%00", "focus_area=0"]
)
def test_a_bad_question_is_answered_with_what_is_wrong(client, query):
    response = client.get(f"{COALITIONS}?{query}")

    answer = response.json()
    assert (response.status_code, answer["status"], answer["title"]) == (422, 422, "Unprocessable Entity")
    assert [error["where"].rpartition(".")[2] for error in answer["errors"]] == [query.partition("=")[0]]


@time_machine.travel("2021-06-01T12:00Z")
def test_outputs_the_newest_first(client):
    one = make_coalition(slug="one")
    make_output(
        one,
        title="Paper",
        summary="<p>Short<script>x</script></p>",
        dissenting_views="<p>No.</p>",
        published_on=datetime.date(2021, 5, 3),
    )
    make_output(one, title="Report", kind="annual-report", published_on=datetime.date(2020, 5, 3))
    make_output(title="Other", published_on=datetime.date(2021, 1, 1))

    def titles(query):
        return [item["title"] for item in client.get(f"{OUTPUTS}{query}").json()["items"]]

    assert [titles(query) for query in ("", "?coalition=one", "?year=2021", "?kind=annual-report")] == [
        ["Paper", "Other", "Report"],
        ["Paper", "Report"],
        ["Paper", "Other"],
        ["Report"],
    ]
    item = client.get(OUTPUTS).json()["items"][0]
    assert (item["summary"], item["dissenting_views"], item["url"], item["accessible_url"]) == (
        "<p>Short</p>",
        "<p>No.</p>",
        "https://example.org/paper",
        "",
    )


def test_cycles_with_their_focus_areas(client):
    make_cycle(2022, theme="Resilience")
    area = make_focus_area("Inclusion", cycle=make_cycle(2021), questions=["Access", "Rights"])

    answer = client.get(CYCLES).json()

    assert [(cycle["year"], cycle["theme"]) for cycle in answer["items"]] == [(2022, "Resilience"), (2021, "")]
    assert answer["items"][1]["focus_areas"] == [
        {
            "id": area.pk,
            "basket": "main",
            "title": "Inclusion",
            "description": "",
            "policy_questions": [{"label": "Access", "text": ""}, {"label": "Rights", "text": ""}],
        }
    ]


@pytest.mark.parametrize(
    ("address", "budget"), [(f"{COALITIONS}?limit=100", 4), (f"{OUTPUTS}?limit=100", 3), (f"{CYCLES}?limit=100", 4)]
)
def test_the_queries_of_a_list_do_not_grow(client, django_assert_num_queries, address, budget):
    def add(number):
        area = make_focus_area(cycle=make_cycle(2021 + number), questions=["One", "Two"])
        make_output(make_coalition(focus_areas=[area], tags=["one", f"tag-{number}"]), make_coalition())

    add(0)
    client.get(address)
    with django_assert_num_queries(budget):
        client.get(address)
    for number in range(1, 30):
        add(number)
    with django_assert_num_queries(budget):
        client.get(address)


def test_the_queries_of_an_item_do_not_grow(client, django_assert_num_queries):
    coalition = make_rich_coalition()
    client.get(f"{COALITIONS}iot/")
    with django_assert_num_queries(9):
        client.get(f"{COALITIONS}iot/")
    for number in range(29):
        coalition.focus_areas.add(make_focus_area(cycle=make_cycle(2022 + number)))
        coalition.tags.add(f"tag-{number}")
        FormerName.objects.create(coalition=coalition, name=f"Name {number}")
        Goal.objects.create(coalition=coalition, text=f"Goal {number}", cycle=make_cycle(2022 + number))
        make_contact(coalition, is_public=True)
        make_openness_check(coalition)
    coalition.save()
    with django_assert_num_queries(9):
        client.get(f"{COALITIONS}iot/")
