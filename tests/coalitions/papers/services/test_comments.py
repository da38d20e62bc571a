"""Comments: taken, confirmed, published, answered; late ones marked; the text they were made on frozen."""

import datetime

import pytest
from django.utils import timezone
from wagtail.log_actions import registry as log_registry

from coalitions.models import Notice
from coalitions.notifications import deliver, hand_over
from coalitions.papers import services
from coalitions.papers.enums import CommentSource, CommentState, Disposition
from coalitions.papers.models import PaperDraftPage, ParagraphComment
from coalitions.workflow import NotAllowed
from tests.coalitions.papers.factories import in_days, make_comment, make_draft, numbered
from tests.factories import make_secretariat_user, make_user

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


def write(draft, place=0, **fields):
    said = {"name": "Ada", "email": "ada@example.org", "text": "More, please.", "opened_at": timezone.now()}
    return services.write_comment(draft, numbered(draft)[place].anchor, **(said | fields))


def mails():
    return list(Notice.objects.order_by("pk").values_list("subject", flat=True))


def test_without_an_account_it_waits_for_the_link():
    comment = write(make_draft())
    assert (comment.state, comment.is_late, comment.number) == (CommentState.UNCONFIRMED, False, "1")
    assert comment.quoted_text == "Coalitions are open."
    notice = Notice.objects.get()
    assert (notice.address, notice.at_once, "More, please." in notice.text) == ("ada@example.org", True, False)


def test_the_link_sends_it_to_the_secretariat_once():
    make_secretariat_user()
    comment = write(make_draft())
    Notice.objects.all().delete()
    comment = services.confirm_comment(comment)
    assert (comment.state, comment.confirmed_at is not None) == (CommentState.PENDING, True)
    assert services.confirm_comment(comment).confirmed_at == comment.confirmed_at
    assert mails() == [f"Comments on “{comment.draft.title}” wait to be published"]


def test_from_an_account_it_goes_to_the_secretariat_at_once():
    make_secretariat_user()
    user = make_user()
    comment = write(make_draft(), user=user, email=user.email)
    assert (comment.state, comment.user) == (CommentState.PENDING, user)
    assert mails() == [f"Comments on “{comment.draft.title}” wait to be published"]


def test_the_same_comment_twice_is_one():
    draft = make_draft()
    assert write(draft) == write(draft)
    assert ParagraphComment.objects.count() == 1
    assert write(draft, place=1) != write(draft)


@pytest.mark.parametrize(
    ("moment", "opened", "said"),
    [
        ("before", "before", "The period for comments has not begun yet."),
        ("opens", "opens", False),
        ("closes", "opens", False),
        ("after", "closes", True),
        ("after", "after", "The period for comments is over."),
        ("after", None, "The period for comments is over."),
    ],
)
def test_before_during_and_after_the_period(time_machine, moment, opened, said):
    draft = make_draft()
    moments = {
        "before": draft.comments_open_at - MINUTE,
        "opens": draft.comments_open_at,
        "closes": draft.comments_close_at,
        "after": draft.comments_close_at + MINUTE,
    }
    time_machine.move_to(moments[moment], tick=False)
    opened_at = moments[opened] if opened else None
    if isinstance(said, str):
        with pytest.raises(NotAllowed, match=said):
            write(draft, opened_at=opened_at)
        assert ParagraphComment.objects.count() == 0
    else:
        assert write(draft, opened_at=opened_at).is_late is said


def test_a_document_without_a_period_takes_none():
    with pytest.raises(NotAllowed, match="takes no comments"):
        write(make_draft(open_for_comments=False))


def test_a_paragraph_that_went_takes_none():
    draft = make_draft()
    anchor = numbered(draft)[0].anchor
    draft.body = draft.body.raw_data[2:]
    draft.save()
    with pytest.raises(NotAllowed, match="no longer part of the draft"):
        services.write_comment(draft, anchor, name="A", email="a@example.org", text="T", opened_at=timezone.now())


def test_one_replies_to_published_comments_only_and_not_to_replies():
    draft = make_draft()
    comment = make_comment(draft)
    reply = make_comment(draft, answers=comment)
    assert write(draft, answers=comment).answers == comment
    for refused in (reply, make_comment(draft, state=CommentState.PENDING), make_comment()):
        with pytest.raises(NotAllowed):
            write(draft, answers=refused, text="Other words")


def test_what_nobody_confirms_is_deleted(time_machine):
    draft = make_draft()
    write(draft)
    kept = make_comment(draft)
    time_machine.move_to(in_days(6), tick=False)
    assert services.delete_unconfirmed() == 0
    time_machine.move_to(in_days(2), tick=False)
    assert services.delete_unconfirmed() == 1
    assert list(ParagraphComment.objects.all()) == [kept]


def test_who_did_not_write_it_deletes_it():
    comment = write(make_draft())
    services.discard_comment(comment)
    assert (ParagraphComment.objects.count(), Notice.objects.count()) == (0, 0)
    with pytest.raises(NotAllowed, match="was confirmed"):
        services.discard_comment(make_comment(state=CommentState.PENDING))


def test_published_rejected_and_published_after_all():
    secretariat = make_secretariat_user()
    comment = make_comment(state=CommentState.PENDING)
    comment = services.publish_comment(comment, by=secretariat)
    assert (comment.state, comment.published_at is not None) == (CommentState.PUBLISHED, True)
    assert mails() == [f"Your comment on “{comment.draft.title}” is published"]
    comment = services.reject_comment(comment, by=secretariat, reason="An advertisement.")
    assert (comment.state, comment.reason, mails()) == (CommentState.REJECTED, "An advertisement.", [])
    comment = services.publish_comment(comment, by=secretariat)
    assert (comment.state, comment.reason) == (CommentState.PUBLISHED, "")
    steps = log_registry.get_logs_for_instance(comment).order_by("pk").values_list("action", flat=True)
    assert list(steps) == ["papers.publish_comment", "papers.reject_comment", "papers.publish_comment"]


@pytest.mark.parametrize(
    ("disposition", "reason", "is_taken"),
    [
        (Disposition.ACCEPTED, "", True),
        (Disposition.PARTLY, "", False),
        (Disposition.PARTLY, "The rest stays.", True),
        (Disposition.NOT_ACCEPTED, " ", False),
        (Disposition.OUT_OF_SCOPE, "", False),
        (Disposition.MERGED, "See the first.", True),
    ],
)
def test_what_became_of_a_comment_is_said_with_a_reason(disposition, reason, is_taken):
    secretariat, comment = make_secretariat_user(), make_comment()
    if not is_taken:
        with pytest.raises(NotAllowed, match="Give a reason"):
            services.dispose_comment(comment, by=secretariat, disposition=disposition, reason=reason)
        return
    comment = services.dispose_comment(comment, by=secretariat, disposition=disposition, reason=reason)
    assert (comment.disposition, comment.disposition_reason, comment.disposed_by) == (disposition, reason, secretariat)
    assert mails() == [f"What became of your comment on “{comment.draft.title}”"]


def test_only_published_comments_get_an_answer_and_replies_need_none():
    secretariat, comment = make_secretariat_user(), make_comment()
    for refused in (make_comment(state=CommentState.PENDING), make_comment(comment.draft, answers=comment)):
        with pytest.raises(NotAllowed, match="Only a published comment"):
            services.dispose_comment(refused, by=secretariat, disposition=Disposition.ACCEPTED)
    with pytest.raises(NotAllowed, match="Only the Secretariat"):
        services.dispose_comment(comment, by=make_user(), disposition=Disposition.ACCEPTED)


def test_entered_by_the_secretariat_late_is_what_came_late():
    secretariat, draft = (
        make_secretariat_user(),
        make_draft(comments_open_at=in_days(-9), comments_close_at=in_days(-2)),
    )
    anchor = numbered(draft)[0].anchor
    said = {"name": "Ada", "text": "By mail.", "by": secretariat}
    early = services.enter_comment(draft, anchor, received_at=in_days(-3), **said)
    late = services.enter_comment(draft, anchor, received_at=in_days(-1), **said)
    assert [(one.state, one.is_late, one.source, one.entered_by) for one in (early, late)] == [
        (CommentState.PENDING, False, CommentSource.EMAIL, secretariat),
        (CommentState.PENDING, True, CommentSource.EMAIL, secretariat),
    ]
    with pytest.raises(NotAllowed, match="in the future"):
        services.enter_comment(draft, anchor, received_at=in_days(1), **said)
    with pytest.raises(NotAllowed, match="Only the Secretariat"):
        services.enter_comment(draft, anchor, received_at=in_days(-3), **{**said, "by": make_user()})


def test_nobody_is_written_to_whose_address_nobody_confirmed():
    secretariat, draft = make_secretariat_user(), make_draft()
    comment = services.enter_comment(
        draft,
        numbered(draft)[0].anchor,
        name="Ada",
        email="ada@example.org",
        text="By mail.",
        received_at=in_days(-1),
        by=secretariat,
    )
    services.publish_comment(comment, by=secretariat)
    assert mails() == []


def test_the_quoted_text_stays_when_the_paragraph_changes():
    comment = make_comment()
    draft = comment.draft
    heading, first, second = draft.body.raw_data
    draft.body = [heading, {**first, "value": "<p>Other words.</p>"}, second]
    draft.save()
    comment.refresh_from_db()
    assert comment.quoted_text == "Coalitions are open."
    assert PaperDraftPage.objects.get(pk=draft.pk).numbered_part(comment.anchor).number == "1"


def test_who_erases_an_account_is_named_no_more():
    user = make_user()
    comment = make_comment(user=user, email=user.email, capacity="coordinator")
    services.forget_person(user)
    comment.refresh_from_db()
    assert (comment.name, comment.email, comment.capacity, comment.user, comment.text) == (
        *("Somebody", "", "", None),
        "This should say more.",
    )


def test_nobody_overwrites_an_answer_they_have_not_read():
    comment, by = make_comment(), make_secretariat_user()
    services.dispose_comment(comment, by=by, disposition=Disposition.ACCEPTED, reason="As proposed.", seen="")
    with pytest.raises(services.AnsweredMeanwhile) as refusal:
        services.dispose_comment(comment, by=by, disposition=Disposition.NOT_ACCEPTED, reason="Not now.", seen="")
    assert "“Accepted”: As proposed." in str(refusal.value)
    seen = refusal.value.seen
    services.dispose_comment(comment, by=by, disposition=Disposition.NOT_ACCEPTED, reason="Not now.", seen=seen)
    comment.refresh_from_db()
    assert (comment.disposition, comment.disposition_reason) == (Disposition.NOT_ACCEPTED, "Not now.")


def test_a_mail_server_that_is_down_keeps_no_comment_from_being_published(settings, mailoutbox):
    draft, by = make_draft(), make_secretariat_user()
    settings.POST_OFFICE = {
        **settings.POST_OFFICE,
        "BACKENDS": {"default": "tests.coalitions.notifications.test_delivering.ServerThatIsDown"},
    }
    comment = services.confirm_comment(write(draft))
    services.publish_comment(comment, by=by)
    hand_over()
    assert (deliver().unreachable, mailoutbox) == ("Connection refused", [])
    comment.refresh_from_db()
    assert comment.state == CommentState.PUBLISHED
    settings.POST_OFFICE = {
        **settings.POST_OFFICE,
        "BACKENDS": {"default": "django.core.mail.backends.locmem.EmailBackend"},
    }
    deliver()
    assert "ada@example.org" in [address for mail in mailoutbox for address in mail.to]
