"""The form of a proposal: what it takes, what it gives on, and both versions where somebody else saved."""

import datetime

import pytest
from django.http import QueryDict

from events.proposals.forms.editor import ProposalEditor
from events.proposals.forms.written import NAMES, as_saved, fingerprints, written_of
from events.proposals.models import Proposal
from events.proposals.services import save_proposal
from tests.events.proposals.factories import in_days, make_call, make_proposal
from tests.events.proposals.typed import typed_in
from tests.factories import make_coalition, make_cycle, make_focus_area, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal():
    proposal = make_proposal(make_call(), lead=make_coalition(coordinators=[make_user("lead")]), title="Open data")
    proposal.speakers.create(name="Ada", affiliation="Example", email="ada@example.org", has_agreed=True)
    proposal.unavailable_periods.create(first_on=datetime.date(2026, 7, 1), last_on=datetime.date(2026, 7, 3))
    return fetched(proposal)


def fetched(proposal):
    return Proposal.objects.for_page().get(pk=proposal.pk)


def lead_of(proposal):
    return proposal.organisers.get().coalition.contacts.get().user


def editor(proposal, *more, **changes):
    data = QueryDict(mutable=True)
    for name, value in typed_in(proposal, **changes):
        data.appendlist(name, value)
    for name, value in more:
        data.appendlist(name, value)
    return ProposalEditor(proposal, data)


def test_what_is_untouched_comes_back_as_it_was(proposal):
    form = editor(proposal)
    assert form.is_valid()
    assert form.written() == written_of(proposal)


def test_what_is_saved_is_what_is_shown(proposal):
    form = editor(
        proposal, title="Better", description="One\n\n- two", time_2=in_days(5).strftime("%Y-%m-%dT%H:%M"), minutes=""
    )
    assert form.is_valid()
    save_proposal(proposal, version=1, by=lead_of(proposal), **as_saved(form.written()))
    assert written_of(fetched(proposal)) == form.written()
    assert (form.written()["description"], form.written()["minutes"]) == ("<p>One</p><ul><li>two</li></ul>", 60)


def test_a_question_stands_for_its_focus_area(proposal):
    area = make_focus_area(cycle=proposal.call.cycle, questions=["Who pays?"])
    question = area.policy_questions.get()
    form = editor(proposal, ("policy_questions", question.pk), focus_areas=[])
    assert form.is_valid()
    assert form.written()["topics"] == ((area.pk,), (question.pk,))


def test_a_focus_area_of_another_cycle_is_not_to_be_chosen(proposal):
    other = make_focus_area(cycle=make_cycle(2022))
    assert not editor(proposal, ("focus_areas", other.pk)).is_valid()


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"title": "a" * 161}, ["At most 160 characters, please; this has 161."]),
        ({"minutes": "14"}, ["Between 15 and 480 minutes, please."]),
        ({"minutes": "481"}, ["Between 15 and 480 minutes, please."]),
        ({"time_1": "0001-01-01T00:00"}, ["Look at the year again."]),
        ({"time_1": "tomorrow"}, ["Enter a valid date/time."]),
        ({"kind": "party"}, ["Select a valid choice. party is not one of the available choices."]),
        ({"speakers-0-name": ""}, ["Give the speaker's name."]),
        ({"speakers-0-email": "ada"}, ["Enter a valid email address."]),
        ({"periods-0-last_on": "2026-06-30"}, ["The last day cannot come before the first."]),
        ({"periods-0-first_on": ""}, ["Say from which day on."]),
        ({"periods-0-first_on": "9999-01-01", "periods-0-last_on": ""}, ["Look at the year again."]),
        ({"speakers-TOTAL_FORMS": "99"}, ["Please submit at most 12 forms."]),
        ({"version": "x"}, ["Enter a whole number."]),
    ],
)
def test_what_is_refused(proposal, changes, errors):
    form = editor(proposal, **changes)
    assert not form.is_valid()
    assert [text for _where, _label, text in form.errors()] == errors


def test_rows_are_taken_out_by_their_box_or_by_emptying_them(proposal):
    by_box = editor(proposal, **{"speakers-0-DELETE": "on", "speakers-0-email": "nonsense"})
    emptied = editor(
        proposal,
        **{f"speakers-0-{name}": "" for name in ("name", "affiliation", "email", "has_agreed")},
        **{"periods-0-first_on": "", "periods-0-last_on": ""},
    )
    assert (by_box.is_valid(), emptied.is_valid()) == (True, True)
    assert (by_box.written()["speakers"], emptied.written()["speakers"]) == ((), ())
    assert emptied.written()["unavailable_periods"] == ()


@pytest.mark.parametrize(("more", "speakers", "periods"), [("", 1, 1), ("speakers", 2, 1), ("periods", 1, 2)])
def test_another_row_where_it_is_asked_for(proposal, more, speakers, periods):
    form = ProposalEditor(proposal, more=more)
    assert (len(form.speakers.forms), len(form.periods.forms)) == (speakers, periods)


def test_a_form_without_its_rows_is_refused_and_no_error(proposal):
    form = ProposalEditor(proposal, QueryDict("title=x"))
    assert not form.is_valid()
    assert len(form.errors()) == 3


def test_both_versions_of_what_both_have_changed(proposal):
    read = fetched(proposal)
    form = editor(read, title="Mine", abstract="Mine too.")
    assert form.is_valid()
    save_proposal(
        proposal, version=1, by=lead_of(proposal), written={"title": "Theirs", "place": "Katowice"}, speakers=[]
    )

    beside = form.beside(fetched(proposal))

    assert {name: (one.stored, one.mine, one.untouched) for name, one in beside.differences.items()} == {
        "title": (["Theirs"], ["Mine"], False),
        "place": (["Katowice"], [], True),
        "speakers": ([], ["Ada, Example, ada@example.org (has agreed)"], True),
    }
    shown = beside.form.initial
    assert [shown[name] for name in ("title", "abstract", "place", "version")] == ["Mine", "Mine too.", "Katowice", 2]
    assert beside.speakers.initial == []


def test_what_both_changed_alike_is_no_difference(proposal):
    form = editor(fetched(proposal), title="Same")
    assert form.is_valid()
    save_proposal(proposal, version=1, by=lead_of(proposal), written={"title": "Same"})
    assert form.beside(fetched(proposal)).differences == {}


@pytest.mark.parametrize("seen", ["", "[]", "{", '{"title": 3}'])
def test_a_form_that_does_not_know_what_was_read_shows_every_difference(proposal, seen):
    form = editor(fetched(proposal), title="Mine", seen=seen)
    assert form.is_valid()
    save_proposal(proposal, version=1, by=lead_of(proposal), written={"abstract": "Theirs."})
    beside = form.beside(fetched(proposal))
    assert {name: one.untouched for name, one in beside.differences.items()} == {"title": False, "abstract": False}


def test_taking_over_the_other_version(proposal):
    form = editor(proposal, title="Mine", abstract="Mine.")
    assert form.is_valid()
    taken = form.taking(["title", "nonsense"])
    assert (taken["title"], taken["abstract"], set(taken)) == ("Open data", "Mine.", set(NAMES))


def test_fingerprints_tell_every_value_apart(proposal):
    before = fingerprints(written_of(proposal))
    proposal.speakers.update(has_agreed=False)
    after = fingerprints(written_of(fetched(proposal)))
    assert [name for name in NAMES if before[name] != after[name]] == ["speakers"]
