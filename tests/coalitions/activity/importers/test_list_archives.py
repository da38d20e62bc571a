"""Reading archives to their end: files, several files as one, stored files, and what goes wrong."""

import gzip
import io

import pytest
from django.core.files.base import ContentFile

from coalitions.activity.enums import ImportState, ListSource
from coalitions.activity.importers import digest_of, joined, list_archives, run_import
from coalitions.activity.importers.background import import_list_archive
from coalitions.activity.mail_archive import ArchiveError
from coalitions.activity.models import ListImport
from coalitions.activity.services import request_import
from tests.coalitions.activity.factories import counts_of, import_archive, make_message, month
from tests.factories import make_coalition


def test_the_digest_is_that_of_the_file_and_leaves_it_at_its_beginning():
    file = io.BytesIO(b"abc")
    file.seek(2)
    assert digest_of(file) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert file.read() == b"abc"


@pytest.mark.parametrize("packed", [True, False])
def test_several_files_are_one_archive(packed):
    parts = [make_message("<1@x>").rstrip(b"\n"), make_message("<2@x>")]
    with joined([io.BytesIO(gzip.compress(part) if packed else part) for part in parts]) as whole:
        data = whole.read()
    assert (gzip.decompress(data) if packed else data) == b"".join(part + b"\n\n" for part in parts)


def test_packed_and_plain_files_do_not_mix():
    files = [io.BytesIO(make_message()), io.BytesIO(gzip.compress(make_message()))]
    with pytest.raises(ArchiveError, match="Choose either packed files"), joined(files):
        pass


def test_one_file_is_given_as_it_is():
    file = io.BytesIO(make_message())
    with joined([file]) as whole:
        assert whole is file


@pytest.fixture
def stored(db):
    archive = request_import(
        make_coalition(),
        by=None,
        source=ListSource.MBOX,
        name="archive.mbox",
        file=ContentFile(make_message("<1@x>") + make_message("<2@x>"), name="archive.mbox"),
    )
    return archive


def test_a_stored_file_is_read_in_the_background_and_deleted(stored, django_capture_on_commit_callbacks):
    storage, name = stored.file.storage, stored.file.name
    assert (storage.exists(name), "archive.mbox" in name) == (True, False)
    with django_capture_on_commit_callbacks(execute=True):
        import_list_archive.enqueue(stored.pk)
    stored.refresh_from_db()
    assert (stored.state, stored.counted, bool(stored.file)) == (ImportState.DONE, 2, False)
    assert not storage.exists(name)
    assert counts_of(stored.coalition) == [(month(2021, 5), ListSource.MBOX, 2, 2, 1)]


def test_a_task_that_comes_twice_or_too_late_does_nothing(stored):
    for pk in (stored.pk, stored.pk, stored.pk + 1):
        import_list_archive.enqueue(pk)
    assert ListImport.objects.get().counted == 2


def test_progress_is_told_after_each_batch(db, monkeypatch):
    monkeypatch.setattr(list_archives, "BATCH", 2)
    data = b"".join(make_message(f"<{n}@x>") for n in range(5))
    archive = request_import(make_coalition(), by=None, source=ListSource.MBOX, name="a.mbox", size=len(data))
    told, stored = [], []

    def tell(archive):
        told.append((archive.read, archive.percent))
        stored.append(ListImport.objects.get().read)

    run_import(archive, file=io.BytesIO(data), tell=tell)
    # So small a file is read at once; the numbers are kept step by step.
    assert (told, stored) == ([(2, 99), (4, 99), (5, 99)], [2, 4, 5])
    assert archive.percent == 100


def test_a_broken_end_keeps_what_was_read_for_the_next_time(db, monkeypatch):
    monkeypatch.setattr(list_archives, "BATCH", 1)
    whole = b"".join(make_message(f"<{n}@x>", body="text " * 300_000) for n in range(3))
    coalition = make_coalition()
    failed = import_archive(gzip.compress(whole)[:-50], coalition)
    assert (failed.state, failed.counted > 0, counts_of(coalition)) == (ImportState.FAILED, True, [])
    assert failed.problem == "The packed file is broken or ends too early. Please download the archive again."
    done = import_archive(gzip.compress(whole), coalition)
    assert (done.state, done.counted + failed.counted) == (ImportState.DONE, 3)
    assert [row[2] for row in counts_of(coalition)] == [3]


def test_an_error_of_ours_is_kept_in_words_and_raised(db):
    class Broken(io.BytesIO):
        def read(self, *args):
            raise RuntimeError("disk")

    archive = request_import(make_coalition(), by=None, source=ListSource.MBOX, name="a.mbox")
    with pytest.raises(RuntimeError):
        run_import(archive, file=Broken())
    archive.refresh_from_db()
    assert (archive.state, archive.problem) == (ImportState.FAILED, list_archives.BROKE)
