"""Stages: a later end with its history, which no older copy of the page takes back."""

import pytest

from coalitions.papers.models import PaperPage, PaperStage
from coalitions.papers.services import move_stage
from coalitions.workflow import NotAllowed
from tests.coalitions.papers.factories import in_days, make_paper, make_stage
from tests.factories import make_secretariat_user, make_user

pytestmark = pytest.mark.django_db


def test_moved_and_published_again_from_an_older_copy():
    secretariat = make_secretariat_user()
    paper = make_paper()
    paper.stages.add(PaperStage(kind="drafting", starts_at=in_days(-1), ends_at=in_days(1)))
    paper.save_revision().publish()
    stage = PaperStage.objects.get()
    before, to = stage.ends_at, in_days(9)
    extension = move_stage(stage, to=to, reason="More time.", by=secretariat)
    assert (extension.from_at, extension.to_at, extension.reason) == (before, to, "More time.")
    PaperPage.objects.get(pk=paper.pk).get_latest_revision().publish()
    stage = PaperStage.objects.get()
    assert (stage.ends_at, stage.key) == (to, extension.stage_key)


@pytest.mark.parametrize(
    ("fields", "moved", "said"),
    [
        ({"ends_at": 5}, {"to": 4}, "only ever moved to a later moment"),
        ({"ends_at": -5}, {"to": -4}, "still to come"),
        ({"ends_at": 5}, {"reason": ""}, "Give a reason"),
        ({"ends_at": 5, "is_skipped": True}, {}, "was skipped"),
        ({"starts_at": 20, "ends_at": None}, {}, "closes after it opens"),
    ],
)
def test_what_is_refused(fields, moved, said):
    fields = {name: in_days(value) if type(value) is int else value for name, value in fields.items()}
    stage = make_stage(**fields)
    moved = {"to": 9, "reason": "More time.", **moved}
    with pytest.raises(NotAllowed, match=said):
        move_stage(stage, **{**moved, "to": in_days(moved["to"])}, by=make_secretariat_user())
    with pytest.raises(NotAllowed, match="Only the Secretariat"):
        move_stage(stage, **{**moved, "to": in_days(9)}, by=make_user())


def test_what_was_to_be_announced_gets_a_date():
    stage = make_stage()
    assert move_stage(stage, to=in_days(3), reason="Known now.", by=make_secretariat_user()).from_at is None
