"""What this room shows on the pages of the rooms below, and the deadlines that rooms above may show."""

import datetime
from dataclasses import dataclass

from django.urls import reverse
from wagtail.models import Page

from coalitions.papers.models import PaperDraftPage, PaperStage, ParagraphComment, StageExtension
from coalitions.papers.permissions import secretariat
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
