"""Comments through the public doors: with and without an account, late, on what went, and what attackers send."""

import datetime

import pytest
from django.urls import reverse
from post_office.models import Email

from coalitions.links import sign
from coalitions.models import Notice
from coalitions.notifications import hand_over
from coalitions.papers.enums import CommentState
from coalitions.papers.models import PaperDraftPage, ParagraphComment
from coalitions.papers.notifications import CONFIRM_LINK
from tests.attack_corpus import SCRIPTS
from tests.coalitions.papers.factories import in_days, make_comment, make_draft, numbered
from tests.factories import make_coalition, make_user
from tests.public_forms import as_a_person

pytestmark = pytest.mark.django_db
TYPED = {"text": "More, please.", "name": "Ada", "email": "Ada@example.org", "capacity": "", "coalition": ""}


def address(draft, place=0):
    return reverse("papers:comment-write", args=[draft.pk, numbered(draft)[place].anchor])


def send(client, draft, **fields):
    return client.post(address(draft), as_a_person(**{**TYPED, **fields}))


def test_comment_confirm_and_the_answer_says_what_happens(client):
    draft, coalition = make_draft(), make_coalition()
    response = send(client, draft, coalition=coalition.pk, capacity="for it")
    assert (response.status_code, response["Location"]) == (302, f"/papers/drafts/{draft.pk}/comment-sent/?how=mail")
    comment = ParagraphComment.objects.get()
    assert (comment.email, comment.coalition, comment.capacity) == ("ada@example.org", coalition, "for it")
    link = next(word for word in Notice.objects.get().text.split() if "/papers/comments/" in word)
    path = "/papers/" + link.partition("/papers/")[2]
    page = client.get(path)
    assert (page.status_code, "More, please." in page.content.decode()) == (200, True)
    assert ParagraphComment.objects.get().state == CommentState.UNCONFIRMED
    response = client.post(path, {"answer": "yes"})
    assert response["Location"] == f"/papers/drafts/{draft.pk}/comment-sent/?how=kept"
    assert ParagraphComment.objects.get().state == CommentState.PENDING
    assert client.get(path).status_code == 302


def test_who_did_not_write_it_deletes_it(client):
    comment = make_comment(state=CommentState.UNCONFIRMED)
    path = reverse("papers:comment-confirm", args=[sign(CONFIRM_LINK, comment.key.hex)])
    assert client.post(path, {"answer": "no"}).status_code == 200
    assert ParagraphComment.objects.count() == 0
    assert client.get(path).status_code == 410


def test_signed_in_it_needs_no_mail(client):
    draft, user = make_draft(), make_user(first_name="Ada", last_name="Example")
    client.force_login(user)
    page = client.get(address(draft)).content.decode()
    assert ('name="email"' in page, 'value="Ada Example"' in page) == (False, True)
    response = client.post(address(draft), as_a_person(text="More.", name="Ada", capacity="", coalition=""))
    assert response["Location"] == f"/papers/drafts/{draft.pk}/comment-sent/?how=kept"
    assert (ParagraphComment.objects.get().user, ParagraphComment.objects.get().state) == (user, "pending")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": ""}, "This field is required."),
        ({"text": "x" * 100_000}, "This text is too long"),
        ({"text": "x" * 5_001}, "At most 5,000 characters, please; this has 5,001."),
        ({"name": "https://example.org"}, "A name holds no address"),
        ({"email": "nobody"}, "This is not an e-mail address"),
        ({"email": "a@example.org\r\nBcc: b@example.org"}, "This is not an e-mail address"),
        ({"coalition": "99999999999999999999"}, "Select a valid choice"),
        ({"homepage": "x"}, "A field that nobody sees was filled in"),
        ({"opened": "x"}, "This form was not opened here"),
    ],
)
def test_what_is_refused_keeps_what_was_typed(client, fields, said):
    draft = make_draft()
    response = send(client, draft, **fields)
    page = response.content.decode()
    assert (response.status_code, said in page, "Ada" in page or "name" in fields) == (422, True, True)
    assert ParagraphComment.objects.count() == 0


def test_the_deadline_passes_while_the_form_is_open(client, time_machine):
    draft = make_draft(comments_close_at=in_days(1))
    time_machine.move_to(draft.comments_close_at + datetime.timedelta(seconds=30), tick=False)
    response = client.post(address(draft), as_a_person(**TYPED))  # opened a minute ago
    assert response["Location"].endswith("how=mail&late=1")
    assert "is kept and marked as late" in client.get(response["Location"]).content.decode()
    assert ParagraphComment.objects.get().is_late


def test_after_the_deadline(client, time_machine):
    draft = make_draft(comments_close_at=in_days(1))
    time_machine.move_to(in_days(2), tick=False)
    page = client.get(address(draft))
    assert (page.status_code, "The period for comments is over" in page.content.decode()) == (410, True)
    response = send(client, draft)
    assert (response.status_code, "More, please." in response.content.decode()) == (409, True)
    assert ParagraphComment.objects.count() == 0


def test_a_paragraph_that_went_and_a_draft_that_is_not_public(client):
    draft = make_draft()
    path = address(draft)
    hidden = address(make_draft(live=False))
    draft.body = draft.body.raw_data[2:]
    draft.save()
    for gone in (path, hidden, "/papers/drafts/999999999/comment/p-0000000000/"):
        assert client.get(gone).status_code == 404
        response = client.post(gone, as_a_person(**TYPED))
        assert (response.status_code, "More, please." in response.content.decode()) == (404, True)
    assert ParagraphComment.objects.count() == 0


def test_a_reply(client):
    comment = make_comment()
    draft = PaperDraftPage.objects.get(pk=comment.draft_id)
    path = f"{address(draft)}?to={comment.pk}"
    assert f"Reply to {comment.name}" in client.get(path).content.decode()
    client.post(path, as_a_person(**TYPED))
    assert ParagraphComment.objects.order_by("-pk")[0].answers == comment
    for other in ("x", "99999999999999999999", "-1"):
        assert client.get(f"{address(draft)}?to={other}").status_code == 200


@pytest.mark.parametrize(
    "attack", [SCRIPTS[name] for name in ("script", "script behind a quote", "script behind a title")]
)
def test_what_attackers_type_is_shown_as_text(client, attack):
    draft = make_draft()
    make_comment(draft, text=attack, name=attack[:120], capacity=attack[:120])
    for path in (draft.url, reverse("papers:responses", args=[draft.pk])):
        page = client.get(path).content.decode()
        assert attack not in page.partition("<main")[2]


def test_a_mail_server_that_is_down_loses_nothing(client, settings):
    settings.EMAIL_HOST = "127.0.0.1"
    draft = make_draft()
    assert send(client, draft).status_code == 302
    assert [notice.address for notice in Notice.objects.all()] == ["ada@example.org"]
    hand_over()
    assert Email.objects.get().to == ["ada@example.org"]


def test_no_more_than_so_many_an_hour(client):
    draft = make_draft()
    codes = [send(client, draft, text=f"Number {count}.").status_code for count in range(31)]
    assert codes == [*[302] * 30, 429]
