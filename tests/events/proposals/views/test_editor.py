"""The form of a proposal on the public site: nothing typed is lost, whatever happens meanwhile."""

import pytest
import time_machine
from django.urls import reverse

from coalitions.models import Notice
from events.proposals.enums import Answer, ProposalState
from events.proposals.models import Proposal
from events.proposals.services import accept_proposal, save_proposal, share_draft, submit_proposal
from tests.attack_corpus import ATTACKS, COSTLY
from tests.events.proposals.factories import in_days, make_call, make_organiser, make_proposal
from tests.events.proposals.typed import as_data, typed_in
from tests.factories import make_coalition, make_secretariat_user, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return make_user("lead")


@pytest.fixture
def proposal(lead):
    coalition = make_coalition(coordinators=[lead], acronym="DC-L")
    return make_proposal(make_call(), lead=coalition, title="Open data")


def door(proposal):
    return reverse("proposals:proposal-edit", args=[proposal.code])


def send(client, proposal, do="save", **changes):
    return client.post(door(proposal), as_data(typed_in(proposal, do=do, **changes)))


def stored(proposal):
    return Proposal.objects.for_page().get(pk=proposal.pk)


def test_a_draft_is_saved_at_any_completeness(client, lead, proposal):
    client.force_login(lead)
    response = send(client, proposal, title="", abstract="", focus_areas=[], time_1="", expected_outcome="")
    assert (response.status_code, response["Location"]) == (302, f"{door(proposal)}?done=saved")
    page = client.get(response["Location"]).content.decode()
    assert "Saved. Nobody but the organisers" in page
    assert stored(proposal).version == 2
    for text in ("Give the proposal a title.", "Write an abstract.", "Choose at least one focus area."):
        assert text in page


@pytest.mark.parametrize(
    ("do", "leads_to"),
    [
        ("add-speaker", "/edit/?more=speakers#speakers"),
        ("add-period", "/edit/?more=periods#periods"),
        ("preview", "/preview/"),
        ("submit", "/submit/"),
        ("nonsense", "/edit/?done=saved"),
    ],
)
def test_every_button_saves_first(client, lead, proposal, do, leads_to):
    client.force_login(lead)
    response = send(client, proposal, do=do, title="Typed before")
    assert response["Location"] == f"/proposals/{proposal.code}{leads_to}"
    assert stored(proposal).title == "Typed before"


def test_what_is_refused_stays_in_the_form_and_is_said_at_its_field(client, lead, proposal):
    client.force_login(lead)
    response = send(client, proposal, title="a" * 161, abstract="Kept.", do="share")
    page = response.content.decode()
    assert (response.status_code, stored(proposal).version, stored(proposal).share_key) == (422, 1, "")
    assert '<a href="#id_title">Title: At most 160 characters, please; this has 161.</a>' in page
    assert 'aria-describedby="id_title_helptext id_title_error"' in page
    assert ("a" * 161 in page, "Kept." in page) == (True, True)


@pytest.mark.parametrize("attack", [name for name in ATTACKS if name not in COSTLY])
def test_attacks_are_shown_as_text(client, lead, proposal, attack):
    client.force_login(lead)
    text = ATTACKS[attack].encode(errors="replace").decode()  # as a browser sends it
    names = ("title", "abstract", "description", "expected_outcome", "accessibility", "languages", "place")
    speaker = {"speakers-TOTAL_FORMS": "1", "speakers-0-name": text, "speakers-0-affiliation": text}
    send(client, proposal, **dict.fromkeys(names, text), **speaker)
    pages = [
        client.get(reverse(f"proposals:proposal{end}", args=[proposal.code])) for end in ("", "-edit", "-preview")
    ]
    for page in pages:
        assert page.status_code == 200
        without_own = page.content.decode().replace('<script type="module" src="', "")
        assert "<script" not in without_own.lower()
        assert "<img src=x" not in without_own


def test_two_tabs_and_nothing_is_overwritten(client, lead, proposal):
    client.force_login(lead)
    mine = as_data(typed_in(proposal, title="Mine", abstract="Mine."))
    other = make_user("other")
    make_organiser(proposal, make_coalition(coordinators=[other]))
    save_proposal(proposal, version=1, by=other, written={"title": "Theirs", "languages": "Polish"})

    response = client.post(door(proposal), mine)
    page = response.content.decode()
    assert (response.status_code, stored(proposal).title, stored(proposal).abstract) == (
        409,
        "Theirs",
        "What it is about.",
    )
    assert "Saved meanwhile by other" in page
    assert "Take this version instead of yours" in page
    assert "You had not changed this, so it is in the field already." in page
    editor = response.context["editor"]
    assert list(editor.differences) == ["title", "languages"]

    # What is shown, sent as it is: mine stays, and what the other one alone had changed stays too.
    again = mine | {"version": [2], "seen": [editor.form.initial["seen"]], "languages": ["Polish"]}
    assert client.post(door(proposal), again).status_code == 302
    saved = stored(proposal)
    assert (saved.title, saved.abstract, saved.languages, saved.version) == ("Mine", "Mine.", "Polish", 3)


def test_the_other_version_is_taken_over(client, lead, proposal):
    client.force_login(lead)
    mine = as_data(typed_in(proposal, title="Mine", abstract="Mine."))
    save_proposal(proposal, version=1, by=lead, written={"title": "Theirs"})
    assert client.post(door(proposal), mine).status_code == 409
    response = client.post(door(proposal), mine | {"version": [2], "take": ["title"]})
    assert (response.status_code, stored(proposal).title, stored(proposal).abstract) == (302, "Theirs", "Mine.")


def test_a_stale_save_presses_no_other_button(client, lead, proposal):
    client.force_login(lead)
    mine = as_data(typed_in(proposal, do="share", title="Mine"))
    save_proposal(proposal, version=1, by=lead, written={"title": "Theirs"})
    assert client.post(door(proposal), mine).status_code == 409
    assert stored(proposal).share_key == ""


def test_the_session_ended_meanwhile(client, lead, proposal):
    client.force_login(lead)
    data = as_data(typed_in(proposal, title="Typed without a session"))
    client.logout()

    response = client.post(door(proposal), data)
    assert response["Location"] == f"{reverse('account_login')}?next={door(proposal)}"
    assert stored(proposal).title == "Open data"

    client.force_login(lead)
    page = client.get(door(proposal))
    assert "This is what you typed before your session ended" in page.content.decode()
    assert page.context["form"]["title"].value() == "Typed without a session"
    assert client.post(door(proposal), data).status_code == 302
    assert stored(proposal).title == "Typed without a session"
    assert client.get(door(proposal)).context["waited"] is False


def test_the_session_ended_and_somebody_else_saved(client, lead, proposal):
    data = as_data(typed_in(proposal, title="Mine"))
    client.post(door(proposal), data)
    save_proposal(proposal, version=1, by=lead, written={"title": "Theirs"})
    client.force_login(lead)
    page = client.get(door(proposal))
    assert (list(page.context["editor"].differences), page.context["form"]["title"].value()) == (["title"], "Mine")


def test_the_deadline_passed_while_it_was_written(client, lead, proposal):
    client.force_login(lead)
    data = as_data(typed_in(proposal, do="submit", title="Late by a minute"))
    with time_machine.travel(proposal.call.submit_by.timestamp() + 60):
        client.force_login(lead)
        response = client.post(door(proposal), data, follow=True)
    page = response.content.decode()
    assert stored(proposal).title == "Late by a minute"
    assert "The deadline has passed, so this draft can be read but not submitted." in page
    assert "Submit the proposal" not in page


@pytest.mark.parametrize("meanwhile", ["accepted", "edit deadline"])
def test_what_can_no_longer_be_saved_stands_there_to_be_copied(client, lead, proposal, meanwhile):
    submit_proposal(proposal, by=lead)
    client.force_login(lead)
    data = as_data(typed_in(proposal, title="Typed too late"))
    moment = in_days(0)
    if meanwhile == "accepted":
        accept_proposal(proposal, by=make_secretariat_user())
    else:
        moment = proposal.call.submit_by.timestamp() + 60
    with time_machine.travel(moment):
        client.force_login(lead)
        response = client.post(door(proposal), data)
    assert (response.status_code, stored(proposal).title) == (409, "Open data")
    assert "This proposal can no longer be changed." in response.content.decode()
    assert 'value="Typed too late"' in response.content.decode()


def test_a_coalition_is_invited_and_taken_out(client, lead, proposal):
    client.force_login(lead)
    other = make_coalition(coordinators=[make_user()], acronym="DC-I")
    response = send(
        client, proposal, "invite", title="Saved too", **{"invite-coalition": other.pk, "invite-role": "lead"}
    )
    assert response["Location"] == f"{door(proposal)}?done=invited#organisers"
    row = proposal.organisers.get(coalition=other)
    assert (row.role, row.answer, stored(proposal).title, Notice.objects.count()) == (
        "lead",
        "invited",
        "Saved too",
        1,
    )

    response = send(client, proposal, f"remove-{row.pk}")
    assert response["Location"] == f"{door(proposal)}?done=removed#organisers"
    assert (proposal.organisers.count(), Notice.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("do", "status", "says"),
    [
        ("invite", 422, "Choose the coalition you want to invite."),
        ("remove-0", 409, "This coalition is not in the proposal any more."),
        ("remove-x", 409, "This coalition is not in the proposal any more."),
    ],
)
def test_organisers_that_are_not_there(client, lead, proposal, do, status, says):
    client.force_login(lead)
    response = send(client, proposal, do, title="Saved all the same")
    assert (response.status_code, stored(proposal).title) == (status, "Saved all the same")
    assert says in response.content.decode()


def test_the_only_lead_cannot_be_taken_out(client, lead, proposal):
    client.force_login(lead)
    response = send(client, proposal, f"remove-{proposal.organisers.get().pk}")
    assert response.status_code == 409
    assert "What you typed is saved. But: A proposal needs a lead; withdraw it instead." in response.content.decode()


def test_a_co_organiser_writes_and_does_not_invite(client, lead, proposal):
    other = make_user()
    make_organiser(proposal, make_coalition(coordinators=[other]))
    client.force_login(other)
    assert "Invite a coalition" not in client.get(door(proposal)).content.decode()
    invited = make_coalition()
    response = send(client, proposal, "invite", **{"invite-coalition": invited.pk})
    assert (response.status_code, proposal.organisers.filter(coalition=invited).count()) == (409, 0)


def test_only_coalitions_that_are_not_named_are_offered(client, lead, proposal):
    make_organiser(proposal, make_coalition("Named"))
    make_organiser(proposal, make_coalition("Declined"), answer=Answer.DECLINED)
    make_coalition("Free")
    hidden = make_coalition("Hidden")
    hidden.unpublish()
    client.force_login(lead)
    offered = client.get(door(proposal)).context["invite"]["coalition"].field.queryset
    assert [coalition.title for coalition in offered] == ["Declined", "Free"]


def test_the_link_is_made_and_ended(client, lead, proposal):
    client.force_login(lead)
    assert send(client, proposal, "share")["Location"] == f"{door(proposal)}?done=shared#share"
    key = stored(proposal).share_key
    assert f"http://testserver/proposals/drafts/{key}/" in client.get(door(proposal)).content.decode()
    send(client, proposal, "unshare")
    assert stored(proposal).share_key == ""


def test_comments_on_the_draft_stand_in_the_form(client, lead, proposal):
    share_draft(proposal, by=lead)
    proposal.draft_comments.create(name="Lee <b>", text="Good.\n\nBut long.", version=1)
    client.force_login(lead)
    page = client.get(door(proposal)).content.decode()
    assert ("Lee &lt;b&gt;" in page, "<p>Good.</p>\n\n<p>But long.</p>" in page) == (True, True)


def test_a_submitted_proposal_is_changed_until_the_last_moment(client, lead, proposal):
    submit_proposal(proposal, by=lead)
    client.force_login(lead)
    page = client.get(door(proposal)).content.decode()
    assert ("Save and go on to submitting" in page, "Once a proposal is submitted its organisers stay." in page) == (
        False,
        True,
    )
    send(client, proposal, title="Changed later")
    assert (stored(proposal).title, stored(proposal).state) == ("Changed later", ProposalState.SUBMITTED)
