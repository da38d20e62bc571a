"""Written inputs on the public site: who opens which door, how two write one text, and what is published."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from coalitions.links import sign
from coalitions.models import Notice
from events.proposals import services
from events.proposals.enums import Answer, InputState
from events.proposals.models import InputCoalition, WrittenInput
from tests.attack_corpus import ATTACKS
from tests.events.proposals.factories import in_days, make_call, make_input, make_reviewer
from tests.factories import make_coalition, make_focus_area, make_secretariat_user, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """A draft of one coalition to which a second is invited, and everybody who might come by."""
    people = {name: make_user(name) for name in ("writer", "invited", "other")}
    own, second = make_coalition(coordinators=[people["writer"]]), make_coalition(coordinators=[people["invited"]])
    make_coalition(coordinators=[people["other"]])
    call = make_call(asks_for_inputs=True, input_words=50, submit_by=in_days(2))
    written_input = make_input(call, coalition=own, focus_area=make_focus_area(cycle=call.cycle, questions=["Why?"]))
    InputCoalition.objects.create(written_input=written_input, coalition=second)
    people |= {"reviewer": make_reviewer(), "secretariat": make_secretariat_user()}
    return written_input, people


def door(name, written_input, *more):
    return reverse(f"proposals:{name}", args=[written_input.code, *more])


def form_of(written_input, **changes):
    data = {
        "version": written_input.version,
        "focus_area": written_input.focus_area_id,
        "title": "On access",
        "text": "One paragraph.\n\nAnother one.",
        "dissent": "none",
        "dissenting_views": "",
    }
    return data | changes


@pytest.mark.parametrize(
    ("state", "readers"),
    [
        (InputState.DRAFT, ["writer", "invited"]),
        (InputState.SUBMITTED, ["writer", "invited", "secretariat"]),
        (InputState.PUBLISHED, ["visitor", "writer", "invited", "other", "reviewer", "secretariat"]),
        (InputState.REFLECTED, ["visitor", "writer", "invited", "other", "reviewer", "secretariat"]),
        (InputState.WITHDRAWN, ["writer", "invited", "secretariat"]),
    ],
)
def test_who_reads_it_in_which_state(client, world, state, readers):
    written_input, people = world
    WrittenInput.objects.update(state=state)
    found = []
    for name in ("visitor", *people):
        client.logout()
        if name != "visitor":
            client.force_login(people[name])
        answer = client.get(door("input", written_input)).status_code
        assert answer in (200, 404)
        found += [name] * (answer == 200)
    assert found == readers


@pytest.mark.parametrize(
    ("name", "edit", "withdraw", "answer"),
    [
        ("visitor", 302, 302, 302),
        ("writer", 200, 200, 404),
        ("invited", 302, 200, 200),
        ("other", 404, 404, 404),
        ("reviewer", 404, 404, 404),
        ("secretariat", 404, 404, 404),
    ],
)
def test_who_opens_which_door_of_a_draft(client, world, name, edit, withdraw, answer):
    written_input, people = world
    row = written_input.coalitions.get(answer=Answer.INVITED)
    if name != "visitor":
        client.force_login(people[name])
    found = (
        client.get(door("input-edit", written_input)).status_code,
        client.get(door("input-withdraw", written_input)).status_code,
        client.get(door("input-answer", written_input, row.pk)).status_code,
    )
    assert found == (edit, withdraw, answer)


def test_the_invited_cannot_withdraw(client, world):
    written_input, people = world
    client.force_login(people["invited"])

    assert client.post(door("input-withdraw", written_input)).status_code == 409
    assert WrittenInput.objects.get().state == InputState.DRAFT


def test_a_text_is_begun_for_a_coalition_of_ones_own(client):
    user = make_user()
    own, foreign = make_coalition(coordinators=[user]), make_coalition()
    call = make_call(asks_for_inputs=True)
    area = make_focus_area(cycle=call.cycle)
    client.force_login(user)
    url = reverse("proposals:input-start", args=[call.pk])

    refused = client.post(url, {"coalition": foreign.pk, "focus_area": area.pk})
    begun = client.post(url, {"coalition": own.pk, "focus_area": area.pk})

    written_input = WrittenInput.objects.get()
    assert refused.status_code == 422
    assert begun.url == door("input-edit", written_input)
    assert [(row.coalition, row.answer) for row in written_input.coalitions.all()] == [(own, Answer.CONFIRMED)]


@pytest.mark.parametrize(("opens", "closes", "shows_form"), [(1, 5, False), (-1, 5, True), (-5, -1, False)])
def test_a_text_is_begun_while_the_call_is_open(client, opens, closes, shows_form):
    user = make_user()
    make_coalition(coordinators=[user])
    call = make_call(asks_for_inputs=True, opens_at=in_days(opens), submit_by=in_days(closes))
    client.force_login(user)
    assert client.get(reverse("proposals:input-start", args=[call.pk])).context["may_start"] == shows_form


def test_saving_keeps_safe_markup_and_counts_words(client, world):
    written_input, people = world
    client.force_login(people["writer"])

    answer = client.post(door("input-edit", written_input), form_of(written_input))

    written_input.refresh_from_db()
    assert answer.url == f"{door('input-edit', written_input)}?done=saved"
    assert (written_input.text, written_input.words) == ("<p>One paragraph.</p><p>Another one.</p>", 4)
    assert (written_input.version, written_input.updated_by) == (2, people["writer"])


def test_a_stale_save_shows_both_versions_and_overwrites_nothing(client, world):
    written_input, people = world
    services.save_input(written_input, version=1, by=people["writer"], written={"title": "Theirs"})
    client.force_login(people["writer"])

    stale = client.post(door("input-edit", written_input), form_of(written_input, title="Mine"))

    page = stale.content.decode()
    assert stale.status_code == 409
    assert ("Theirs" in page, 'value="Mine"' in page) == (True, True)
    assert WrittenInput.objects.get().title == "Theirs"

    again = form_of(written_input, title="Mine", version=stale.context["form"].data["version"])
    client.post(door("input-edit", written_input), again)
    assert WrittenInput.objects.get().title == "Mine"


def test_what_was_typed_waits_after_the_session_ended(client, world):
    written_input, people = world
    url = door("input-edit", written_input)

    led = client.post(url, form_of(written_input, title="Typed meanwhile"))
    client.force_login(people["writer"])
    shown = client.get(url).content.decode()

    assert led.status_code == 302
    assert 'value="Typed meanwhile"' in shown
    assert WrittenInput.objects.get().title != "Typed meanwhile"


def test_submitting_needs_few_words_dissent_and_every_answer(client, world):
    written_input, people = world
    client.force_login(people["writer"])
    url, page = door("input-edit", written_input), door("input", written_input)
    long = form_of(written_input, text="word " * 53, dissent="", do="submit")

    refused = client.post(url, long)

    second = written_input.coalitions.get(answer=Answer.INVITED)
    assert refused.status_code == 409
    assert [str(one) for one in refused.context["missing"]] == [
        "Shorten the text by 3 words.",
        "Add dissenting views, or say that none were expressed.",
        f"{second.coalition.short_name} has not confirmed its part yet.",
    ]

    services.answer_for_input(second, confirm=True, by=people["invited"])
    written_input.refresh_from_db()
    answer = client.post(url, form_of(written_input, do="submit"))

    assert answer.url == f"{page}?done=submitted"
    assert WrittenInput.objects.get().state == InputState.SUBMITTED


def test_the_deadline_counts_to_the_second(client, world, time_machine):
    written_input, people = world
    row = written_input.coalitions.get(answer=Answer.INVITED)
    services.answer_for_input(row, confirm=True, by=people["invited"])
    closes = written_input.call.submit_by
    client.force_login(people["writer"])

    time_machine.move_to(closes + (in_days(1) - in_days(0)) / 86_400, tick=False)
    late = client.post(door("input-edit", written_input), form_of(written_input, do="submit"))
    time_machine.move_to(closes, tick=False)
    written_input.refresh_from_db()
    in_time = client.post(door("input-edit", written_input), form_of(written_input, do="submit"))

    assert (late.status_code, "The deadline has passed." in late.content.decode()) == (409, True)
    assert (in_time.status_code, WrittenInput.objects.get().state) == (302, InputState.SUBMITTED)


def test_inviting_another_coalition_sends_its_coordinators_a_link(client, world):
    written_input, people = world
    third_user = make_user()
    third = make_coalition(coordinators=[third_user])
    client.force_login(people["writer"])

    typed = form_of(written_input, do="invite") | {"invite-coalition": third.pk}
    client.post(door("input-edit", written_input), typed)

    assert [notice.user for notice in Notice.objects.all()] == [third_user]
    assert written_input.coalitions.get(coalition=third).answer == Answer.INVITED


@pytest.mark.parametrize(
    ("who", "status"), [("visitor", 302), ("writer", 403), ("other", 403), ("secretariat", 403), ("invited", 200)]
)
def test_the_link_opens_for_the_account_it_was_sent_to(client, world, who, status):
    written_input, people = world
    row = written_input.coalitions.get(answer=Answer.INVITED)
    token = sign("proposals.input-invitation", [row.pk, people["invited"].pk])
    if who != "visitor":
        client.force_login(people[who])

    answer = client.get(reverse("proposals:input-invitation", args=[token]))

    assert answer.status_code == status
    assert InputCoalition.objects.get(pk=row.pk).answer == Answer.INVITED


@pytest.mark.parametrize(
    "token",
    ["nonsense", sign("proposals.invitation", [1, 1]), sign("x", "y")],
    ids=["no token", "for a proposal", "for something else"],
)
def test_a_link_that_was_not_made_for_this_is_answered_in_words(client, token):
    answer = client.get(reverse("proposals:input-invitation", args=[token]))

    assert (answer.status_code, "it was not made here" in answer.content.decode()) == (404, True)


def test_a_text_takes_no_harm(client, world):
    written_input, people = world
    client.force_login(people["writer"])
    for attack in ATTACKS:
        written_input.refresh_from_db()
        data = form_of(written_input, title=attack, text=attack, dissent="some", dissenting_views=attack)
        answer = client.post(door("input-edit", written_input), data)
        page = client.get(door("input", written_input)).content.decode()
        assert (attack, answer.status_code in (302, 422)) == (attack, True)
        assert (attack, "<script>alert" in page, 'href="javascript:' in page) == (attack, False, False)


def test_published_texts_stand_on_the_call_and_drafts_do_not(client, world):
    written_input, _people = world
    call = written_input.call

    before = client.get(call.url).content.decode()
    written_input.state = InputState.PUBLISHED
    written_input.save()
    cache.clear()  # a test's transaction never ends, so nothing tells the cache
    after = client.get(call.url).content.decode()

    assert (written_input.title in before, written_input.title in after) == (False, True)
