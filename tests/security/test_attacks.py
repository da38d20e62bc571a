"""Everything a visitor may put into an address: answered with a page or a refusal, and nothing of it runs."""

from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.attack_corpus import ATTACKS
from tests.factories import make_user
from tests.security.answers import wrong_with
from tests.world import make_world

pytestmark = pytest.mark.django_db

LONGEST = 10_000  # characters; servers in front of the portal take no longer address

# Parts of an address as they are sent: what no browser would type.
ODD = {
    "a null byte": "%00",
    "a null byte inside": "dc%00x",
    "bad UTF-8": "%ff%fe%c3%28",
    "overlong UTF-8": "%c0%ae%c0%ae",
    "half a character": "%ed%a0%80",
    "a byte order mark": "%ef%bb%bf1",
    "a lone percent sign": "%",
    "ten thousand characters": "x" * LONGEST,
    "ten thousand digits": "9" * LONGEST,
    "more than the database counts": str(2**63),
    "more than a float holds": "1e309",
    "not a number": "NaN",
    "nothing": "0",
    "negative": "-1",
    "a fraction": "1.5",
    "digits of another script": "%D9%A3",
    "a superscript digit": "%C2%B2",
    "a key of another table": "1%20OR%201%3D1",
    "operators": "%22*%20OR%20NEAR(%22",
    "wildcards": "%25_%5B%5D*%3F",
    "a line break": "a%0d%0aSet-Cookie:%20session=1",
    "a way up": "..%2f..%2f..%2fetc%2fpasswd",
    "a way up, backslashes": "..%5c..%5cwindows%5cwin.ini",
    "white space": "%20%09%0a%c2%a0%e3%80%80",
    "a month that is none": "2021-13",
    "a month far away": "9999-99",
}
# Names of parameters as some programs write lists and objects.
SHAPES = ("{}[]=1", "{}[0]=1", "{}[a][b]=1", "{}.x=1", "{}=1&{}=2&{}=", "{}", "{}__gte=1", "{}__user__password=1")


def parameters(world, description):
    """Address → the names of what it may be asked with."""
    found = {
        world.directory.url: ["q", "focus_area", "tag", "kind", "status", "group", "sort", "view", "page"],
        "/search/": ["q", "type", "coalition", "year", "page"],
        world.phase.url: ["when", "focus_area", "coalition", "format", "view", "month", "page"],
        world.phase.coverage_url(): ["page", "q"],
        world.call.url: ["kind", "focus_area", "coalition", "page"],
        f"/coalitions/{world.coalition.pk}-{world.coalition.slug}/members/": ["page"],
        f"/proposals/{world.proposal.code}/": ["done"],
        "/indicators/grid/": ["indicator", "period", "page"],
        "/indicators/grid.csv": ["indicator", "period"],
        f"/indicators/coalitions/{world.coalition.pk}-{world.coalition.slug}/": ["period"],
        f"/indicators/coalitions/{world.coalition.pk}-{world.coalition.slug}.csv": ["period"],
        "/assessments/2021/": ["page"],
        "/accounts/login/": ["next"],
        "/admin/login/": ["next"],
    }
    for path, operations in description["paths"].items():
        if "{" not in path:
            found[path] = [parameter["name"] for parameter in operations["get"].get("parameters", [])]
    return found


def places(world):
    """Addresses with a place to put something into."""
    coalition = world.coalition
    return [
        "/{}/",
        "/{}",
        "/coalitions/{}/",
        f"{coalition.url}{{}}/",
        f"{world.series.url}{{}}/",
        f"{world.phase.url}focus-areas/{{}}/",
        "/feeds/coalitions/{}/",
        f"/feeds/coalitions/{coalition.pk}-{{}}/",
        "/feeds/focus-areas/{}/",
        f"/calendars/coalitions/{coalition.pk}-{{}}.ics",
        "/calendars/series/{}-x.ics",
        "/calendars/meetings/{}.ics",
        "/calendars/{}.ics",
        "/documents/{}/words.txt",
        "/documents/1/{}",
        "/static/{}",
        "/api/v1/coalitions/{}/",
        "/api/v1/meetings/{}/",
        "/api/v1/{}/",
        "/members/own/{}/",
        "/members/confirm/{}/",
        "/members/statement/{}/",
        f"/coalitions/{coalition.pk}-{{}}/join/",
        "/assessments/{}/",
        "/annual-reports/{}/",
        "/indicators/coalitions/{}/",
        f"/indicators/coalitions/{coalition.pk}-{{}}/",
        "/indicators/coalitions/{}.csv",
        "/my-coalition/{}/assessments/1/",
        f"/my-coalition/{coalition.pk}/assessments/{{}}/",
        f"/my-coalition/{coalition.pk}/slot/{{}}/",
        f"/my-coalition/{coalition.pk}/annual-report/{{}}/",
        "/proposals/{}/",
        "/proposals/drafts/{}/",
        "/proposals/invitations/{}/",
        "/preparatory-events/{}/report/",
        "/accounts/{}/",
        "/admin/{}/",
    ]


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def asked_with(client, world):
    return parameters(world, client.get("/api/v1/openapi.json").json())


def wrong(client, addresses):
    """The addresses that are not answered as they should be, with what is wrong."""
    answers = ((address, wrong_with(client.get(address))) for address in addresses)
    return [(address[:200], what) for address, what in answers if what]


def test_odd_values_in_every_parameter_at_once_and_one_by_one(client, asked_with):
    addresses = []
    for address, names in asked_with.items():
        for odd in ODD.values():
            addresses.append(f"{address}?{'&'.join(f'{name}={odd}' for name in names)}")
            if not address.startswith("/api/"):  # programs' questions are tried one by one by schemathesis
                addresses += [f"{address}?{name}={odd}" for name in names if len(names) > 1]
    assert wrong(client, addresses) == []


def test_names_of_parameters_in_other_shapes(client, asked_with):
    addresses = [
        f"{address}?{'&'.join(shape.format(name, name, name) for name in names)}"
        for address, names in asked_with.items()
        for shape in SHAPES
    ]
    assert wrong(client, addresses) == []


def test_every_attack_in_every_parameter(client, asked_with):
    attacks = [attack.encode(errors="replace")[:LONGEST] for attack in ATTACKS.values()]
    addresses = [
        f"{address}?{urlencode(dict.fromkeys(names, attack))}"
        for address, names in asked_with.items()
        if not address.startswith("/api/")
        for attack in attacks
    ]
    assert wrong(client, addresses) == []


def test_odd_values_in_every_place_of_an_address(client, world):
    assert wrong(client, [place.format(odd) for place in places(world) for odd in ODD.values()]) == []


def test_every_attack_as_an_address(client, world):
    attacks = [attack.encode(errors="replace")[:500] for attack in ATTACKS.values()]
    shapes = [f"{world.coalition.url}{{}}/", f"/feeds/coalitions/{world.coalition.pk}-{{}}/", "/{}"]
    addresses = [
        shape.format(quote(attack, safe=safe)) for shape in shapes for attack in attacks for safe in ("/", "")
    ]
    assert wrong(client, addresses) == []


def test_a_way_up_reaches_no_file(client, world):
    ups = ["../" * 8, "..%2f" * 8, "%2e%2e/" * 8, "..%5c" * 8, "....//" * 8, "%2e%2e%2f" * 8, "/" * 3, "..;/" * 8]
    targets = ["etc/passwd", "manage.py", "dc_portal/settings/base.py", "var/db.sqlite3"]
    roots = ["/", "/static/", "/media/", "/documents/1/", "/documents/"]
    addresses = [f"{root}{up}{target}" for root in roots for up in ups for target in targets]
    bodies = [client.get(address).content for address in addresses]
    assert [
        address for address, body in zip(addresses, bodies, strict=True) if b"root:x" in body or b"import " in body
    ] == []
    assert wrong(client, addresses) == []


def test_a_sign_in_leads_nowhere_else():
    make_user("ada", password="a-long-test-password")
    goals = [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example/",
        "javascript:alert(1)",
        "http:evil.example",
    ]
    typed = {"login": "ada", "password": "a-long-test-password"}
    led_to = [Client().post("/accounts/login/", {**typed, "next": goal}).headers["Location"] for goal in goals]
    assert led_to == ["/my-coalition/"] * len(goals)


def asking(path):
    """Hypothesis's settings and a visitor for a property of one address."""
    client = Client()
    return lambda query: wrong_with(client.get(f"{path}?{query}"))


QUICKLY = settings(
    max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


def test_any_text_is_a_question(world):
    search, directory = asking("/search/"), asking(world.directory.url)

    @QUICKLY
    @given(st.text(max_size=300))
    def ask(text):
        query = urlencode({"q": text.encode(errors="surrogatepass")})
        assert (search(query), directory(query)) == ("", "")

    ask()


def test_any_bytes_are_an_address(world):
    client = Client()

    @QUICKLY
    @given(st.binary(max_size=80), st.binary(max_size=80))
    def visit(path, query):
        assert wrong_with(client.get(f"/{quote(path, safe='/')}?{quote(query, safe='&=')}")) == ""

    visit()
