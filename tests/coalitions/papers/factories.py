"""What the tests of papers need: a paper with stages, drafts with paragraphs, comments."""

import datetime
import itertools
import uuid

from django.utils import timezone

from coalitions.papers.enums import CommentState, DraftKind, QuestionKind, ResponseState, StageKind
from coalitions.papers.models import (
    Interview,
    PaperDraftPage,
    PaperPage,
    PaperStage,
    ParagraphComment,
    SurveyedCoalition,
    SurveyPage,
    SurveyQuestion,
    SurveyResponse,
)
from coalitions.papers.redline import words_of
from coalitions.papers.services import settle_numbers
from tests.factories import make_coalition, make_cycle, make_home_page

_counter = itertools.count(1)


def in_days(days):
    return timezone.now() + datetime.timedelta(days=days)


def make_paper(title="The paper of 2021", *, parent=None, cycle=None, **fields):
    """The page of the work on a paper, published."""
    return (parent or make_home_page()).add_child(
        instance=PaperPage(title=title, cycle=cycle or make_cycle(), **fields)
    )


def make_stage(paper=None, kind=StageKind.DRAFTING, **fields):
    """A stage; without dates it is to be announced."""
    return PaperStage.objects.create(paper=paper or make_paper(), kind=kind, **fields)


def make_body(*texts):
    """Raw blocks: "Heading:…" is a heading, "Recommend:…" a recommendation, "Dissent:…" a dissenting view."""
    kinds = {"Heading": "heading", "Recommend": "recommendation", "Dissent": "dissent", "Note": "unnumbered"}
    blocks = []
    for text in texts:
        kind, colon, rest = text.partition(":")
        name = kinds.get(kind, "paragraph") if colon else "paragraph"
        words = rest if name != "paragraph" else text
        value = words if name == "heading" else f"<p>{words}</p>"
        if name == "dissent":
            value = {"who": "Somebody", "text": value}
        blocks.append({"type": name, "value": value, "id": str(uuid.uuid4())})
    return blocks


def make_draft(paper=None, *texts, live=True, open_for_comments=True, **fields):
    """A draft with these paragraphs (default: two), published, and open for comments for a week."""
    fields.setdefault("title", f"Advanced draft {next(_counter)}")
    fields.setdefault("kind", DraftKind.ADVANCED)
    if "body" not in fields:
        fields["body"] = make_body(*(texts or ("Heading:Focus", "Coalitions are open.", "They meet often.")))
    if open_for_comments:
        fields.setdefault("comments_open_at", in_days(-7))
        fields.setdefault("comments_close_at", in_days(7))
    draft = (paper or make_paper()).add_child(instance=PaperDraftPage(live=live, **fields))
    if live:
        settle_numbers(draft)
    return PaperDraftPage.objects.get(pk=draft.pk)


def numbered(draft):
    """The numbered parts of a draft."""
    return [part for part in draft.parts() if part.number]


def make_comment(draft=None, place=0, *, state=CommentState.PUBLISHED, **fields):
    """A comment on a draft's paragraph at a place, published."""
    draft = draft or make_draft()
    part = numbered(draft)[place]
    now = timezone.now()
    fields.setdefault("name", "Ada Example")
    fields.setdefault("email", f"ada-{next(_counter)}@example.org")
    fields.setdefault("text", "This should say more.")
    fields.setdefault("received_at", now)
    if state != CommentState.UNCONFIRMED:
        fields.setdefault("confirmed_at", now)
    if state == CommentState.PUBLISHED:
        fields.setdefault("published_at", now)
    return ParagraphComment.objects.create(
        draft=draft, block_id=part.block.id, number=part.number, quoted_text=words_of(part), state=state, **fields
    )


def make_interview(paper=None, coalition=None, **fields):
    """A 1:1 discussion whose points are public."""
    fields.setdefault("held_on", datetime.date(2021, 9, 21))
    fields.setdefault("points", "<p>They want more time.</p>")
    fields.setdefault("has_consent", True)
    return Interview.objects.create(paper=paper or make_paper(), coalition=coalition or make_coalition(), **fields)


def make_survey(paper=None, questions=(), *, closes_in=10, opened_ago=1, **fields):
    """A published survey of coalitions that is open. `questions`: fields of SurveyQuestion, or short names."""
    paper = paper or make_paper()
    survey = paper.add_child(
        instance=SurveyPage(
            **{"title": "The survey", "opens_at": in_days(-opened_ago), "closes_at": in_days(closes_in), **fields}
        )
    )
    for order, question in enumerate(questions):
        make_question(survey, order=order, **({"clean_name": question} if isinstance(question, str) else question))
    return survey


def make_question(survey, clean_name, *, order=0, **fields):
    """A question of a survey: long text unless said otherwise."""
    fields = {"label": clean_name.replace("_", " ").capitalize(), "field_type": QuestionKind.TEXT, **fields}
    return SurveyQuestion.objects.create(page=survey, clean_name=clean_name, sort_order=order, **fields)


def make_response(survey, coalition=None, *, state=ResponseState.SUBMITTED, **fields):
    """An answer: of a coalition, which is asked, or of somebody."""
    if coalition is not None:
        SurveyedCoalition.objects.get_or_create(survey=survey, coalition=coalition, defaults={"name": coalition.title})
    if state == ResponseState.SUBMITTED:
        fields.setdefault("submitted_at", timezone.now())
    return SurveyResponse.objects.create(survey=survey, coalition=coalition, state=state, **fields)
