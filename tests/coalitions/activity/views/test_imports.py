"""An archive from the browser to the months: doors, files of every kind, and how far it is."""

import datetime
import gzip

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coalitions.activity.enums import ImportState, ListSource
from coalitions.activity.models import ListImport, ListMessage
from coalitions.activity.services import begin_import, request_import
from tests.coalitions.activity.factories import counts_of, import_archive, make_message, month
from tests.coalitions.activity.importers.hyperkitty import hyperkitty
from tests.factories import make_coalition, make_secretariat_user, make_superuser, make_user

pytestmark = pytest.mark.django_db

IMPORT = "/admin/activity/import/"


@pytest.fixture
def people():
    return {
        "nobody": None,
        "user": make_user(),
        "coordinator": make_user("cora"),
        "another's coordinator": make_user("abel"),
        "secretariat": make_secretariat_user(),
        "superuser": make_superuser(),
    }


@pytest.fixture
def coalition(people):
    make_coalition("Other", coordinators=[people["another's coordinator"]])
    return make_coalition("Own", acronym="OWN", coordinators=[people["coordinator"]])


def upload(name="archive.mbox", data=None):
    return SimpleUploadedFile(name, make_message() if data is None else data)


def send(client, to, *files, **fields):
    return client.post(IMPORT, {"coalition": to.pk, "files": list(files)} | fields)


# Role → answers to: the form, an archive sent, the import's page, the question before forgetting, forgetting.
DOORS = {
    "nobody": [302, 302, 302, 302, 302],
    "user": [302, 302, 302, 302, 302],
    "coordinator": [200, "imported", 200, 200, "forgotten"],
    "another's coordinator": [200, "refused", 404, 302, 302],
    "secretariat": [200, "imported", 200, 200, "forgotten"],
    "superuser": [200, "imported", 200, 200, "forgotten"],
}


@pytest.mark.parametrize("role", DOORS)
def test_every_door_and_every_role(client, people, coalition, role):
    if people[role]:
        client.force_login(people[role])
    first = import_archive(make_message("<0@x>"), coalition)
    page = reverse("activity_listimport_modeladmin_inspect", args=[first.pk])
    forget = reverse("activity_admin:archives-forget", args=[coalition.pk])
    sent = send(client, coalition, upload())
    answers = [client.get(IMPORT).status_code, sent.status_code, client.get(page).status_code]
    if ListImport.objects.count() == 2:
        answers[1] = "imported"
    elif sent.status_code == 200:
        assert list(sent.context["form"].errors) == ["coalition"]
        answers[1] = "refused"
    answers.append(client.get(forget).status_code)
    answers.append(client.post(forget).status_code)
    if ListMessage.objects.count() == 0:
        answers[4] = "forgotten"
    assert answers == DOORS[role]


@pytest.fixture
def signed_in(client, people):
    client.force_login(people["secretariat"])
    return client


def test_from_the_file_to_the_months(signed_in, coalition, people):
    response = send(signed_in, coalition, upload("talk.mbox"), covers_until="2021-07-01")
    archive = ListImport.objects.get()
    assert (response.status_code, response.url) == (
        302,
        reverse("activity_listimport_modeladmin_inspect", args=[archive.pk]),
    )
    assert (archive.state, archive.name, archive.by) == (ImportState.DONE, "talk.mbox", people["secretariat"])
    assert [row[:3] for row in counts_of(coalition)] == [
        (month(2021, 5), ListSource.MBOX, 1),
        (month(2021, 6), ListSource.MBOX, 0),
        (month(2021, 7), ListSource.MBOX, 0),
    ]
    text = signed_in.get(response.url).content.decode()
    assert "Done: 1 of 1 message counted." in text
    assert "data-unfinished" not in text and 'http-equiv="refresh"' not in text


def test_several_files_at_once(signed_in, coalition):
    files = [
        upload(
            f"2021-{number:02}.txt.gz",
            gzip.compress(make_message(f"<{number}@x>", date=f"5 {name} 2021 11:00:00 +0000")),
        )
        for number, name in ((1, "Jan"), (3, "Mar"))
    ]
    send(signed_in, coalition, *files)
    assert ListImport.objects.get().name == "2021-01.txt.gz, 2021-03.txt.gz"
    assert [row[2] for row in counts_of(coalition)] == [1, 0, 1]


@pytest.mark.parametrize(
    ("files", "fields", "field", "sentence"),
    [
        ([], {}, "files", "Choose files."),
        ([("archive.exe", None)], {}, "files", "“archive.exe”: please choose .mbox, .txt or .gz files."),
        ([("empty.mbox", b"")], {}, "files", "The submitted file is empty."),
        ([("page.txt", b"<html>")], {}, "files", "“page.txt”: No message was found in this file."),
        ([("a.gz", b"PK\x03\x04")], {}, "files", "“a.gz”: This is a .zip file: please unpack it first."),
        ([("a.gz", gzip.compress(make_message())[:30])], {}, "files", "“a.gz”: The packed file is broken"),
        (
            [("a.gz", gzip.compress(make_message())), ("b.mbox", None)],
            {},
            "__all__",
            "Choose either packed files (.gz) or plain ones, not both at once.",
        ),
        ([("a.mbox", None)], {"covers_until": "2038-01-01"}, "covers_until", "Give the day of the download"),
        ([("a.mbox", None)], {"covers_until": "soon"}, "covers_until", "Enter a valid date."),
        ([("a.mbox", None)], {"coalition": "999999"}, "coalition", "Select a valid choice."),
        ([("a.mbox", None)], {"coalition": "x"}, "coalition", "Select a valid choice."),
        ([("a.mbox", b"x" * 2000)], {}, "files", "At most 0 MB at once, please."),
    ],
)
def test_what_is_refused_says_why(signed_in, settings, coalition, files, fields, field, sentence):
    settings.ACTIVITY_MAX_ARCHIVE_BYTES = 1000
    response = send(signed_in, coalition, *(upload(*file) for file in files), **fields)
    errors = response.context["form"].errors
    assert (response.status_code, list(errors)) == (200, [field])
    assert errors[field][0].startswith(sentence)
    assert ListImport.objects.count() == 0


def test_a_browsers_strange_file_names_are_one_line_of_text(signed_in, coalition):
    send(signed_in, coalition, upload("<script>alert(1)</script>.mbox"))
    archive = ListImport.objects.get()
    text = signed_in.get(reverse("activity_listimport_modeladmin_inspect", args=[archive.pk])).content.decode()
    assert "<script>alert" not in text


def test_while_another_is_read(signed_in, coalition):
    begin_import(request_import(coalition, by=None, source=ListSource.MBOX, name="a.mbox"))
    response = send(signed_in, coalition, upload())
    assert response.context["form"].non_field_errors() == [
        "Another archive of this coalition is being read. Please wait until it is done."
    ]
    assert ListImport.objects.count() == 1


@time_machine.travel("2021-06-01T12:00Z", tick=False)
def test_the_page_of_one_that_is_read_follows_by_itself(signed_in, coalition):
    archive = request_import(coalition, by=None, source=ListSource.MBOX, name="a.mbox", size=200)
    address = reverse("activity_listimport_modeladmin_inspect", args=[archive.pk])
    assert "Waiting to be read." in signed_in.get(address).content.decode()
    begin_import(archive)
    ListImport.objects.filter(pk=archive.pk).update(position=84, read=1234)
    text = signed_in.get(address).content.decode()
    assert [
        words
        for words in (
            "42 % read: 1234 messages so far.",
            '<progress max="100" value="42"',
            '<noscript><meta http-equiv="refresh" content="5"></noscript>',
            "activity/progress.js",
        )
        if words not in text
    ] == []


def test_an_address_is_asked_only_where_hosts_are_named(signed_in, settings, coalition):
    assert "address" not in signed_in.get(IMPORT).context["form"].fields
    with hyperkitty([("1@x", "1@x", None, "ada@example.org", "2021-05-13T11:00:00Z")]) as server:
        settings.ACTIVITY_MAILMAN3_HOSTS = [server.host]
        elsewhere = send(signed_in, coalition, address="http://127.0.0.1:1/list/a@b/")
        assert elsewhere.context["form"].errors["address"][0].startswith("“127.0.0.1:1” is not among the archives")
        both = send(signed_in, coalition, upload(), address=server.address)
        assert both.context["form"].errors == {"files": ["Choose files or an address, one of the two."]}
        send(signed_in, coalition, address=server.address)
    archive = ListImport.objects.get()
    assert (archive.state, archive.counted, archive.name) == (ImportState.DONE, 1, server.address)


def test_a_link_from_a_page_chooses_the_coalition(signed_in, client, people, coalition):
    form = signed_in.get(f"{IMPORT}?coalition={coalition.pk}").context["form"]
    assert form["coalition"].value() == str(coalition.pk)
    assert signed_in.get(f"{IMPORT}?coalition=%00abc").status_code == 200
    client.force_login(people["coordinator"])
    form = client.get(IMPORT).context["form"]
    assert ([page.pk for page in form.fields["coalition"].queryset], form["coalition"].value()) == (
        [coalition.pk],
        coalition.pk,
    )


def test_the_buttons_of_a_coalitions_page(client, people, coalition):
    edit = reverse("wagtailadmin_pages:edit", args=[coalition.pk])
    client.force_login(people["coordinator"])
    assert f"{IMPORT}?coalition={coalition.pk}" in client.get(edit).content.decode()


def test_forgetting_while_one_is_read(signed_in, coalition):
    import_archive(make_message(), coalition)
    begin_import(request_import(coalition, by=None, source=ListSource.MBOX, name="a.mbox"))
    response = signed_in.post(reverse("activity_admin:archives-forget", args=[coalition.pk]), follow=True)
    assert [str(message).strip() for message in response.context["messages"]] == [
        "An archive of this coalition is being read. Please wait until it is done."
    ]
    assert ListMessage.objects.count() == 1
    assert datetime.date(2021, 5, 1) == counts_of(coalition)[0][0]
