import pytest
from django.urls import reverse
from post_office.models import STATUS, Email
from wagtail.models import ModelLogEntry

from coalitions.enums import NoticeState
from coalitions.notifications import Mail, deliver, hand_over, queue
from tests.factories import make_coalition, make_secretariat_user, make_superuser, make_user

pytestmark = pytest.mark.django_db
LIST = reverse("coalitions_notice_modeladmin_index")


def write(subject="News", *, at_once=False, to="ada@example.org"):
    [notice] = queue(Mail(subject, f"Text of {subject}"), to=[to], matter=f"test:{subject}", at_once=at_once)
    return notice


def door(action, notice):
    return reverse(f"coalitions_notice_modeladmin_{action}", args=[notice.pk])


def send_again(notice):
    return reverse("coalitions_admin:outbox-send-again", args=[notice.pk])


def fail(notice):
    hand_over()
    notice.refresh_from_db()
    Email.objects.filter(pk=notice.email_id).update(status=STATUS.failed, number_of_retries=8)
    return notice


@pytest.mark.parametrize(
    "role, expected",
    [
        ("nobody", [302, 302, 302, 302, 302, 302]),
        ("user", [302, 302, 302, 302, 302, 302]),
        ("coordinator", [302, 404, 302, 404, 404, 302]),
        ("secretariat", [200, 200, 302, 302, 302, 302]),
        ("superuser", [200, 200, 302, 302, 302, 302]),
    ],
)
def test_every_door_and_every_role(client, role, expected):
    notice = fail(write())
    if role != "nobody":
        make = {"secretariat": make_secretariat_user, "superuser": make_superuser}.get(role, make_user)
        user = make()
        if role == "coordinator":
            make_coalition(coordinators=[user])
        client.force_login(user)
    addresses = [LIST, door("inspect", notice), reverse("coalitions_notice_modeladmin_create")]
    addresses += [door("edit", notice), door("delete", notice)]
    answers = [client.get(address).status_code for address in addresses]
    answers.append(client.post(send_again(notice)).status_code)
    assert answers == expected
    may = role in ("secretariat", "superuser")
    assert Email.objects.get().status == (STATUS.queued if may else STATUS.failed)


def test_the_list_says_how_far_each_mail_is(client):
    client.force_login(make_secretariat_user())
    sent, waiting_for = write("Sent"), {}
    hand_over()
    deliver()
    failed = fail(write("Failed"))
    on_its_way = write("On its way")
    hand_over()
    waiting = write("Waiting")
    for state, notice in (
        (NoticeState.SENT, sent),
        (NoticeState.FAILED, failed),
        (NoticeState.ON_ITS_WAY, on_its_way),
        (NoticeState.WAITING, waiting),
    ):
        found = client.get(LIST, {"state": state}).context["object_list"]
        waiting_for[state] = [row.subject for row in found]
        assert notice.refresh_from_db() is None and notice.state == state
    assert waiting_for == {state: [state.label] for state in NoticeState}
    assert len(client.get(LIST).context["object_list"]) == 4
    assert client.get(LIST, {"state": "nonsense"}).status_code == 200


def test_a_link_or_code_is_its_readers_alone(client):
    client.force_login(make_superuser())
    private, open_to_all = write("A code", at_once=True), write("A digest")
    pages = [client.get(door("inspect", notice)).content.decode() for notice in (private, open_to_all)]
    assert ["Text of" in page for page in pages] == [False, True]
    assert "Text of A code" not in client.get(LIST).content.decode()
    assert "Text of" not in client.get(LIST, {"export": "csv"}).getvalue().decode()


def test_a_failed_mail_is_sent_again_and_the_log_knows_who_asked(client, mailoutbox):
    user = make_secretariat_user()
    client.force_login(user)
    notice = fail(write())
    page = client.get(door("inspect", notice)).content.decode()
    assert (send_again(notice) in page, "after 8 tries" in page) == (True, True)
    assert client.post(send_again(notice))["Location"] == door("inspect", notice)
    deliver()
    assert [mail.subject for mail in mailoutbox] == ["News"]
    [entry] = ModelLogEntry.objects.filter(action="coalitions.send_again")
    assert (entry.user, entry.object_id) == (user, str(notice.pk))


def test_only_a_failed_mail_is_sent_again(client, mailoutbox):
    client.force_login(make_secretariat_user())
    waiting = write()
    client.post(send_again(waiting))
    hand_over()
    deliver()
    client.post(send_again(waiting))
    assert (deliver().sent, len(mailoutbox)) == (0, 1)
    assert client.get(send_again(waiting)).status_code == 405
    assert client.post(reverse("coalitions_admin:outbox-send-again", args=[99_999])).status_code == 404
