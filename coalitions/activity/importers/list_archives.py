"""Reads a list's archive, wherever it is, and counts it batch by batch: memory stays flat, progress is kept."""

import gzip
import hashlib
import logging
import shutil
import tempfile
from contextlib import contextmanager
from itertools import islice

from django.utils import timezone

from coalitions.activity.enums import ImportState, ListSource
from coalitions.activity.importers.mailman3 import Mailman3Archive
from coalitions.activity.mail_archive import ArchiveError, Mail, read_archive
from coalitions.activity.models import ListImport
from coalitions.activity.services import begin_import, count_batch, fail_import, finish_import
from coalitions.workflow import NotAllowed

logger = logging.getLogger(__name__)

BATCH = 1000
BETWEEN = b"\n\n"  # so that the next message begins on a line of its own
BROKE = "Something went wrong while the archive was read. The operator finds the error in the portal’s log."


def digest_of(file):
    """The SHA-256 of a file, which is left at its beginning."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest


def check_archive(file, *, today):
    """See that a file begins like an archive; it is left at its beginning. Raises ArchiveError."""
    file.seek(0)
    next(read_archive(file, today=today))
    file.seek(0)


@contextmanager
def joined(files):
    """Several archive files as one, in a temporary file: what lies between them is then part of the archive.

    One file alone is given as it is. Raises ArchiveError where some are packed and some are not.
    """
    packed = []
    for file in files:
        file.seek(0)
        packed.append(file.read(2) == b"\x1f\x8b")
        file.seek(0)
    if len(set(packed)) > 1:
        raise ArchiveError("Choose either packed files (.gz) or plain ones, not both at once.")
    if len(files) == 1:
        yield files[0]
        return
    between = gzip.compress(BETWEEN) if packed[0] else BETWEEN
    with tempfile.TemporaryFile() as whole:
        for file in files:
            shutil.copyfileobj(file, whole, 1024 * 1024)
            whole.write(between)
        whole.seek(0)
        yield whole


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
    """Page by page, the newest messages first. What the import before has read to its end is not asked for again.

    One that broke off has left a gap behind what it counted: then all is asked for.
    """
    same = ListImport.objects.of_coalition(archive.coalition).from_address(archive.name).exclude(pk=archive.pk)
    before = same.with_key().that_read().newest_first().first()
    may_stop = before is not None and before.state == ImportState.DONE
    reader = Mailman3Archive(archive.name)
    for outcomes, read, total in reader.pages(today=timezone.now().date()):
        archive.size = total
        new = count_batch(archive, outcomes, key=key, position=read)
        tell(archive)
        if may_stop and not new and any(isinstance(outcome, Mail) for outcome in outcomes):
            break
