"""What this room shows on the pages of the rooms below, and the deadlines that rooms above may show."""

import datetime
from dataclasses import dataclass

from django.urls import reverse
from wagtail.models import Page

from coalitions.models import CoalitionPage
from coalitions.papers.enums import BEING_WRITTEN, ResponseState
from coalitions.papers.models import (
    PaperDraftPage,
    PaperStage,
    ParagraphComment,
    StageExtension,
    SurveyedCoalition,
    SurveyPage,
    SurveyResponse,
)
from coalitions.papers.permissions import secretariat
from coalitions.papers.survey_results import response_counts
from coalitions.permissions import coordinated_ids
from coalitions.sections import Section, WaitingLink, coalition_sections, my_sections, waiting_sections
from coalitions.templatetags.coalitions_tags import time_left, utc

SHOWN = 10
NEVER = datetime.datetime(2006, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class PaperDeadline:
    """A moment by which something about a paper is due. `uid` is permanent; `sequence` rises with every move."""

    uid: str
    at: datetime.datetime
    title: str
    text: str
    notes: list[str]
    page: Page
    sequence: int
    changed_at: datetime.datetime


def paper_deadlines():
    """The deadlines of every paper that everybody may see: three queries."""
    return _deadlines(PaperStage.objects.public(), PaperDraftPage.objects.visible())


def deadlines_of(paper):
    """The deadlines of a paper: the ends of its stages and of the comment periods of its drafts."""
    return _deadlines(PaperStage.objects.of_papers([paper.pk]), PaperDraftPage.objects.visible().of_paper(paper))


def _deadlines(stages, drafts):
    stages, drafts = list(stages.with_deadline()), list(drafts.with_comment_period().for_listing())
    moves = StageExtension.objects.moves_of({stage.paper_id for stage in stages}, [draft.pk for draft in drafts])
    found = [_of_stage(stage.paper, stage, moves.get(stage.key.hex, [])) for stage in stages]
    found += [_of_comments(draft, moves.get(str(draft.pk), [])) for draft in drafts]
    return sorted(found, key=lambda deadline: (deadline.at, deadline.uid))


def _of_stage(paper, stage, moves):
    return PaperDeadline(
        uid=f"paper-stage-{stage.key}",
        at=stage.ends_at,
        title=f"{paper.title}: {stage}",
        text=stage.text,
        notes=_moves(moves),
        page=paper,
        # A deadline is only ever moved to later, so this rises with every move, as a SEQUENCE must.
        sequence=int(stage.ends_at.timestamp() // 60),
        changed_at=max([_published_at(paper), *(move.moved_at for move in moves)]),
    )


def _of_comments(draft, moves):
    return PaperDeadline(
        uid=f"paper-comments-{draft.pk}",
        at=draft.comments_close_at,
        title=f"comments on {draft.title}, {draft.version_name.lower()}",
        text=draft.intro,
        notes=_moves(moves),
        page=draft,
        sequence=int(draft.comments_close_at.timestamp() // 60),
        changed_at=max([_published_at(draft), *(move.moved_at for move in moves)]),
    )


def _moves(moves):
    return [f"Moved from {utc(one.from_at)}: {one.reason}" if one.from_at else f"Set: {one.reason}" for one in moves]


def _published_at(page):
    """When readers saw it first; a page that was never published through an editor has no such moment."""
    return page.first_published_at or NEVER


def _papers_of(coalition):
    """The drafts on which a coalition has commented in public, with how often."""
    return list(PaperDraftPage.objects.visible().commented_by(coalition).newest_first().for_listing()[:SHOWN])


def _open_for_comments(user):
    """The drafts on which a coordinator's coalition may comment now."""
    if not coordinated_ids(user):
        return None
    drafts = PaperDraftPage.objects.visible().taking_comments().for_listing()[:SHOWN]
    links = [
        WaitingLink(
            f"{draft.title}, {draft.version_name.lower()}",
            draft.url,
            f"Open for comments until {utc(draft.comments_close_at)}, {time_left(draft.comments_close_at)}.",
        )
        for draft in drafts
    ]
    return {"links": links, "more": False} if links else None


def _waiting_for_the_secretariat(user):
    """Comments to moderate, and comments that nobody has answered yet, by draft."""
    if not secretariat(user):
        return None
    address = reverse("papers_paragraphcomment_modeladmin_index")
    links = [
        WaitingLink(
            f"{row['draft__title']}, version {row['draft__number']}",
            f"{address}?draft={row['draft_id']}&todo={key}",
            f"{row[key]} comment{'' if row[key] == 1 else 's'} {words}.",
        )
        for row in ParagraphComment.objects.to_do_by_draft()
        for key, words in (("pending", "to read and publish"), ("undisposed", "without an answer"))
        if row[key]
    ]
    return {"links": links[:SHOWN], "more": len(links) > SHOWN} if links else None


def register_sections():
    """Called once, when the app is ready."""
    coalition_sections.register(Section("papers", "Papers", "papers/_coalition_papers.html", _papers_of, order=18))
    my_sections.register(
        Section("papers", "Drafts open for comments", "coalitions/mine/_links.html", _open_for_comments, order=8)
    )
    waiting_sections.register(
        Section(
            *("papers", "Comments on drafts", "coalitions/admin/_waiting_links.html", _waiting_for_the_secretariat),
            order=14,
        )
    )


def _surveys_of(user):
    """For each survey that is open and each coalition of the user's: how far its answer is."""
    own = coordinated_ids(user)
    surveys = list(SurveyPage.objects.visible().of_coalitions().open()[:SHOWN]) if own else []
    surveys += list(SurveyPage.objects.visible().with_late_drafts_of(own)[:SHOWN]) if own else []
    if not surveys:
        return None
    coalitions = list(CoalitionPage.objects.with_ids(own).order_by("title").defer_streamfields())
    asked, found = {}, {}
    ids = [survey.pk for survey in surveys]
    for row in SurveyedCoalition.objects.of_surveys(ids).of_coalitions(own):
        asked[row.survey_id, row.coalition_id] = row
    for response in SurveyResponse.objects.of_surveys(ids).of_coalitions(own):
        found[response.survey_id, response.coalition_id] = response
    return [
        {
            "survey": survey,
            "coalition": coalition,
            "response": found.get((survey.pk, coalition.pk)),
            "is_late": getattr(found.get((survey.pk, coalition.pk)), "state", "") == ResponseState.LATE,
            "is_written": getattr(found.get((survey.pk, coalition.pk)), "state", "") in BEING_WRITTEN,
        }
        for survey in surveys
        for coalition in coalitions
        if not survey.population_frozen_at or (survey.pk, coalition.pk) in asked
    ] or None


def _surveys_at_work(user):
    """Surveys that are open or have closed without their results being decided on, and late drafts."""
    if not secretariat(user):
        return None
    surveys = list(SurveyPage.objects.live().without_published_results().newest_first()[: SHOWN + 1])
    counts = response_counts(surveys[:SHOWN])
    links = []
    for survey in surveys[:SHOWN]:
        if not survey.has_opened:
            continue
        closes = f"open until {utc(survey.closes_at)}, {time_left(survey.closes_at)}" if survey.is_open else "closed"
        results = "" if survey.is_open else "; its results are not published"
        note = f"{counts[survey.pk].rate}, {closes}{results}."
        links.append(WaitingLink(survey.title, reverse("papers_admin:survey-desk", args=[survey.pk]), note))
    late = SurveyResponse.objects.late_drafts().select_related("survey", "coalition").order_by("pk")
    links += [
        WaitingLink(
            f"{response.coalition.short_name}, {response.survey.title}",
            reverse("papers_admin:survey-desk", args=[response.survey_id]),
            "A late draft: take it, or leave it.",
        )
        for response in late[:SHOWN]
        if response.coalition
    ]
    return {"links": links, "more": len(surveys) > SHOWN} if links else None


def register_survey_sections():
    """Called once, when the app is ready."""
    my_sections.register(Section("surveys", "Surveys", "papers/mine/_surveys.html", _surveys_of, order=4))
    waiting_sections.register(
        Section("surveys", "Surveys", "coalitions/admin/_waiting_links.html", _surveys_at_work, order=13)
    )
