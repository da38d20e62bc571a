"""A draft for those who have its link."""

import pytest
from django.urls import reverse

from events.proposals.models import DraftComment
from events.proposals.services import share_draft, submit_proposal, unshare_draft
from tests.attack_corpus import ATTACKS, COSTLY
from tests.events.proposals.factories import make_call, make_proposal
from tests.factories import make_coalition, make_user
from tests.public_forms import as_a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return make_user("lead")


@pytest.fixture
def proposal(lead):
    proposal = make_proposal(make_call(), lead=make_coalition(coordinators=[lead], acronym="DC-L"), title="Open data")
    proposal.speakers.create(name="Ada", email="ada@example.org")
    return proposal


@pytest.fixture
def address(proposal, lead):
    return reverse("proposals:draft", args=[share_draft(proposal, by=lead)])


def test_anybody_with_the_link_reads_the_draft(client, address):
    response = client.get(address)
    page = response.content.decode()
    for text in ("Open data", "How it goes.", "What it is about.", "Ada", "Preferred times"):
        assert text in page
    assert ("ada@example.org" in page, "lead" in page.split("<main")[1].split("</main>")[0].split()) == (False, False)
    assert (response["X-Robots-Tag"], response["Referrer-Policy"]) == ("noindex, nofollow", "same-origin")
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_a_comment_is_kept_and_shown(client, address, proposal):
    response = client.post(address, as_a_person(name=" Lee\tList ", text="Good.\r\n\r\nBut long."))
    comment = DraftComment.objects.get()
    assert response["Location"] == f"{address}?done=said#comment-{comment.pk}"
    assert (comment.name, comment.text, comment.version) == ("Lee List", "Good.\n\nBut long.", 1)
    page = client.get(response["Location"]).content.decode()
    assert ("Lee List" in page, "<p>But long.</p>" in page, "Thank you." in page) == (True, True, True)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"name": "", "text": "x"}, "This field is required."),
        ({"name": "x", "text": " "}, "This field is required."),
        ({"name": "a" * 121, "text": "x"}, "At most 120 characters"),
        ({"name": "x", "text": "a" * 3_001}, "At most 3,000 characters"),
    ],
)
def test_what_is_refused_is_said_and_stays(client, address, fields, says):
    response = client.post(address, as_a_person(**fields))
    page = response.content.decode()
    assert (response.status_code, says in page, DraftComment.objects.count()) == (422, True, 0)
    assert max(fields.values(), key=len) in page


def test_programs_are_kept_out(client, address):
    trapped = as_a_person(name="x", text="Buy!") | {"homepage": "https://evil.example/"}
    assert client.post(address, trapped).status_code == 422
    assert client.post(address, {"name": "x", "text": "Buy!"}).status_code == 422
    assert DraftComment.objects.count() == 0


def test_not_too_often(client, address):
    statuses = [client.post(address, as_a_person(name="x", text=f"No. {n}")).status_code for n in range(21)]
    assert statuses == [302] * 20 + [429]


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_are_shown_as_text_or_refused(client, address, attack):
    text = ATTACKS[attack].encode(errors="replace").decode()
    response = client.post(address, as_a_person(name=text[:100], text=text))
    assert response.status_code in ((302, 422) if attack not in COSTLY else (422,))
    main = client.get(address).content.decode().split("<main")[1].split("</main>")[0]
    for mark in ("<script", "<img", "<svg", "<iframe", "<style", 'javascript:alert(1)"'):
        assert mark not in main.lower()


@pytest.mark.parametrize("end", [submit_proposal, unshare_draft])
def test_the_link_ends(client, address, proposal, lead, end):
    client.post(address, as_a_person(name="Lee", text="Good."))
    end(proposal, by=lead)
    answers = [client.get(address), client.post(address, as_a_person(name="Lee", text="More."))]
    assert [answer.status_code for answer in answers] == [404, 404]
    page = answers[0].content.decode()
    assert ("There is no draft behind this link" in page, "Open data" in page) == (True, False)
    assert (DraftComment.objects.count(), answers[0]["X-Robots-Tag"]) == (1, "noindex, nofollow")


@pytest.mark.parametrize("key", ["x", "%00", "a" * 300, "é"])
def test_a_key_that_opens_nothing(client, proposal, key):
    assert client.get(f"/proposals/drafts/{key}/").status_code == 404
