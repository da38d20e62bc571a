import pytest
from django.core.mail import EmailMultiAlternatives, send_mail

from coalitions.models import Notice
from coalitions.notifications import deliver, hand_over

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _backend_of_the_site(settings):
    settings.EMAIL_BACKEND = "coalitions.notifications.backend.OutboxBackend"


def test_whatever_sends_mail_writes_into_the_outbox(mailoutbox):
    assert (
        send_mail("Moderation: {{ title }}", "{% load x %}", "x@example.org", ["a@example.org", "b@example.org"]) == 1
    )
    assert mailoutbox == []
    assert [(notice.address, notice.subject, notice.text) for notice in Notice.objects.order_by("pk")] == [
        ("a@example.org", "Moderation: {{ title }}", "{% load x %}"),
        ("b@example.org", "Moderation: {{ title }}", "{% load x %}"),
    ]
    hand_over()
    deliver()
    assert [mail.to for mail in mailoutbox] == [["a@example.org"], ["b@example.org"]]


def test_copies_are_recipients_like_others_and_html_comes_from_the_text():
    mail = EmailMultiAlternatives("Subject", "Text", to=["a@example.org"], bcc=["b@example.org"])
    mail.attach_alternative("<p>Other</p>", "text/html")
    mail.send()
    assert sorted(Notice.objects.values_list("address", "text")) == [
        ("a@example.org", "Text"),
        ("b@example.org", "Text"),
    ]
