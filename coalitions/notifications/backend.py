"""Django's way of sending mail, through the outbox: whatever sends (Wagtail, an app) only writes rows."""

from django.core.mail.backends.base import BaseEmailBackend

from coalitions.notifications.writing import Mail, queue


class OutboxBackend(BaseEmailBackend):
    """`EMAIL_BACKEND` of a site that uses the outbox. post_office's own default backend names the real one.

    The plain text is kept; alternatives and attachments are not. post_office's backend would not do: it reads what it
    is given as a template, user's words included.
    """

    def send_messages(self, email_messages):
        messages = list(email_messages)
        for message in messages:
            mail = Mail(str(message.subject), str(message.body))
            queue(mail, to=message.recipients(), matter="mail", at_once=True)
        return len(messages)
