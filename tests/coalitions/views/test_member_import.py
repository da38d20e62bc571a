"""Table, preview, import: nothing is written before it is confirmed, and only who keeps a coalition gets there."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import UploadedFile

from coalitions.models import Membership, Notice
from tests.coalitions.member_doors import make_world

pytestmark = pytest.mark.django_db

TABLE = b"""coalition,email,name,shoe size
own,new@example.org,New,4
other,x@example.org,X,4
,none@example.org,None,4
"""


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def coordinator(client, world):
    client.force_login(world.actors["coordinator"])
    return world.actors["coordinator"]


def upload(client, data=TABLE, name="members.csv", **fields):
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("coalitions_admin:import-members"), {"file": file, **fields})


def outcome(response):
    result = response.context["result"]
    return [(row.line, row.message) for row in (*result.created, *result.errors)]


def test_from_the_table_to_members(client, world, coordinator):
    preview = upload(client).url
    before = Membership.objects.count()
    response = client.get(preview)
    assert outcome(response) == [
        (2, ""),
        (3, "You do not coordinate OTHER."),
        (4, "Name the coalition: its slug or acronym."),
    ]
    assert response.context["unknown"] == ["shoe_size"]
    # Without the promise that they know, nothing happens.
    response = client.post(preview, {})
    assert response.context["form"].errors == {"agreed": ["This field is required."]}
    assert (Membership.objects.count(), Notice.objects.count()) == (before, 0)
    response = client.post(preview, {"agreed": "on"})
    assert response.context["done"] is True
    assert (Membership.objects.count(), Notice.objects.count()) == (before + 1, 1)
    assert UploadedFile.objects.count() == 0
    assert client.get(preview).url == reverse("coalitions_admin:import-members")


def test_rows_that_name_no_coalition(client, world, coordinator):
    preview = upload(client, coalition=world.coalition.pk).url
    assert preview.endswith(f"?coalition={world.coalition.pk}")
    assert outcome(client.get(preview)) == [(2, ""), (4, ""), (3, "You do not coordinate OTHER.")]
    # Somebody else's coalition, or none, in the address is none.
    for value in (world.other.pk, "abc", "99999999999", "0"):
        forged = f"{preview.partition('?')[0]}?coalition={value}"
        assert outcome(client.get(forged))[-1] == (4, "Name the coalition: its slug or acronym.")


def test_only_own_coalitions_are_offered(client, world, coordinator):
    form = client.get(reverse("coalitions_admin:import-members")).context["form"]
    assert [page.pk for page in form.fields["coalition"].queryset] == [world.coalition.pk]
    assert upload(client, coalition=world.other.pk).context["form"].errors == {
        "coalition": ["Select a valid choice. That choice is not one of the available choices."]
    }
    client.force_login(world.actors["secretariat"])
    form = client.get(reverse("coalitions_admin:import-members")).context["form"]
    assert [page.pk for page in form.fields["coalition"].queryset] == [world.other.pk, world.coalition.pk]


def test_a_table_is_its_owners(client, world, coordinator):
    preview = upload(client).url
    client.force_login(world.actors["secretariat"])
    assert client.get(preview).url == reverse("coalitions_admin:import-members")
    assert client.post(preview, {"agreed": "on"}).url == reverse("coalitions_admin:import-members")
    assert Membership.objects.count() == 4


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"", "m.csv", "The submitted file is empty."),
        (b"  \n", "m.csv", "The file is empty."),
        (b"x", "m.exe", "Please choose a .csv or .xlsx file."),
        (b"not a workbook", "m.xlsx", "The file is broken, or is no XLSX workbook."),
    ],
)
def test_what_is_no_table_is_refused(client, coordinator, data, name, error):
    response = upload(client, data, name)
    assert response.context["form"].errors == {"file": [error]}
    assert UploadedFile.objects.count() == 0
