"""Reads a list's archive, wherever it is, and counts it batch by batch: memory stays flat, progress is kept."""

import hashlib
import logging
from itertools import islice

from django.utils import timezone

from coalitions.activity.enums import ListSource
from coalitions.activity.importers.mailman3 import Mailman3Archive
from coalitions.activity.mail_archive import ArchiveError, read_archive
from coalitions.activity.models import ListImport
from coalitions.activity.services import begin_import, count_batch, fail_import, finish_import
from coalitions.workflow import NotAllowed

logger = logging.getLogger(__name__)

BATCH = 1000
BROKE = "Something went wrong while the archive was read. The operator finds the error in the portal’s log."


def digest_of(file):
    """The SHA-256 of a file, which is left at its beginning."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest


def run_import(archive, *, file=None, tell=None):
    """Read the archive of a ListImport to its end. Returns the import; its state says what came of it.

    `file` is read in place of the stored one; `tell(archive)` is called after each batch. Only errors that are
    nobody's input are raised again.
    """
    tell = tell or (lambda archive: None)
    try:
        key = begin_import(archive)
    except NotAllowed:
        return archive
    except ArchiveError as error:
        fail_import(archive, str(error))
        return archive
    try:
        if archive.source == ListSource.MAILMAN3:
            _read_mailman3(archive, key, tell)
            return finish_import(archive, is_live=True)
        with file or archive.file.open("rb") as opened:
            _read_mbox(archive, opened, key, tell)
        return finish_import(archive)
    except ArchiveError as error:
        fail_import(archive, str(error))
        return archive
    except Exception:
        logger.exception("The import of a list's archive failed: %s", archive.pk)
        fail_import(archive, BROKE)
        raise


def _read_mbox(archive, file, key, tell):
    outcomes = read_archive(file, today=timezone.now().date())
    while batch := list(islice(outcomes, BATCH)):
        count_batch(archive, batch, key=key, position=file.tell())
        tell(archive)


def _read_mailman3(archive, key, tell):
    """Page by page, the newest messages first. What an earlier import has read to its end is not asked for again."""
    earlier = ListImport.objects.of_coalition(archive.coalition).done().from_address(archive.name)
    may_stop = earlier.exists()
    reader = Mailman3Archive(archive.name)
    for outcomes, read, total in reader.pages(today=timezone.now().date()):
        archive.size = total
        new = count_batch(archive, outcomes, key=key, position=read)
        tell(archive)
        if may_stop and not new:
            break
