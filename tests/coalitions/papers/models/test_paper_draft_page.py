"""A draft's period for comments, what makes no draft, and how it is found."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from coalitions.papers.enums import CommentPeriod
from coalitions.papers.models import PaperDraftPage
from search.models import SearchEntry
from search.services import rebuild_entries
from tests.coalitions.papers.factories import make_comment, make_draft, make_paper

OPENS = datetime.datetime(2021, 10, 30, tzinfo=datetime.UTC)
CLOSES = datetime.datetime(2021, 11, 14, 23, 59, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "opens", "closes", "period"),
    [
        (OPENS, None, None, CommentPeriod.NONE),
        (OPENS - SECOND, OPENS, CLOSES, CommentPeriod.PLANNED),
        (OPENS, OPENS, CLOSES, CommentPeriod.OPEN),
        (CLOSES, OPENS, CLOSES, CommentPeriod.OPEN),
        (CLOSES + SECOND, OPENS, CLOSES, CommentPeriod.CLOSED),
    ],
)
def test_the_period_for_comments(time_machine, now, opens, closes, period):
    time_machine.move_to(now, tick=False)
    draft = PaperDraftPage(comments_open_at=opens, comments_close_at=closes)
    assert (draft.comment_period, draft.takes_comments) == (period, period == CommentPeriod.OPEN)


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"comments_open_at": OPENS}, {"comments_close_at": ["Give both moments, or neither."]}),
        ({"comments_close_at": OPENS}, {"comments_close_at": ["Give both moments, or neither."]}),
        (
            {"comments_open_at": CLOSES, "comments_close_at": OPENS},
            {"comments_close_at": ["Comments close after they open."]},
        ),
        ({"number": 0}, {"number": ["The first version is 1."]}),
    ],
)
@pytest.mark.django_db
def test_what_makes_no_draft(fields, errors):
    draft = make_draft(open_for_comments=False)
    for name, value in fields.items():
        setattr(draft, name, value)
    with pytest.raises(ValidationError) as refused:
        draft.full_clean()
    assert refused.value.message_dict == errors


@pytest.mark.django_db
def test_papers_and_their_public_drafts_are_found():
    paper = make_paper("The paper of 2021")
    make_comment(make_draft(paper, "Coalitions are open.", title="Found"), text="Not a word of the draft.")
    make_draft(paper, title="Hidden", live=False)
    rebuild_entries()
    kinds = ("paper", "draft-of-a-paper")
    found = SearchEntry.objects.filter(kind__in=kinds).order_by("title").values_list("kind", "title", "label")
    assert list(found) == [
        ("draft-of-a-paper", "Found", "Advanced draft, version 1"),
        ("paper", "The paper of 2021", "Paper, IGF 2021"),
    ]
    text = SearchEntry.objects.get(title="Found").text
    assert ["Coalitions are open." in text, "Not a word" in text] == [True, False]
