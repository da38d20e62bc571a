"""A member's own doors: join, confirm, manage, leave. Nothing leaks, links only show, buttons change."""

import datetime
import html
import itertools
import re
from urllib.parse import urlencode

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import PageViewRestriction

from coalitions.enums import CoalitionStatus, MembershipState
from coalitions.forms.public import stamp
from coalitions.links import sign
from coalitions.models import Membership, Notice
from coalitions.services import CONFIRM_LINK, LINK_LASTS, MANAGE_LINK
from tests.attack_corpus import ATTACKS
from tests.factories import make_coalition, make_member
from tests.public_forms import as_a_person

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2021, 5, 17, 9, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)
ADDRESS = "ada@example.org"
TYPED = {
    "kind": "individual",
    "name": "Ada Example",
    "email": ADDRESS,
    "engagement": "follow",
    "group": "",
    "region": "",
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def coalition():
    return make_coalition("Dynamic Coalition on Tests", acronym="DC-T", slug="dc-t")


def join_url(coalition):
    return reverse("coalitions:member-join", args=[coalition.pk, coalition.slug])


def own_url(member, name="manage", at=None):
    purpose = CONFIRM_LINK if name == "confirm" else MANAGE_LINK
    with time_machine.travel(at or datetime.datetime.now(datetime.UTC), tick=False):
        return reverse(f"coalitions:member-{name}", args=[sign(purpose, member.key.hex)])


def rows():
    return list(Membership.objects.order_by("pk").values())


# Joining


@pytest.mark.parametrize("state", [None, *MembershipState])
def test_everybody_who_joins_is_told_the_same(client, coalition, state):
    if state:
        make_member(coalition, state=state, email=ADDRESS)
    response = client.post(join_url(coalition), as_a_person(**TYPED | {"email": " Ada@Example.ORG"}), follow=True)
    assert (response.redirect_chain, response.status_code) == ([("/members/mail-sent/", 302)], 200)
    assert response.cookies == {}
    assert ADDRESS not in response.content.decode()
    assert Notice.objects.get().address == ADDRESS
    assert Membership.objects.still_there().get().email == ADDRESS


def test_what_is_typed_is_kept(client, coalition):
    typed = {"kind": "organisation", "engagement": "coordinate", "group": "government", "region": "weog"}
    client.post(join_url(coalition), as_a_person(**TYPED | typed | {"show_name": "on", "name": " Ada\u202e  & Co. "}))
    member = Membership.objects.get()
    assert (member.kind, member.engagement, member.group, member.region) == tuple(typed.values())
    assert (member.name, member.visibility) == ("Ada & Co.", "public")


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"name": ""}, {"name": ["This field is required."]}),
        ({"name": " \u200b\u202e "}, {"name": ["Give a name; one letter at least."]}),
        ({"name": "123"}, {"name": ["Give a name; one letter at least."]}),
        (
            {"name": "Buy at www.evil.example"},
            {"name": ["A name holds no address of a website or of a mailbox."]},
        ),
        ({"name": "a" * 161}, {"name": ["This text is too long: at most 160 characters, please."]}),
        ({"email": ""}, {"email": ["This field is required."]}),
        ({"email": "ada"}, {"email": ["This is not an e-mail address. It looks like name@example.org."]}),
        (
            {"email": "ada@example.org, bob@example.org"},
            {"email": ["This is not an e-mail address. It looks like name@example.org."]},
        ),
        ({"kind": "robot"}, {"kind": ["Select a valid choice. robot is not one of the available choices."]}),
        ({"engagement": ""}, {"engagement": ["This field is required."]}),
        ({"region": "moon"}, {"region": ["Select a valid choice. moon is not one of the available choices."]}),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, coalition, changes, errors):
    response = client.post(join_url(coalition), as_a_person(**TYPED | changes))
    form = response.context["form"]
    assert (response.status_code, form.errors) == (422, errors)
    page = response.content.decode()
    assert page.count('<div class="error-summary"') == 1
    [field] = errors
    assert f'href="#id_{field}"' in page
    assert f'id="id_{field}"' in page
    assert f'id="id_{field}_error"' in page
    assert form["name"].value() == {**TYPED, **changes}["name"]
    assert (rows(), Notice.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    "changes", [{"homepage": "https://evil.example"}, {"opened": ""}, {"opened": "forged"}, {"opened": "now"}]
)
def test_programs_are_kept_out(client, coalition, changes):
    if changes.get("opened") == "now":
        changes = {"opened": stamp()}
    response = client.post(join_url(coalition), {**as_a_person(**TYPED), **changes})
    assert response.status_code == 422
    assert len(response.context["form"].non_field_errors()) == 1
    assert (rows(), Notice.objects.count()) == ([], 0)


def test_the_eleventh_request_in_an_hour_is_one_too_many(client, coalition):
    answers = [
        client.post(join_url(coalition), as_a_person(**TYPED | {"email": f"a{number}@example.org"})).status_code
        for number in range(11)
    ]
    assert answers == [302] * 10 + [429]
    assert Membership.objects.count() == 10


@pytest.mark.parametrize("status", CoalitionStatus)
def test_a_closed_coalition_says_so(client, status):
    coalition = make_coalition(status=status)
    is_closed = status == CoalitionStatus.CLOSED
    assert client.get(join_url(coalition)).status_code == (410 if is_closed else 200)
    assert client.post(join_url(coalition), as_a_person(**TYPED)).status_code == (410 if is_closed else 302)
    assert ("/join/" in client.get(coalition.url).content.decode()) is not is_closed


@pytest.mark.parametrize("name", ["member-join", "member-names"])
def test_a_page_that_is_not_public_has_no_doors(client, coalition, name):
    def answer(pk, slug="dc-t"):
        return client.get(reverse(f"coalitions:{name}", args=[pk, slug]))

    assert answer(coalition.pk).status_code == 200
    old = answer(coalition.pk, "old-slug")
    assert (old.status_code, old.url) == (302, reverse(f"coalitions:{name}", args=[coalition.pk, "dc-t"]))
    assert answer(999999999).status_code == 404
    restriction = PageViewRestriction.objects.create(page=coalition, restriction_type=PageViewRestriction.LOGIN)
    assert answer(coalition.pk).status_code == 404
    restriction.delete()
    coalition.unpublish()
    assert answer(coalition.pk).status_code == 404


def test_attacks_through_the_form_are_refused_or_harmless(client, coalition):
    """In the name: it is confirmed, shown to everybody, and runs nowhere. In the address: none is one."""
    clients = itertools.count()

    def post(url, data):
        number = next(clients)  # each from elsewhere, so that nobody is throttled
        # Encoded here: the test client could not send half characters.
        body, kind = urlencode(data), "application/x-www-form-urlencoded"
        return client.post(url, body, kind, REMOTE_ADDR=f"10.0.{number // 250}.{number % 250}").status_code

    url = join_url(coalition)
    attacks = [text.encode("utf-8", "surrogatepass") for text in ATTACKS.values()]
    assert {post(url, as_a_person(**TYPED | {"email": text})) for text in attacks} == {422}
    assert rows() == []
    for number, text in enumerate(attacks):
        typed = as_a_person(**TYPED | {"email": f"a{number}@example.org", "name": text, "show_name": "on"})
        assert post(url, typed) in (302, 422)
    kept = list(Membership.objects.order_by("pk"))
    assert len(kept) > 40
    for member in kept:
        assert not {"\0", "\n", "\r", "\u202e", "\x1b"} & set(member.name)
        assert html.escape(member.name) in client.get(own_url(member, "confirm")).content.decode()
        assert post(own_url(member, "confirm"), {"answer": "yes"}) == 302
    names = client.get(reverse("coalitions:member-names", args=[coalition.pk, "dc-t"])).content.decode()
    for page in (client.get(coalition.url).content.decode(), names):
        assert re.findall(r"<(?!script type)[a-z]+[^>]*(?:alert|onerror|javascript:)[^>]*>", page) == []
    assert [notice for notice in Notice.objects.all() if "\n" in notice.subject] == []


# The link in the mail


@pytest.mark.parametrize("state", MembershipState)
def test_a_program_that_follows_every_link_changes_nothing(client, coalition, state):
    member = make_member(coalition, state=state, email=ADDRESS)
    before = rows()
    for name in ("confirm", "manage", "leave", "erase", "data"):
        if name != "confirm" and state == MembershipState.UNCONFIRMED:
            continue  # nobody has such a link
        for method in (client.get, client.head):
            assert method(own_url(member, name), follow=True).status_code == 200
    assert client.get(own_url(member, "still-interested")).status_code == 405
    assert (rows(), Notice.objects.count()) == (before, 0)


def test_confirming_takes_a_button(client, coalition):
    member = make_member(coalition, state=MembershipState.UNCONFIRMED, name="Ada Example", group="government")
    page = client.get(own_url(member, "confirm")).content.decode()
    assert [word for word in ("Ada Example", "Government", member.email) if word not in page] == []
    response = client.post(own_url(member, "confirm"), {"answer": "yes"})
    assert response.status_code == 302
    page = client.get(response.url)
    assert page.context["said"] == "You are a member now. Welcome."
    assert Membership.objects.get().state == MembershipState.CURRENT
    # Once more: to the own page, and nothing is written.
    again = client.post(own_url(member, "confirm"), {"answer": "no"}, follow=True)
    assert (again.status_code, again.context["member"]) == (200, member)


def test_who_did_not_ask_deletes_the_request(client, coalition):
    member = make_member(coalition, state=MembershipState.UNCONFIRMED)
    response = client.post(own_url(member, "confirm"), {"answer": "no"}, follow=True)
    assert (response.redirect_chain, rows()) == ([("/members/erased/", 302)], [])
    assert client.get(own_url(member, "confirm")).status_code == 410


@pytest.mark.parametrize(
    ("name", "state"),
    [("confirm", MembershipState.UNCONFIRMED), ("manage", MembershipState.CURRENT), ("leave", MembershipState.LEFT)],
)
def test_a_link_works_until_its_time_is_over(client, coalition, clock, name, state):
    member = make_member(coalition, state=state)
    url = own_url(member, name, at=NOW)
    lasts = LINK_LASTS[CONFIRM_LINK if name == "confirm" else MANAGE_LINK]
    clock.move_to(NOW + lasts - SECOND)
    assert client.get(url, follow=True).status_code == 200
    clock.move_to(NOW + lasts + SECOND)
    response = client.get(url)
    assert response.status_code == 410
    assert reverse("coalitions:member-link") in response.content.decode()
    assert client.post(url).status_code == 410


@pytest.mark.parametrize("name", ["confirm", "manage", "still-interested", "leave", "erase", "data"])
@pytest.mark.parametrize("token", ["x", "x:y:z", "%00", "other", "a" * 3000])
def test_what_is_no_link_of_ours_is_said_to_be_none(client, coalition, name, token):
    member = make_member(coalition)
    if token == "other":  # good for something else
        token = sign(MANAGE_LINK if name == "confirm" else CONFIRM_LINK, member.key.hex)
    before = rows()
    address = reverse(f"coalitions:member-{name}", args=["token"]).replace("token", token, 1)
    answers = {client.post(address, {"answer": "yes"}).status_code, client.get(address).status_code}
    assert answers <= {405, 410}
    assert (410 in answers, rows()) == (True, before)


@pytest.mark.parametrize("name", ["manage", "leave", "erase", "data"])
def test_a_members_page_is_kept_nowhere(client, coalition, name):
    response = client.get(own_url(make_member(coalition), name))
    directives = {part.strip() for part in response["Cache-Control"].split(",")}
    assert {"no-store", "private"} <= directives
    assert (response["X-Robots-Tag"], response["Referrer-Policy"]) == ("noindex", "same-origin")


def test_changing_the_entry(client, coalition):
    member = make_member(coalition, state=MembershipState.DORMANT, name="Ada")
    url = own_url(member)
    form = client.get(url).context["form"]
    assert (form["name"].value(), form["show_name"].value()) == ("Ada", False)
    wrong = client.post(url, {"kind": "individual", "name": "", "engagement": "follow"})
    assert (wrong.status_code, wrong.context["form"].errors) == (422, {"name": ["This field is required."]})
    typed = {"kind": "individual", "name": "Ada E.", "engagement": "contribute", "group": "other", "region": "grulac"}
    response = client.post(url, {**typed, "show_name": "on", "email": "other@example.org"})
    assert response.status_code == 302
    assert client.get(response.url).context["said"] == "Your entry is changed."
    member.refresh_from_db()
    assert {name: getattr(member, name) for name in typed} == typed
    assert (member.visibility, member.state) == ("public", MembershipState.CURRENT)
    assert member.email != "other@example.org"


def test_still_interested(client, coalition):
    member = make_member(coalition, state=MembershipState.DORMANT)
    assert own_url(member, "still-interested") in client.get(own_url(member)).content.decode()
    response = client.post(own_url(member, "still-interested"), follow=True)
    assert response.context["said"] == "Thank you. It is noted that you are still interested."
    assert own_url(member, "still-interested") not in response.content.decode()
    assert Membership.objects.get().state == MembershipState.CURRENT


def test_leaving_and_what_is_left(client, coalition):
    member = make_member(coalition)
    response = client.post(own_url(member, "leave"), follow=True)
    assert response.templates[0].name == "coalitions/members/left.html"
    assert Membership.objects.get().state == MembershipState.LEFT
    assert client.post(own_url(member, "still-interested")).status_code == 409
    assert client.post(own_url(member, "erase"), follow=True).redirect_chain == [("/members/erased/", 302)]
    assert rows() == []


def test_taking_ones_data_along(client, coalition):
    member = make_member(coalition, name="Ada Ünal")
    response = client.get(own_url(member, "data"))
    assert response["Content-Disposition"] == 'attachment; filename="membership-dc-t.json"'
    assert (response.json()["name"], response.json()["email"]) == ("Ada Ünal", member.email)


@pytest.mark.parametrize("there", [True, False])
def test_asking_for_a_new_link_tells_nothing(client, coalition, there):
    if there:
        make_member(coalition, email=ADDRESS)
    response = client.post(reverse("coalitions:member-link"), as_a_person(email=ADDRESS), follow=True)
    assert response.redirect_chain == [("/members/mail-sent/", 302)]
    assert Notice.objects.count() == int(there)
    wrong = client.post(reverse("coalitions:member-link"), as_a_person(email="ada"))
    assert wrong.status_code == 422


# What everybody sees


def test_the_names_of_those_who_chose_it(client, coalition):
    make_member(coalition, name="Named", visibility="public")
    make_member(coalition, name="Counted")
    page = client.get(reverse("coalitions:member-names", args=[coalition.pk, "dc-t"]))
    assert [member.name for member in page.context["page_obj"]] == ["Named"]
    assert "Counted" not in page.content.decode()


def test_the_coalitions_page(client, coalition):
    for number in range(6):
        make_member(coalition, name=f"Name {number}", visibility="public" if number == 3 else "counted")
    text = client.get(coalition.url).content.decode()
    assert "6 members" in text
    assert re.findall(r"Name \d", text) == ["Name 3"]
    assert "@example.org" not in text


@pytest.mark.parametrize("page", ["coalition", "names", "join"])
def test_thirty_members_ask_as_many_questions_as_one(client, coalition, page, django_assert_max_num_queries):
    url = {
        "coalition": coalition.url,
        "names": reverse("coalitions:member-names", args=[coalition.pk, "dc-t"]),
        "join": join_url(coalition),
    }[page]
    counts = []
    for number in range(30):
        make_member(coalition, visibility="public", group="government" if number % 2 else "")
        if number in (0, 29):
            client.get(url)
            with django_assert_max_num_queries(20) as captured:
                assert client.get(url).status_code == 200
            counts.append(len(captured))
    assert counts[0] == counts[1]
