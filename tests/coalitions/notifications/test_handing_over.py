import datetime
from html.parser import HTMLParser

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from post_office.models import PRIORITY, STATUS, Email

from coalitions.models import Notice
from coalitions.notifications import Mail, forget, hand_over, handing_over, queue, set_reply_to
from coalitions.notifications.handing_over import as_html, as_text
from coalitions.sanitize import SanitizeError
from tests.attack_corpus import ATTACKS
from tests.factories import make_user

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2021, 5, 3, 12, tzinfo=datetime.UTC)


@pytest.fixture
def reply_to():
    addresses = [""]
    set_reply_to(lambda: addresses[-1])
    yield addresses.append
    set_reply_to(str)


def test_all_that_waits_for_one_person_is_one_mail():
    ada = make_user(email="ada@example.org")
    queue(Mail("First", "One."), to=[ada], matter="test:1")
    queue(Mail("Second", "# A heading\n\nTwo."), to=["ADA@example.org"], matter="test:2")
    queue(Mail("Third", "Three."), to=["bea@example.org"], matter="test:3")
    assert hand_over() == [
        ("ada@example.org", "Dynamic Coalitions Portal: 2 messages"),
        ("bea@example.org", "Third"),
    ]
    email = Email.objects.get(to="ada@example.org")
    assert email.message.startswith("First\n=====\n\nOne.\n\nSecond\n======\n\nA heading\n---------\n\nTwo.\n\n-- \n")
    assert (email.status, email.priority) == (STATUS.queued, PRIORITY.medium)
    assert {notice.email for notice in Notice.objects.of_matter("test:1")} == {email}


def test_what_is_for_one_reader_alone_leaves_alone():
    ada = make_user(email="ada@example.org")
    queue(Mail("A code", "1234"), to=[ada], matter="test:1", at_once=True)
    queue(Mail("News", "Text"), to=[ada], matter="test:2")
    queue(Mail("More news", "Text"), to=[ada], matter="test:3")
    assert [subject for _address, subject in hand_over()] == [
        "A code",
        "Dynamic Coalitions Portal: 2 messages",
    ]
    assert Email.objects.get(subject="A code").priority == PRIORITY.high


def test_a_digest_gathers_for_a_while_and_a_code_does_not_wait():
    wait = datetime.timedelta(minutes=15)
    with time_machine.travel(NOON, tick=False) as clock:
        queue(Mail("First", "One."), to=["ada@example.org"], matter="test:1")
        clock.shift(datetime.timedelta(minutes=14))
        queue(Mail("Second", "Two."), to=["ada@example.org"], matter="test:2")
        queue(Mail("A code", "1234"), to=["ada@example.org"], matter="test:3", at_once=True)
        assert [subject for _address, subject in hand_over(wait=wait)] == ["A code"]
        clock.shift(datetime.timedelta(minutes=1))
        assert [subject[-10:] for _address, subject in hand_over(wait=wait)] == ["2 messages"]


def test_a_second_run_finds_nothing():
    queue(Mail("News", "Text"), to=["ada@example.org"], matter="test:1")
    assert (len(hand_over()), hand_over(), Email.objects.count()) == (1, [], 1)


def test_a_dry_run_says_the_same_and_writes_nothing():
    queue(Mail("News", "Text"), to=["ada@example.org"], matter="test:1")
    assert hand_over(dry_run=True) == [("ada@example.org", "News")]
    assert Email.objects.count() == 0
    assert hand_over() == [("ada@example.org", "News")]


def test_what_was_forgotten_or_taken_while_a_run_was_looking_is_not_sent():
    queue(Mail("News", "Text"), to=["ada@example.org"], matter="test:1")
    queue(Mail("News", "Text"), to=["bea@example.org"], matter="test:2")
    found = handing_over._due(datetime.timedelta(0))
    forget("test:1")
    assert [len(hand_over()), len(found)] == [1, 2]
    assert [handing_over._make_email(address, pks) for address, pks in found] == [[], []]
    assert Email.objects.count() == 1


def test_an_account_is_written_to_where_it_is_now_and_not_once_it_is_closed():
    ada, bea, closed = make_user(email="old@example.org"), make_user(email=""), make_user(is_active=False)
    queue(Mail("News", "Text"), to=[ada, bea, closed], matter="test:1")
    ada.email = "new@example.org"
    ada.save()
    assert hand_over() == [("new@example.org", "News")]
    bea.email = "bea@example.org"
    bea.save()
    assert hand_over() == [("bea@example.org", "News")]
    assert Notice.objects.waiting().get().user == closed


def test_answers_go_to_the_contact_of_the_portal(reply_to):
    queue(Mail("News", "Text"), to=["ada@example.org"], matter="test:1")
    reply_to("secretariat@example.org\r\nBcc: x@example.org")
    hand_over()
    assert Email.objects.get().headers == {
        "Auto-Submitted": "auto-generated",
        "Reply-To": "secretariat@example.org Bcc: x@example.org",
    }


def test_without_a_contact_there_is_no_reply_to(reply_to):
    queue(Mail("News", "Text"), to=["ada@example.org"], matter="test:1")
    hand_over()
    assert Email.objects.get().headers == {"Auto-Submitted": "auto-generated"}


def test_every_mail_is_known_by_one_id_through_all_its_tries():
    queue(Mail("News", "Text"), to=["ada@example.org"], matter="test:1")
    hand_over()
    email = Email.objects.get()
    assert email.email_message().message()["Message-ID"] == email.message_id


def test_what_people_wrote_is_text_and_no_template():
    words = "{{ settings.SECRET_KEY }} {% load x %} {% now 'Y' %} {# a #}"
    queue(Mail(words, words), to=["ada@example.org"], matter="test:1")
    hand_over()
    email = Email.objects.get()
    assert (email.subject, email.message.split("\n")[0]) == (words, words)


class Seen(HTMLParser):
    """The elements of a page, and where its links lead."""

    def __init__(self, markup):
        super().__init__()
        self.elements, self.links = set(), []
        self.feed(markup)

    def handle_starttag(self, tag, attributes):
        self.elements.add(tag)
        self.links += [value for name, value in attributes if name == "href"]


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_what_others_wrote_reaches_a_mail_as_text_or_is_refused(attack):
    ours = {"html", "head", "meta", "title", "body", "main", "h1", "h2", "p", "ul", "li", "br", "a", "footer"}
    try:
        queue(Mail(attack, f"{attack}\n\n- {attack}\n\n# {attack}"), to=["ada@example.org"], matter="test:1")
    except SanitizeError:
        assert len(attack) > 50_000
        return
    hand_over()
    email = Email.objects.get()
    seen = Seen(email.html_message)
    assert seen.elements <= ours
    assert {link.partition(":")[0] for link in seen.links} <= {"http", "https", "mailto"}
    sent = email.email_message().message()
    assert (sent["To"], len(sent.get_all("Subject"))) == ("ada@example.org", 1)
    assert not {"Bcc", "Set-Cookie"} & set(sent.keys())


def test_the_html_has_a_language_headings_lists_and_links():
    html = as_html(Mail("Subject", "Hello,\nyou.\n\n# Part\n\n- one\n- two\n\n## Smaller\n\nhttps://example.org/a"))
    compact = " ".join(html.split())
    assert compact.startswith('<!doctype html> <html lang="en" dir="auto">')
    for piece in (
        "<title>Subject</title>",
        "<h1>Subject</h1>",
        "<p>Hello,<br>you.</p>",
        "<h2>Part</h2>",
        "<ul><li>one</li><li>two</li></ul>",
        "<h3>Smaller</h3>",
        '<a href="https://example.org/a" rel="nofollow">https://example.org/a</a>',
    ):
        assert piece in compact


def test_the_text_says_whose_mail_it_is():
    text = as_text(Mail("Subject", "Hello"))
    assert text == "Hello\n\n-- \nDynamic Coalitions Portal\nhttp://127.0.0.1:8000\n"


def test_the_number_of_queries_does_not_grow_with_what_one_person_gets():
    counts = []
    for number in (1, 30):
        for place in range(number):
            queue(Mail(f"News {place}", "Text"), to=["ada@example.org"], matter="test:1")
        with CaptureQueriesContext(connection) as queries:
            hand_over()
        counts.append(len(queries))
    assert counts[0] == counts[1]
