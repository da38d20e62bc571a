import datetime
import smtplib

import pytest
import time_machine
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from post_office.models import STATUS, Email

from coalitions.models import Notice
from coalitions.models.queued_email import claim, send_again
from coalitions.notifications import Mail, deliver, hand_over, queue

pytestmark = pytest.mark.django_db
HERE = "tests.coalitions.notifications.test_delivering"
NOON = datetime.datetime(2021, 5, 3, 12, tzinfo=datetime.UTC)


class ServerThatIsDown(EmailBackend):
    def open(self):
        raise ConnectionRefusedError("Connection refused")


class ServerThatRefuses(EmailBackend):
    """Refuses mail for nobody@example.org."""

    def send_messages(self, messages):
        if any("nobody@example.org" in message.to for message in messages):
            raise smtplib.SMTPRecipientsRefused({"nobody@example.org": (550, b"No such user")})
        return super().send_messages(messages)


@pytest.fixture
def server(settings):
    def use(backend):
        settings.POST_OFFICE = {**settings.POST_OFFICE, "BACKENDS": {"default": f"{HERE}.{backend.__name__}"}}

    return use


def write(address="ada@example.org", *, at_once=False):
    queue(Mail("News", "A text."), to=[address], matter="test:1", at_once=at_once)
    hand_over()
    return Email.objects.latest("pk")


def counts(delivery):
    return (delivery.sent, delivery.again, delivery.failed)


def test_a_mail_arrives_once_as_text_first_and_html_beside_it(mailoutbox):
    write()
    assert [counts(deliver()), counts(deliver())] == [(1, 0, 0), (0, 0, 0)]
    [mail] = mailoutbox
    assert (mail.to, mail.subject, mail.body.split("\n")[0]) == (["ada@example.org"], "News", "A text.")
    assert [kind for _html, kind in mail.alternatives] == ["text/html"]
    email = Email.objects.get()
    assert (email.status, [entry.status for entry in email.logs.all()]) == (STATUS.sent, [STATUS.sent])


def test_while_the_server_is_down_all_stays_and_no_try_is_counted(server, mailoutbox):
    write()
    write("bea@example.org")
    server(ServerThatIsDown)
    for _run in range(30):
        delivery = deliver()
        assert (counts(delivery), delivery.unreachable) == ((0, 0, 0), "Connection refused")
    assert set(Email.objects.values_list("status", "number_of_retries")) == {(STATUS.queued, None)}
    server(EmailBackend)
    assert (counts(deliver()), len(mailoutbox)) == ((2, 0, 0), 2)


def test_a_refused_mail_is_tried_again_later_and_holds_up_no_other(server, mailoutbox, settings):
    server(ServerThatRefuses)
    settings.POST_OFFICE = {**settings.POST_OFFICE, "MAX_RETRIES": 2}
    with time_machine.travel(NOON, tick=False) as clock:
        refused = write("nobody@example.org")
        write()
        seen = []
        for _try in range(4):
            seen.append(counts(deliver()))
            clock.shift(settings.POST_OFFICE["RETRY_INTERVAL"] - datetime.timedelta(seconds=1))
            seen.append(counts(deliver()))
            clock.shift(datetime.timedelta(seconds=1))
    nothing = (0, 0, 0)
    assert seen == [(1, 1, 0), nothing, (0, 1, 0), nothing, (0, 0, 1), nothing, nothing, nothing]
    assert len(mailoutbox) == 1
    refused.refresh_from_db()
    assert (refused.status, refused.logs.count()) == (STATUS.failed, 3)
    assert Notice.objects.get(email=refused).state.label == "Failed"


def test_a_failed_mail_can_be_sent_again_and_no_other(server, mailoutbox, settings):
    server(ServerThatRefuses)
    settings.POST_OFFICE = {**settings.POST_OFFICE, "MAX_RETRIES": 0}
    refused, sent = write("nobody@example.org"), write()
    deliver()
    server(EmailBackend)
    assert [send_again(refused), send_again(refused), send_again(sent)] == [True, False, False]
    assert counts(deliver()) == (1, 0, 0)
    assert [mail.to for mail in mailoutbox] == [["ada@example.org"], ["nobody@example.org"]]


def test_two_runs_at_once_never_take_the_same_mail():
    email = write()
    same = Email.objects.get()
    until = timezone.now() + datetime.timedelta(minutes=15)
    assert [claim(email, until=until), claim(same, until=until)] == [True, False]


def test_what_a_run_left_in_the_middle_is_tried_again_after_a_while(mailoutbox):
    with time_machine.travel(NOON, tick=False) as clock:
        claim(write(), until=NOON + datetime.timedelta(minutes=15))
        assert counts(deliver()) == (0, 0, 0)
        clock.shift(datetime.timedelta(minutes=15))
        assert (counts(deliver()), len(mailoutbox)) == ((1, 0, 0), 1)


def test_a_code_leaves_no_trace_of_what_it_was(mailoutbox):
    write(at_once=True)
    write("bea@example.org")
    deliver()
    assert sorted(mail.body.split("\n")[0] for mail in mailoutbox) == ["A text.", "A text."]
    private, digest = Notice.objects.order_by("pk")
    assert (private.text, private.email.message, private.email.html_message) == ("", "", "")
    assert (digest.text, digest.email.message[:7]) == ("A text.", "A text.")


def test_mails_that_are_cleaned_away_do_not_come_again(mailoutbox):
    write()
    deliver()
    Email.objects.all().delete()
    assert (Notice.objects.count(), hand_over(), counts(deliver())) == (0, [], (0, 0, 0))


def test_an_answer_in_one_line():
    assert str(deliver()) == "0 sent, 0 to be tried again, 0 failed"
