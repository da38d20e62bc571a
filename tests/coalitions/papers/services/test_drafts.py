"""Drafts: settled numbers, moved deadlines, versions, imported texts, snapshots."""

import datetime

import pytest
from django.utils import timezone

from coalitions.papers import services
from coalitions.papers.models import DraftSnapshot, PaperDraftPage
from coalitions.papers.redline import compare
from coalitions.workflow import NotAllowed
from tests.coalitions.papers.factories import in_days, make_body, make_comment, make_draft, make_paper, numbered
from tests.factories import make_secretariat_user, make_user

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def publish(draft, body, by=None):
    draft = PaperDraftPage.objects.get(pk=draft.pk)
    draft.body = body
    draft.save_revision(user=by).publish()
    return PaperDraftPage.objects.get(pk=draft.pk)


def numbers(draft):
    return [(part.number, part.block.value.source) for part in numbered(draft)]


def test_numbers_are_settled_by_publication_and_never_change():
    draft = make_draft(None, "One.", "Two.")
    first, second = draft.body.raw_data
    added, last = make_body("Between.", "Last.")
    draft = publish(draft, [first, added, second, last])
    later = [("1a", "<p>Between.</p>"), ("2", "<p>Two.</p>"), ("2a", "<p>Last.</p>")]
    assert numbers(draft) == [("1", "<p>One.</p>"), *later]
    draft = publish(draft, [added, second, last])
    assert numbers(draft) == later


def test_a_deadline_moves_to_later_only_and_keeps_its_history():
    secretariat, draft = make_secretariat_user(), make_draft()
    before, to = draft.comments_close_at, in_days(14)
    extension = services.extend_comments(draft, to=to, reason=" More time. ", by=secretariat)
    draft.refresh_from_db()
    assert (draft.comments_close_at, extension.from_at, extension.reason) == (to, before, "More time.")
    for refused in (
        {"to": to - HOUR, "reason": "Back."},
        {"to": in_days(20), "reason": " "},
        {"to": in_days(20), "reason": "Me.", "by": make_user()},
    ):
        with pytest.raises(NotAllowed):
            services.extend_comments(draft, **{"by": secretariat, **refused})
    assert draft.extensions.count() == 1


def test_an_older_copy_of_the_page_does_not_move_the_deadline_back():
    secretariat, draft = make_secretariat_user(), make_draft()
    draft.save_revision().publish()
    services.extend_comments(draft, to=in_days(14), reason="More time.", by=secretariat)
    draft = PaperDraftPage.objects.get(pk=draft.pk)
    moved = draft.comments_close_at
    draft.get_latest_revision().publish()
    draft.refresh_from_db()
    assert draft.comments_close_at == moved


def test_a_new_version_keeps_its_paragraphs_and_leaves_the_comments():
    secretariat = make_secretariat_user()
    draft = make_draft(None, "One.", "Two.", "Three.")
    comment = make_comment(draft)
    version = services.make_version(draft, by=secretariat, label="after review")
    assert (version.number, version.previous, version.live, version.label) == (2, draft, False, "after review")
    assert [part.anchor for part in version.parts()] == [part.anchor for part in draft.parts()]
    one, two, three = version.body.raw_data
    version.body = [one, {**two, "value": "<p>Two and a half.</p>"}, *make_body("New.")]
    comparison = compare(draft.parts(), version.parts())
    assert [change.kind for change in comparison.changes.values()] == ["same", "changed", "new"]
    assert [(part.number, part.block.id) for part in comparison.removed] == [("3", three["id"])]
    comment.refresh_from_db()
    assert comment.draft_id == draft.pk
    assert services.make_version(draft, by=secretariat).slug != version.slug
    with pytest.raises(NotAllowed):
        services.make_version(draft, by=make_user())


def test_an_imported_text_keeps_the_paragraphs_it_knows():
    secretariat = make_secretariat_user()
    draft = make_draft(
        None, "Heading:Focus", "Coalitions are open to everybody at all times.", "They meet often.", "Gone."
    )
    ids = [part.block.id for part in numbered(draft)]
    services.replace_text(
        draft,
        [
            ("heading", "Focus"),
            ("paragraph", "<p>Something quite different stands first.</p>"),
            ("paragraph", "<p>They meet often.</p>"),
            ("paragraph", "<p>Coalitions are open to everybody at nearly all times.</p>"),
        ],
        by=secretariat,
    )
    page = PaperDraftPage.objects.get(pk=draft.pk)
    assert [part.block.id for part in numbered(page)] == ids, "readers see nothing before it is published"
    page.get_latest_revision().publish()
    page = PaperDraftPage.objects.get(pk=draft.pk)
    assert [part.block.id in ids for part in numbered(page)] == [False, True, True]
    assert [part.number for part in numbered(page)] == ["0a", "2", "1"]
    with pytest.raises(NotAllowed):
        services.replace_text(draft, [("paragraph", "<p>Mine.</p>")], by=make_user())


def test_a_snapshot_shows_what_was_public_then(time_machine):
    start = timezone.now()
    secretariat = make_secretariat_user()
    time_machine.move_to(start + HOUR, tick=False)
    draft = publish(make_draft(None, "One."), make_body("As it was."))
    comment = make_comment(draft)
    time_machine.move_to(start + 3 * HOUR, tick=False)
    later = make_comment(draft)
    services.dispose_comment(comment, by=secretariat, disposition="accepted")
    publish(draft, [{**draft.body.raw_data[0], "value": "<p>As it is now.</p>"}])
    time_machine.move_to(start + 4 * HOUR, tick=False)

    then = services.take_snapshot(draft, as_of=start + 2 * HOUR, by=secretariat).content
    assert [part["html"] for part in then["parts"]] == ["<p>As it was.</p>"]
    assert [(row["text"], row["disposition"]) for row in then["comments"]] == [(comment.text, "")]
    now = services.take_snapshot(draft, as_of=timezone.now(), by=secretariat).content
    assert [part["html"] for part in now["parts"]] == ["<p>As it is now.</p>"]
    assert [row["disposition"] for row in now["comments"]] == ["Accepted", ""]
    assert later.text == now["comments"][1]["text"]
    for refused in ({"as_of": start}, {"as_of": start + 5 * HOUR}, {"as_of": timezone.now(), "by": make_user()}):
        with pytest.raises(NotAllowed):
            services.take_snapshot(draft, **{"by": secretariat, **refused})
    assert DraftSnapshot.objects.count() == 2


def test_a_draft_belongs_to_a_paper_alone():
    assert PaperDraftPage.can_create_at(make_paper())
    assert not PaperDraftPage.can_create_at(make_draft())
