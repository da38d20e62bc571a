"""Asks a Mailman 3 archive (HyperKitty) for its messages over HTTP.

Only hosts that the operator has named in the setting ACTIVITY_MAILMAN3_HOSTS are ever asked, so that nobody can make
the portal look into its own network. Redirects are not followed, and no page may lead to another host.
"""

import http.client
import ssl
import time
from collections.abc import Iterator
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings

from coalitions.activity.mail_archive import ArchiveError, mail_of, page_of

TIMEOUT = 20  # seconds without a byte
LONGEST_ANSWER = 120  # seconds for one page
LONGEST_RUN = 3600  # seconds for all of them
MAX_PAGE_BYTES = 10 * 1024 * 1024
MAX_PAGES = 50_000
ATTEMPTS = 3
WAIT = 0.5  # seconds before the second attempt; twice as long before the third
TRY_AGAIN = (429, 500, 502, 503, 504)


def mailman3_hosts():
    """The hosts (host or host:port) that may be asked; none by default."""
    return getattr(settings, "ACTIVITY_MAILMAN3_HOSTS", [])


class Mailman3Archive:
    """A list in a Mailman 3 archive, by the address of its page: https://lists.example.org/archives/list/NAME/."""

    def __init__(self, address):
        """Raises ArchiveError for an address that is none of a list, or whose host may not be asked."""
        self.origin, self.path = list_address(address)

    def pages(self, *, today) -> Iterator[tuple[list, int, int]]:
        """The outcomes of each page, how many messages were read by then, and how many there are. Newest first."""
        before, _slash, name = self.path.rpartition("/list/")
        path = f"{before}/api/list/{name}/emails/?format=json"
        read, ends_at, seen = 0, time.monotonic() + LONGEST_RUN, set()
        while path:
            if len(seen) >= MAX_PAGES or time.monotonic() > ends_at:
                raise ArchiveError("The archive has more pages than the portal reads at once.")
            seen.add(path)
            page = page_of(self._get(path))
            read += len(page.items)
            yield [mail_of(item, today=today) for item in page.items], read, page.count
            path = self._path_of(page.next_url) if page.next_url and page.items else ""
            if path in seen:
                raise ArchiveError("The archive’s pages lead in a circle.")

    def _path_of(self, next_url):
        parts = urlsplit(next_url)
        # Behind a proxy an archive may name its pages with http://; what counts is that it is the same host.
        if parts.netloc and parts.netloc.lower() != self.origin[1]:
            raise ArchiveError("The archive’s pages lead to another host, which is not asked.")
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    def _get(self, path):
        for attempt in range(1, ATTEMPTS + 1):
            status, data = self._ask(path)
            if status == 200:
                return data
            if status not in TRY_AGAIN or attempt == ATTEMPTS:
                raise ArchiveError(_refusal(status))
            time.sleep(WAIT * attempt)

    def _ask(self, path):
        scheme, host = self.origin
        if scheme == "https":
            connection = http.client.HTTPSConnection(host, timeout=TIMEOUT, context=ssl.create_default_context())
        else:
            connection = http.client.HTTPConnection(host, timeout=TIMEOUT)
        headers = {"Accept": "application/json", "User-Agent": "dc-portal", "Connection": "close"}
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer.status, _body(answer)
        except ArchiveError:
            raise
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise ArchiveError(
                f"The archive does not answer ({type(error).__name__}). Please try again later."
            ) from error
        finally:
            connection.close()


def _body(answer):
    """What an answer holds, however slowly it comes, within limits of size and time."""
    data, ends_at = bytearray(), time.monotonic() + LONGEST_ANSWER
    while part := answer.read1(65_536):
        data += part
        if len(data) > MAX_PAGE_BYTES or time.monotonic() > ends_at:
            raise ArchiveError("The archive’s answer is larger than a page of messages, or takes far too long.")
    return bytes(data)


def list_address(address):
    """`((scheme, host), path)` of a list's page in an archive. Raises ArchiveError for any other address."""
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError as error:
        raise ArchiveError("This is not an address.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise ArchiveError("Give the address of the list’s page, beginning with https://.")
    host = parts.hostname if port is None else f"{parts.hostname}:{port}"
    if host not in {allowed.lower() for allowed in mailman3_hosts()}:
        raise ArchiveError(
            f"“{host}” is not among the archives this portal asks. The operator names them in the setting "
            "ACTIVITY_MAILMAN3_HOSTS."
        )
    before, found, name = unquote(parts.path).rstrip("/").rpartition("/list/")
    if not found or "/" in name or "@" not in name:
        raise ArchiveError("Give the address of the list’s page in the archive; it ends in “/list/name@host/”.")
    return (parts.scheme, host), quote(f"{before}/list/{name}", safe="/@")


def _refusal(status):
    if 300 <= status < 400:
        return "The archive answers with another address, which is not followed. Give that address itself."
    if status in (401, 403):
        return "The archive does not show this list to everybody."
    if status == 404:
        return "There is no such list in the archive."
    return f"The archive answers with the error {status}. Please try again later."
