"""External dates in the admin: the import with its preview, the list, and every door × every role."""

import datetime
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from events.models import ExternalDate
from tests.factories import (
    make_coalition,
    make_external_date,
    make_facilitator_user,
    make_secretariat_user,
    make_series,
    make_user,
)

pytestmark = pytest.mark.django_db

IMPORT = "/admin/meetings/external-dates/import/"
LIST = "/admin/events/externaldate/"
TABLE = b"title,kind,starts_on,ends_on,url,city\nIETF 112,ietf,2021-11-08,2021-11-12,,Online\nBad,,soon,,,\n"


def words(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def upload(client, data=TABLE, name="dates.csv"):
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, data)})


@pytest.fixture
def editor(client):
    client.force_login(make_secretariat_user())
    return client


def test_a_table_is_shown_first_and_then_imported(editor):
    preview = upload(editor)

    text = words(preview)
    assert "This would happen: 1 created, 0 updated, 0 unchanged, 1 refused. Nothing is written yet." in text
    assert "Columns that are not read: city." in text
    assert "First day: “soon” is not a day written as 2021-11-08." in text
    assert ExternalDate.objects.count() == 0

    done = editor.post(IMPORT, {"table": preview.context["token"]})

    assert "Done: 1 created, 0 updated, 0 unchanged, 1 refused." in words(done)
    assert [date.title for date in ExternalDate.objects.all()] == ["IETF 112"]
    assert "unchanged" in words(upload(editor))


def test_a_table_without_trouble_leads_to_the_list(editor):
    token = upload(editor, b"title,starts_on\nIETF 112,2021-11-08\n").context["token"]

    response = editor.post(IMPORT, {"table": token}, follow=True)

    assert response.redirect_chain == [(LIST, 302)]
    assert "External dates imported: 1 created, 0 updated, 0 unchanged, 0 refused." in words(response)


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "dates.csv", "empty"),
        (b"x", "dates.pdf", "Please choose a .csv or .xlsx file."),
        (b"\x00\x01", "dates.csv", "The file is broken, or is no CSV file."),
        (b"title\n" + b"x\n" * 501, "dates.csv", "The table has too many rows: at most 500, please."),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(editor, data, name, sentence):
    response = upload(editor, data, name)

    assert (response.status_code, ExternalDate.objects.count()) == (200, 0)
    assert sentence in words(response)


@pytest.mark.parametrize("whose", ["nobody's", "somebody else's"])
def test_a_table_is_imported_by_the_one_who_sent_it_only(client, editor, whose):
    token = upload(editor).context["token"] if whose == "somebody else's" else "tampered"
    editor.logout()
    client.force_login(make_secretariat_user())

    response = client.post(IMPORT, {"table": token}, follow=True)

    assert "This preview is older than a day or is not yours." in words(response)
    assert ExternalDate.objects.count() == 0


# Who, and what they get: the import, the list, a row of it.
ROLES = {
    "anonymous": (302, 302, 302),
    "visitor account": (302, 302, 302),
    "coordinator": (302, 302, 302),
    "facilitator": (302, 302, 302),
    "secretariat": (200, 200, 200),
}


@pytest.mark.parametrize("role", ROLES)
def test_doors(client, role):
    date = make_external_date(starts_on=datetime.date(2021, 11, 8))
    user = {
        "anonymous": lambda: None,
        "visitor account": make_user,
        "coordinator": make_user,
        "facilitator": lambda: make_facilitator_user(make_series()),
        "secretariat": make_secretariat_user,
    }[role]()
    if role == "coordinator":
        make_coalition(coordinators=[user])
    if user:
        client.force_login(user)

    found = tuple(client.get(address).status_code for address in (IMPORT, LIST, f"{LIST}edit/{date.pk}/"))

    assert found == ROLES[role]


def test_the_list_filters_and_exports(editor):
    make_external_date("IETF 112", starts_on=datetime.date(2021, 11, 8))
    make_external_date("=1+1", starts_on=datetime.date(2090, 11, 8))

    rows = {
        when: [str(row.title) for row in editor.get(LIST, {"when": when}).context["object_list"]]
        for when in ("to-come", "over", "x")
    }
    text = b"".join(editor.get(LIST, {"export": "csv"}).streaming_content).decode("utf-8-sig")

    assert rows == {"to-come": ["=1+1"], "over": ["IETF 112"], "x": ["=1+1", "IETF 112"]}
    assert text.splitlines()[1] == "'=1+1,IETF meeting,2090-11-08,2090-11-08,"


def test_a_date_is_kept_once(editor):
    make_external_date("IETF 112", starts_on=datetime.date(2021, 11, 8))
    form = {"title": "IETF 112", "kind": "ietf", "starts_on": "2021-11-08", "ends_on": "2021-11-07", "url": ""}

    response = editor.post(f"{LIST}create/", form)

    assert "The last day cannot come before the first." in words(response)
    assert "This date is in the list already." in words(response)
