"""Hashes in place of message ids, addresses and subjects: keyed for each coalition from the site's secret."""

import hashlib
import hmac

from django.conf import settings

from coalitions.activity.mail_archive import ArchiveError
from coalitions.activity.models import ListImport

MESSAGE, SENDER, SUBJECT = b"message", b"sender", b"subject"
_CHECK = b"check"


class ListKey:
    """The key of one coalition's list."""

    def __init__(self, coalition, secret):
        self._key = hmac.digest(secret.encode(), f"coalitions.activity:{coalition.pk}".encode(), "sha256")
        self.check = f"{self.number(_CHECK, b'') & (2**64 - 1):016x}"

    def number(self, purpose, data):
        """The hash of some bytes for a purpose, as a signed number of 64 bits."""
        digest = hashlib.blake2b(data, digest_size=8, key=self._key, person=purpose).digest()
        return int.from_bytes(digest, "big", signed=True)

    def of_text(self, purpose, text):
        return self.number(purpose, text.encode("utf-8", "surrogateescape"))


def key_of(coalition):
    """The key under which a coalition's list is counted: of the secret there was when it was counted first.

    Raises ArchiveError where neither SECRET_KEY nor a fallback is that secret: everything would count twice.
    """
    keys = [ListKey(coalition, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    earlier = ListImport.objects.of_coalition(coalition).with_key().newest_first().first()
    if earlier is None:
        return keys[0]
    for key in keys:
        if key.check == earlier.key_check:
            return key
    raise ArchiveError(
        "The portal’s secret key has changed since this list was last read, so that messages cannot be told apart "
        "from those counted before. Remove what was read from archives, then import them again."
    )
