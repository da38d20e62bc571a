"""The paper of 2021: the real dates of the work on it, and invented texts, comments and discussions that say so."""

import datetime
import json
import uuid
from pathlib import Path

from django.utils import timezone
from wagtail.models import Site

from coalitions.models import CoalitionPage, Cycle
from coalitions.notifications import forget
from coalitions.papers import services
from coalitions.papers.enums import CommentState
from coalitions.papers.models import Interview, PaperDraftPage, PaperPage, PaperStage, ParagraphComment, StageExtension
from home.sample_site.frame import publish
from home.sample_site.meetings import days_from_now
from home.sample_site.people import user

FILE = Path(__file__).parent.parent / "sample" / "papers.json"


def load_papers():
    data = json.loads(FILE.read_text())
    home = Site.objects.get(is_default_site=True).root_page
    if PaperPage.objects.child_of(home).exists():
        return
    paper = _paper(home, data)
    _discuss(paper, data["discussions"])
    summary = _publish_draft(paper, data["summary"], "summary-of-input", number=1)
    advanced = _publish_draft(paper, data["advanced"], "full-report", number=2)
    for row in data["comments"]:
        _comment(advanced, row)
    consolidated = _next_version(advanced, data["consolidated"])
    for row in data["open_comments"]:
        _comment_now(consolidated, row)
    _trace(consolidated, summary, advanced)
    services.take_snapshot(advanced, as_of=timezone.now(), by=user("secretariat"), note="For the MAG. Sample data.")


def _moment(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC) if text else None


def _paper(home, data):
    """The page with its stages, and the one extension there was."""
    page = PaperPage(
        title=data["paper"]["title"],
        slug="paper-2021",
        intro=data["paper"]["intro"],
        cycle=Cycle.objects.get(year=2021),
        show_in_menus=True,
    )
    moves = []
    for order, row in enumerate(data["stages"]):
        stage = PaperStage(
            sort_order=order,
            kind=row["kind"],
            title=row.get("title", ""),
            starts_at=_moment(row["starts_at"]),
            ends_at=_moment(row["ends_at"]),
            text=row["text"],
            outcome=row["outcome"],
        )
        page.stages.add(stage)
        moves += [(stage, row["moved"])] if row["moved"] else []
    paper = publish(home, page)
    for stage, moved in moves:
        StageExtension.objects.create(
            paper=paper,
            stage_key=stage.key,
            from_at=_moment(moved["from"]),
            to_at=stage.ends_at,
            reason=moved["reason"],
            moved_at=_moment(moved["on"]),
        )
    return paper


def _block(kind, value):
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def _publish_draft(paper, row, slug, *, number):
    page = PaperDraftPage(
        title=row["title"],
        slug=slug,
        kind=row["kind"],
        number=number,
        label=row["label"],
        intro=row["intro"],
        comments_open_at=_moment(row["opens"]),
        comments_close_at=_moment(row["closes"]),
        body=[_block(*block) for block in row["body"]],
    )
    return publish(paper, page)


def _anchor(draft, number):
    return next(part.anchor for part in draft.parts() if part.number == number)


def _comment(draft, row):
    """A comment that came by e-mail in 2021, and what became of it."""
    secretariat = user("secretariat")
    coalition = CoalitionPage.objects.filter(slug=row["coalition"]).first() if row["coalition"] else None
    comment = services.enter_comment(
        draft,
        _anchor(draft, row["on"]),
        name=row["name"],
        capacity=row["capacity"],
        coalition=coalition,
        text=row["text"],
        received_at=_moment(row["at"]),
        by=secretariat,
    )
    if row.get("rejected"):
        services.reject_comment(comment, by=secretariat, reason=row["rejected"])
        return
    comment = services.publish_comment(comment, by=secretariat)
    if row["disposition"]:
        services.dispose_comment(comment, by=secretariat, disposition=row["disposition"], reason=row["reason"])


def _next_version(draft, row):
    """The version after: some paragraphs reworded, one taken out, one added; open for comments now."""
    secretariat = user("secretariat")
    numbers = {part.block.id: part.number for part in draft.parts()}
    version = services.make_version(
        draft, by=secretariat, kind=row["kind"], label=row["label"], change_note=row["change_note"]
    )
    blocks = [dict(block) for block in version.body.raw_data]
    for block in blocks:
        block["value"] = row["changes"].get(numbers.get(block["id"]), block["value"])
    kept = [block for block in blocks if numbers.get(block["id"]) != row["without"]]
    place = max(place for place, block in enumerate(kept) if block["type"] == "recommendation")
    kept.insert(place + 1, _block(*row["added"]))
    version.body = kept
    version.comments_open_at, version.comments_close_at = days_from_now(-5, hour=8), days_from_now(9, hour=23)
    version.save_revision(user=secretariat).publish(user=secretariat)
    return PaperDraftPage.objects.get(pk=version.pk)


def _comment_now(draft, row):
    """A comment on the portal, as far as the file says; nobody is written to."""
    address = f"{row['name'].split()[0].lower()}@example.org"
    said = {"name": row["name"], "capacity": row["capacity"], "text": row["text"], "email": address}
    comment = services.write_comment(draft, _anchor(draft, row["on"]), opened_at=timezone.now(), **said)
    if row["state"] != CommentState.UNCONFIRMED:
        comment = services.confirm_comment(comment)
    if row["state"] == CommentState.PUBLISHED:
        comment = services.publish_comment(comment, by=user("secretariat"))
    if row.get("reply"):
        reply = {**row["reply"], "email": "kim@example.org"}
        answer = services.write_comment(
            draft, _anchor(draft, row["on"]), answers=comment, opened_at=timezone.now(), **reply
        )
        services.publish_comment(services.confirm_comment(answer), by=user("secretariat"))
        forget(answer.matter)
    forget(comment.matter)


def _discuss(paper, rows):
    coalitions = list(CoalitionPage.objects.order_by("title")[: len(rows)])
    for row in rows:
        Interview.objects.create(
            paper=paper,
            coalition=coalitions[row["coalition"]],
            held_on=datetime.date.fromisoformat(row["on"]),
            points=row["points"],
            has_consent=row["consent"],
            notes="Sample data: notes of the Secretariat, which nobody else reads.",
        )


def _trace(draft, summary, advanced):
    """The recommendation on reports rests on a finding, a discussion and a comment."""
    secretariat = user("secretariat")
    anchor = next(part.anchor for part in draft.parts() if part.kind == "recommendation")
    discussion = Interview.objects.public().of_paper(draft.get_parent()).order_by("pk")[0]
    light_form = ParagraphComment.objects.of_draft(advanced).published().filter(name="Cleo Sample").get()
    for address in (
        f"{summary.url}#{_anchor(summary, '5')}",
        f"{discussion.paper.url}#{discussion.anchor}",
        f"{advanced.url}#{light_form.own_anchor}",
    ):
        services.link_source(draft, anchor, address, by=secretariat)
