"""Tables that wait between the two steps of an import."""

import datetime

import pytest
import time_machine
from django.core.files.storage import default_storage
from wagtail.models import UploadedFile

from coalitions.models import CoalitionPage, Membership
from coalitions.services import forget_old_uploads, forget_uploads, keep_upload
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_new_table_takes_the_place_of_the_last_one_of_the_same_person():
    first, second = make_user(), make_user()
    kept = [keep_upload(second, Membership, b"b", "b.csv"), keep_upload(first, CoalitionPage, b"c", "c.xlsx")]
    old = keep_upload(first, Membership, b"a", "a.csv")
    new = keep_upload(first, Membership, b"n", "n.CSV")
    assert {upload.pk for upload in UploadedFile.objects.all()} == {new.pk, *(upload.pk for upload in kept)}
    assert not default_storage.exists(old.file.name)
    assert new.file.name.endswith(".csv")
    forget_uploads(first, Membership)
    assert {upload.pk for upload in UploadedFile.objects.all()} == {upload.pk for upload in kept}


@pytest.mark.parametrize(("hours", "forgotten"), [(23, 0), (25, 1)])
def test_what_nobody_went_on_with_goes_after_a_day(hours, forgotten):
    table = keep_upload(make_user(), Membership, b"a", "a.csv")
    coalitions = keep_upload(make_user(), CoalitionPage, b"a", "a.csv")
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=hours)):
        assert forget_old_uploads(Membership) == forgotten
    assert default_storage.exists(table.file.name) is not bool(forgotten)
    assert default_storage.exists(coalitions.file.name)
