"""The table of comments: every state × every actor."""

import pytest
from django.contrib.auth.models import AnonymousUser

from coalitions.papers.enums import CommentState as State
from coalitions.papers.models import ParagraphComment
from coalitions.papers.workflow import COMMENT
from coalitions.workflow import NotAllowed
from tests.factories import make_coalition, make_secretariat_user, make_user

pytestmark = pytest.mark.django_db

# The link in the mail is the proof for the first step: whoever has it takes it, with an account or without.
MAY = {
    ("visitor", State.UNCONFIRMED): ["confirm"],
    ("visitor", State.PENDING): [],
    ("visitor", State.PUBLISHED): [],
    ("visitor", State.REJECTED): [],
    ("coordinator", State.UNCONFIRMED): ["confirm"],
    ("coordinator", State.PENDING): [],
    ("coordinator", State.PUBLISHED): [],
    ("coordinator", State.REJECTED): [],
    ("secretariat", State.UNCONFIRMED): ["confirm"],
    ("secretariat", State.PENDING): ["publish", "reject"],
    ("secretariat", State.PUBLISHED): ["reject"],
    ("secretariat", State.REJECTED): ["publish"],
}


@pytest.fixture
def people():
    coordinator = make_user()
    make_coalition(coordinators=[coordinator])
    return {"visitor": AnonymousUser(), "coordinator": coordinator, "secretariat": make_secretariat_user()}


def test_the_table_names_every_state_and_actor(people):
    assert set(MAY) == {(who, state) for who in people for state in State}


def test_who_may_take_which_step(people):
    found = {
        (who, state): [step.verb for step in COMMENT.open_to(user, ParagraphComment(state=state))]
        for who, user in people.items()
        for state in State
    }
    assert found == MAY


def test_not_publishing_needs_a_reason(people):
    with pytest.raises(NotAllowed, match="Give a reason"):
        COMMENT.check("reject", people["secretariat"], ParagraphComment(state=State.PENDING), " ")
