"""Deadlines: before, during and after, to the second; how they are moved, and leave to be late."""

import datetime

import pytest
import time_machine
from wagtail.models import PageLogEntry

from coalitions.models import Notice
from coalitions.workflow import NotAllowed
from events.proposals.enums import ProposalState
from events.proposals.models import CallPage, Proposal
from events.proposals.services import (
    allow_late_submission,
    extend_call,
    save_proposal,
    start_proposal,
    submit_proposal,
)
from tests.events.proposals.factories import make_call, make_proposal
from tests.factories import make_coalition, make_secretariat_user, make_user

pytestmark = pytest.mark.django_db

OPENS = datetime.datetime(2021, 6, 1, 8, 0, tzinfo=datetime.UTC)
CLOSES = datetime.datetime(2021, 6, 30, 23, 59, tzinfo=datetime.UTC)
EDITED = datetime.datetime(2021, 7, 4, 12, 0, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def call():
    with time_machine.travel(OPENS - DAY, tick=False):
        return make_call(opens_at=OPENS, submit_by=CLOSES, edit_until=EDITED)


@pytest.fixture
def lead():
    user = make_user()
    return make_coalition(coordinators=[user]), user


@pytest.mark.parametrize(
    ("moment", "starts", "submits", "edits"),
    [
        (OPENS - SECOND, False, False, True),
        (OPENS, True, True, True),
        (CLOSES - SECOND, True, True, True),
        (CLOSES, True, True, True),
        (CLOSES + SECOND, False, False, True),
        (EDITED, False, False, True),
        (EDITED + SECOND, False, False, False),
    ],
)
def test_what_a_call_takes_to_the_second(call, lead, moment, starts, submits, edits):
    coalition, user = lead
    with time_machine.travel(OPENS + DAY, tick=False):
        draft = make_proposal(call, lead=coalition)
        submitted = make_proposal(call, lead=coalition, state=ProposalState.SUBMITTED)

    def works(verb, *args, **kwargs):
        try:
            verb(*args, by=user, **kwargs)
        except NotAllowed:
            return False
        return True

    with time_machine.travel(moment, tick=False):
        done = {
            "starts": works(start_proposal, call, coalition),
            "submits": works(submit_proposal, draft),
            "edits": works(save_proposal, submitted, version=1, written={"title": "Another"}),
        }

    assert done == {"starts": starts, "submits": submits, "edits": edits}


def test_a_draft_is_saved_whenever_it_was_begun(call, lead):
    coalition, user = lead
    draft = make_proposal(call, lead=coalition)
    with time_machine.travel(EDITED + 100 * DAY, tick=False):
        save_proposal(draft, version=1, by=user, written={"title": "After the deadline"})
    assert Proposal.objects.get(pk=draft.pk).title == "After the deadline"


def test_a_call_is_moved_and_keeps_its_history(call):
    by = make_secretariat_user()
    with time_machine.travel(OPENS + DAY, tick=False):
        extend_call(call, to=CLOSES + 2 * DAY, reason="  More time.  ", by=by)
    with time_machine.travel(OPENS + 2 * DAY, tick=False):
        extend_call(call, to=CLOSES + 5 * DAY, reason="Again.", by=by, edit_until=CLOSES + 6 * DAY)

    call = CallPage.objects.get(pk=call.pk)
    kept = [(one.from_at, one.to_at, one.reason, one.moved_at, one.by) for one in call.extensions.all()]
    assert kept == [
        (CLOSES, CLOSES + 2 * DAY, "More time.", OPENS + DAY, by),
        (CLOSES + 2 * DAY, CLOSES + 5 * DAY, "Again.", OPENS + 2 * DAY, by),
    ]
    assert (call.submit_by, call.edit_until) == (CLOSES + 5 * DAY, CLOSES + 6 * DAY)
    assert call.changed_at == OPENS + 2 * DAY
    logged = PageLogEntry.objects.filter(page=call, action="proposals.extend_call").order_by("timestamp")
    assert [entry.data["reason"] for entry in logged] == ["More time.", "Again."]


def test_edit_until_moves_with_the_deadline(call):
    with time_machine.travel(OPENS + DAY, tick=False):
        extend_call(call, to=CLOSES + DAY, reason="More time.", by=make_secretariat_user())
    assert CallPage.objects.get(pk=call.pk).edit_until == EDITED + DAY


@pytest.mark.parametrize(
    ("to", "edit_until", "reason", "says"),
    [
        (CLOSES, None, "Why.", "A deadline is only ever moved to a later moment that is still to come."),
        (CLOSES - DAY, None, "Why.", "A deadline is only ever moved to a later moment that is still to come."),
        (CLOSES + DAY, CLOSES, "Why.", "What was submitted can be edited at least until the deadline."),
        (CLOSES + DAY, None, "  ", "Give a reason; it is shown with the deadline's history."),
    ],
)
def test_a_move_that_is_refused(call, to, edit_until, reason, says):
    with time_machine.travel(OPENS + DAY, tick=False), pytest.raises(NotAllowed) as refused:
        extend_call(call, to=to, edit_until=edit_until, reason=reason, by=make_secretariat_user())
    assert str(refused.value) == says
    assert call.extensions.count() == 0


def test_a_later_draft_of_the_page_does_not_move_the_deadline_back(call):
    by = make_secretariat_user()
    revision = call.save_revision()
    with time_machine.travel(OPENS + DAY, tick=False):
        extend_call(call, to=CLOSES + DAY, reason="More time.", by=by)
    revision.publish()
    assert CallPage.objects.get(pk=call.pk).submit_by == CLOSES + DAY


@pytest.mark.parametrize("who", ["coordinator", "account"])
def test_only_the_secretariat_moves_deadlines_and_gives_leave(call, lead, who):
    coalition, coordinator = lead
    by = coordinator if who == "coordinator" else make_user()
    with time_machine.travel(OPENS + DAY, tick=False):
        with pytest.raises(NotAllowed, match="Only the Secretariat moves"):
            extend_call(call, to=CLOSES + DAY, reason="Why.", by=by)
        with pytest.raises(NotAllowed, match="Only the Secretariat gives leave"):
            allow_late_submission(call, coalition, until=CLOSES + DAY, reason="Why.", by=by)


def test_leave_to_be_late_is_for_one_coalition_and_ends(call, lead):
    coalition, user = lead
    other_user = make_user()
    own = make_proposal(call, lead=coalition)
    foreign = make_proposal(call, lead=make_coalition(coordinators=[other_user]))
    late = CLOSES + 3 * DAY
    with time_machine.travel(CLOSES + DAY, tick=False):
        leave = allow_late_submission(call, coalition, until=late, reason="Illness.", by=make_secretariat_user())
        assert [(notice.user, notice.subject) for notice in Notice.objects.all()] == [
            (user, f"You may submit until 3 July 2021, 23:59 UTC: {call.title}")
        ]
        assert Proposal.objects.get(pk=own.pk).late_until == late
        with pytest.raises(NotAllowed, match="The draft is kept"):
            submit_proposal(foreign, by=other_user)
    with time_machine.travel(late + SECOND, tick=False), pytest.raises(NotAllowed, match="The deadline has passed"):
        submit_proposal(own, by=user)
    with time_machine.travel(late, tick=False):
        start_proposal(call, coalition, by=user)
        submitted = submit_proposal(own, by=user)
    assert (leave.reason, submitted.state) == ("Illness.", ProposalState.SUBMITTED)


@pytest.mark.parametrize(
    ("now", "until", "reason", "says"),
    [
        (CLOSES + DAY, CLOSES + DAY, "Why.", "Choose a moment that is still to come."),
        (OPENS, CLOSES, "Why.", "The call is open until then anyway."),
        (CLOSES + DAY, CLOSES + 2 * DAY, " ", "Give a reason; it is kept with the leave."),
    ],
)
def test_leave_that_is_refused(call, lead, now, until, reason, says):
    with time_machine.travel(now, tick=False), pytest.raises(NotAllowed) as refused:
        allow_late_submission(call, lead[0], until=until, reason=reason, by=make_secretariat_user())
    assert str(refused.value) == says
    assert call.late_submissions.count() == 0
