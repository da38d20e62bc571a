"""The outbox: mails are written with the change that causes them, and leave later, by the command `send_notices`.

    mail = compose("coalitions/email/invitation.txt", {"coalition": coalition})
    queue(mail, to=[user, "ada@example.org"], matter=f"contact:{contact.pk}", at_once=True)
    forget(f"contact:{contact.pk}")

A web request only writes rows, in the transaction of the change: nothing is sent for a change that is rolled back,
and a mail server that is down slows nobody.
"""

from coalitions.notifications.delivering import deliver
from coalitions.notifications.handing_over import hand_over, set_reply_to
from coalitions.notifications.recipients import coalitions_reached, coordinators_of, secretariat_accounts
from coalitions.notifications.writing import Mail, compose, forget, one_address, queue

__all__ = [
    "Mail",
    "coalitions_reached",
    "compose",
    "coordinators_of",
    "deliver",
    "forget",
    "hand_over",
    "one_address",
    "queue",
    "secretariat_accounts",
    "set_reply_to",
]
