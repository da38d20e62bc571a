import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template import TemplateDoesNotExist

from coalitions.models import Notice
from coalitions.notifications import Mail, compose, forget, queue
from tests.attack_corpus import LINES
from tests.factories import make_coalition, make_contact, make_user

pytestmark = pytest.mark.django_db
MAIL = Mail("A subject", "A text.")


def invitation(**contact):
    contact = make_contact(make_coalition("Coalition on <Tags> & Ampersands", acronym=""), **contact)
    context = {"contact": contact, "coalition": contact.coalition, "address": "a@example.org", "sign_in": "/in/"}
    return compose("coalitions/email/invitation.txt", context)


def test_the_first_line_is_the_subject_and_nothing_is_escaped(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://portal.example.org/"
    mail = invitation(given_name="Ada", family_name="O'Neil")
    assert mail.subject == "You can now keep the pages of Coalition on <Tags> & Ampersands"
    assert mail.text.startswith("Hello Ada O'Neil,\n\nthe Secretariat")
    assert "https://portal.example.org/in/\n" in mail.text
    assert "\n\n\n" not in mail.text


@pytest.mark.parametrize("attack", LINES.values(), ids=LINES)
def test_nothing_smuggles_a_line_into_the_subject(attack):
    [notice] = queue(Mail(attack, "Text"), to=["ada@example.org"], matter="test:1")
    assert notice.subject.splitlines() == [notice.subject]
    assert notice.subject.isprintable()


def test_a_long_subject_is_cut_where_it_shows():
    [notice] = queue(Mail("word " * 100, "Text"), to=["ada@example.org"], matter="test:1")
    assert (len(notice.subject) <= 200, notice.subject[-1]) == (True, "…")


def test_a_template_that_is_not_there_is_a_mistake_of_ours():
    with pytest.raises(TemplateDoesNotExist):
        compose("coalitions/email/nothing.txt")


def test_each_recipient_gets_one():
    user = make_user()
    made = queue(MAIL, to=[user, "ada@example.org", user, "Ada@Example.org"], matter="test:1")
    assert [(notice.user, notice.address) for notice in made] == [(user, ""), (None, "Ada@Example.org")]


def test_what_waits_already_is_not_kept_twice_but_comes_again_once_it_left():
    user = make_user()
    queue(MAIL, to=[user], matter="test:1")
    assert queue(MAIL, to=[user], matter="test:1") == []
    assert len(queue(MAIL, to=[user], matter="test:2")) == 1
    assert len(queue(Mail("Another", "A text."), to=[user], matter="test:1")) == 1
    assert Notice.objects.count() == 3


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@b@example.org",
        "a@example.org, b@example.org",
        '"a, b"@example.org',
        "a@example.org;b",
        "a b@c.org",
    ],
)
def test_what_is_no_single_address_is_refused(address):
    with pytest.raises(ValidationError):
        queue(MAIL, to=[address], matter="test:1")
    assert Notice.objects.count() == 0


def test_one_bad_address_keeps_none():
    with pytest.raises(ValidationError):
        queue(MAIL, to=["ada@example.org", "nobody"], matter="test:1")
    assert Notice.objects.count() == 0


def test_a_change_that_is_rolled_back_takes_its_mail_along():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue(MAIL, to=["ada@example.org"], matter="test:1")
        raise ZeroDivisionError
    assert Notice.objects.count() == 0


def test_nothing_leaves_with_the_request(mailoutbox):
    queue(MAIL, to=["ada@example.org"], matter="test:1", at_once=True)
    assert mailoutbox == []


def test_forgetting_a_matter_drops_what_waits_of_it_and_nothing_else():
    queue(MAIL, to=["ada@example.org", "bea@example.org"], matter="test:1")
    queue(MAIL, to=["ada@example.org"], matter="test:2")
    assert (forget("test:1"), forget("test:1"), forget("nothing")) == (2, 0, 0)
    assert [notice.matter for notice in Notice.objects.all()] == ["test:2"]
