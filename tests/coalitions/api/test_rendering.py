import pytest

from coalitions.api.rendering import absolute_address, page_address, safe_html
from coalitions.models import CoalitionPage
from tests.factories import make_coalition

pytestmark = pytest.mark.django_db


def test_an_address_is_absolute_and_nothing_stays_nothing(rf):
    request = rf.get("/somewhere/", secure=True)

    assert [absolute_address(request, address) for address in ("/a/", "https://b.example/", "", None)] == [
        "https://testserver/a/",
        "https://b.example/",
        "",
        "",
    ]


def test_a_page_outside_every_site_has_no_address(rf):
    coalition = make_coalition(slug="dc")
    lost = CoalitionPage(title="Lost", slug="lost", url_path="/nowhere/lost/", path="00020001", depth=2)

    assert page_address(rf.get("/"), coalition, "goals") == "http://testserver/coalitions/dc/#goals"
    assert page_address(rf.get("/"), lost, "goals") == ""


def test_links_are_absolute(rf):
    coalition = make_coalition(slug="dc")
    link = f'<p>{{}} <a linktype="page" id="{coalition.pk}">it</a></p>'

    pieces = safe_html(rf.get("/"), [link.format(1), "", link.format(2), '<a href="//evil.example/">x</a>'])

    there = '<a href="http://testserver/coalitions/dc/" rel="nofollow ugc noopener">it</a>'
    assert pieces == [f"<p>1 {there}</p>", "", f"<p>2 {there}</p>", "x"]


def test_what_is_not_allowed_goes_and_its_words_stay(rf):
    assert safe_html(
        rf.get("/"), ["<p onclick=x>a<script>b</script><img src=/x>c</p>", "<div>" * 200 + "deep & low"]
    ) == [
        "<p>ac</p>",
        "deep &amp; low",
    ]


def test_pieces_cannot_run_into_each_other(rf):
    assert safe_html(rf.get("/"), ["<p>one\x1etwo</p>", "<p>three</p>"]) == ["<p>onetwo</p>", "<p>three</p>"]
