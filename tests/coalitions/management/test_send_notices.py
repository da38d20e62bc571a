import datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from coalitions.notifications import Mail, queue

pytestmark = pytest.mark.django_db


def run(*arguments):
    printed = StringIO()
    call_command("send_notices", *arguments, stdout=printed)
    return printed.getvalue().splitlines()


def test_it_sends_what_waits_and_the_second_run_nothing(mailoutbox):
    queue(Mail("News", "Text"), to=["ada@example.org"], matter="test:1")
    assert run("--dry-run") == ["ada@example.org: News", "Would be: 1 to the queue"]
    assert mailoutbox == []
    assert run() == ["Mail: 1 to the queue, 1 sent, 0 to be tried again, 0 failed"]
    assert run() == ["Mail: 0 to the queue, 0 sent, 0 to be tried again, 0 failed"]
    assert [mail.subject for mail in mailoutbox] == ["News"]


def test_a_digest_may_gather(mailoutbox):
    with time_machine.travel(datetime.datetime(2021, 5, 3, 12, tzinfo=datetime.UTC), tick=False) as clock:
        queue(Mail("News", "Text"), to=["ada@example.org"], matter="test:1")
        run("--wait", "15")
        assert mailoutbox == []
        clock.shift(datetime.timedelta(minutes=15))
        run("--wait", "15")
    assert len(mailoutbox) == 1
