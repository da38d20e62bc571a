"""The list of action items in the admin: rows, filters, export, the form, and what follows from saving."""

import csv
import datetime
import io
import re
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from events.enums import ActionState, MeetingState, Owner
from events.models import ActionItem
from events.services import finish_part, move_deadline, share_out_item
from tests.factories import (
    make_action_item,
    make_coalition,
    make_facilitator_user,
    make_meeting,
    make_secretariat_user,
    make_series,
)

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2021, 5, 17, 9, tzinfo=datetime.UTC)
LIST = "/admin/events/actionitem/"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def user():
    return make_secretariat_user()


@pytest.fixture
def editor(client, user):
    client.force_login(user)
    return client


def _public_meeting(**fields):
    return make_meeting(state=MeetingState.CORRECTIONS_OPEN, starts_at=NOW - datetime.timedelta(days=4), **fields)


def _rows(response):
    return sorted(str(item) for item in response.context["object_list"])


def _words(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def test_a_facilitator_sees_the_items_of_the_own_series(client):
    series = make_series()
    make_action_item(make_meeting(series), text="Own.")
    make_action_item(make_meeting(), text="Foreign.")
    client.force_login(make_facilitator_user(series))
    assert _rows(client.get(LIST)) == ["Own."]


def test_filters_find_what_is_overdue_soon_and_open(editor):
    make_action_item(text="Late.", due_at=NOW - datetime.timedelta(seconds=1))
    make_action_item(text="Soon.", due_at=NOW + datetime.timedelta(days=7))
    make_action_item(text="Later.", due_at=NOW + datetime.timedelta(days=8))
    make_action_item(text="Done.", due_at=NOW - datetime.timedelta(days=1), state=ActionState.DONE)
    found = {value: _rows(editor.get(LIST, {"deadline": value})) for value in ("overdue", "soon", "open", "nonsense")}
    assert found == {
        "overdue": ["Late."],
        "soon": ["Soon."],
        "open": ["Late.", "Later.", "Soon."],
        "nonsense": ["Done.", "Late.", "Later.", "Soon."],
    }
    assert _rows(editor.get(LIST, {"state": "done"})) == ["Done."]
    assert _rows(editor.get(LIST, {"q": "later"})) == ["Later."]


@pytest.mark.parametrize(
    "query", ["bogus=1", "p=zzz", "o=99", "deadline=%00", "meeting__owner__password=x", "state__foo=1", "q=%00"]
)
def test_odd_parameters_are_no_error(editor, query):
    make_action_item()
    assert editor.get(f"{LIST}?{query}", follow=True).status_code == 200


def test_the_export_is_safe_and_complete(editor, user):
    coalition = make_coalition(acronym="=DC")
    item = make_action_item(_public_meeting(title="Call 53"), text="=1+1", coalitions=[coalition], due_at=NOW)
    share_out_item(item)
    row = {
        "Action item": "'=1+1",
        "Meeting": "Call 53",
        "Kind": "Action",
        "Owner": "Some coalitions",
        "Owners": "'=DC",
        "State": "Open",
        "Due": "17 May 2021, 09:00 UTC",
        "Parts done": "0 of 1",
        "Outcome": "",
    }
    text = b"".join(editor.get(LIST, {"export": "csv"}).streaming_content).decode("utf-8-sig")
    assert list(csv.DictReader(io.StringIO(text))) == [row]
    book = load_workbook(io.BytesIO(editor.get(LIST, {"export": "xlsx"}).getvalue()))
    header, values = book.active.values
    assert dict(zip(header, ("" if value is None else value for value in values), strict=True)) == row


def test_the_list_asks_as_often_for_thirty_rows_as_for_one(editor):
    meeting, coalition = make_meeting(), make_coalition()
    counts = []
    for count in (1, 29):
        for _ in range(count):
            share_out_item(make_action_item(meeting, coalitions=[coalition]))
        editor.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            editor.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_record_of_an_item_shows_everything(editor, user):
    first, second = make_coalition(acronym="DC1"), make_coalition(acronym="DC2")
    item = make_action_item(_public_meeting(), text="Review it.", coalitions=[first, second], due_at=NOW)
    share_out_item(item)
    finish_part(item.parts.get(coalition=first), by=user, note="Sent.")
    move_deadline(item, to=NOW + datetime.timedelta(days=7), reason="Holidays", by=user)
    words = _words(editor.get(f"{LIST}inspect/{item.pk}/"))
    assert "24 May 2021, 09:00 UTC, 7 days left" in words
    assert (
        f"17 May 2021, 09:00 UTC: moved from 17 May 2021, 09:00 UTC to 24 May 2021, 09:00 UTC ({user}): Holidays"
        in words
    )
    assert f"(DC1) 17 May 2021, 09:00 UTC ({user}) Sent." in words
    assert "Mark as done : DC2" in words
    assert "A coalition's part marked as done" in words
    for label in ("Mark as in progress", "Mark as done", "Drop", "Supersede by another item", "Move the deadline"):
        assert label in words
    assert "Reopen" not in words


def _values(item, **changes):
    values = {
        "meeting": item.meeting_id,
        "kind": item.kind,
        "order": item.order,
        "text": '{"blocks": [{"key": "a", "type": "unstyled", "text": "Review it.", "depth": 0, '
        '"inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}',
        "owner": item.owner,
        "due_at": "",
        "sub_items-TOTAL_FORMS": "0",
        "sub_items-INITIAL_FORMS": "0",
        "sub_items-MIN_NUM_FORMS": "0",
        "sub_items-MAX_NUM_FORMS": "1000",
    }
    return values | changes


def test_a_deadline_once_set_is_not_edited_in_the_form(editor):
    item = make_action_item(due_at=NOW)
    response = editor.post(
        f"{LIST}edit/{item.pk}/", _values(item, due_at="2022-01-01 10:00", due_to_be_announced="on")
    )
    item.refresh_from_db()
    assert (response.status_code, item.due_at, item.due_to_be_announced) == (302, NOW, False)


def test_a_first_deadline_is_set_in_the_form(editor):
    item = make_action_item()
    assert editor.post(f"{LIST}edit/{item.pk}/", _values(item, due_at="2022-01-01 10:00")).status_code == 302
    item.refresh_from_db()
    assert item.due_at == datetime.datetime(2022, 1, 1, 10, tzinfo=datetime.UTC)


def test_an_item_stays_with_its_meeting(editor):
    item = make_action_item()
    meeting = item.meeting
    assert editor.post(f"{LIST}edit/{item.pk}/", _values(item, meeting=make_meeting().pk)).status_code == 302
    item.refresh_from_db()
    assert item.meeting == meeting


def test_owners_that_change_get_their_parts_when_the_report_is_public(editor):
    coalitions = [make_coalition(), make_coalition()]
    for meeting, parts in ((_public_meeting(), 2), (make_meeting(state=MeetingState.REPORT_DRAFT), 0)):
        item = make_action_item(meeting)
        editor.post(f"{LIST}edit/{item.pk}/", _values(item, owner=Owner.ALL_COALITIONS))
        assert (item.parts.count(), len(coalitions)) == (parts, 2)


def test_owners_are_named_exactly_when_some_coalitions_own_it(editor):
    coalition, item = make_coalition(), make_action_item()
    for changes in ({"owner": Owner.SOME_COALITIONS}, {"owner": Owner.MAG, "coalitions": [coalition.pk]}):
        response = editor.post(f"{LIST}edit/{item.pk}/", _values(item, **changes))
        assert list(response.context["form"].errors) == ["coalitions"]


def test_an_item_is_entered_by_hand_for_a_meeting_of_ones_own(client):
    series = make_series()
    client.force_login(make_facilitator_user(series))
    foreign, own = make_action_item().meeting, make_meeting(series)
    empty = ActionItem(kind="action", owner="", meeting=foreign)
    response = client.post(f"{LIST}create/", _values(empty))
    assert list(response.context["form"].errors) == ["meeting"]
    assert client.post(f"{LIST}create/", _values(empty, meeting=own.pk)).status_code == 302
    assert ActionItem.objects.get(meeting=own).state == ActionState.OPEN


def test_an_item_readers_have_seen_is_not_deleted(editor):
    draft, public = (
        make_action_item(make_meeting(state=MeetingState.REPORT_DRAFT)),
        make_action_item(_public_meeting()),
    )
    assert editor.post(f"{LIST}delete/{draft.pk}/").url == LIST
    assert editor.post(f"{LIST}delete/{public.pk}/").url == "/admin/"
    assert list(ActionItem.objects.all()) == [public]


def test_the_menu_offers_the_list_and_the_import(editor):
    make_series()
    menus = [re.findall(r'"url": "(/admin/(?:events|meetings)/[^"]*)"', editor.get("/admin/").content.decode())]
    make_meeting()
    menus += [re.findall(r'"url": "(/admin/(?:events|meetings)/[^"]*)"', editor.get("/admin/").content.decode())]
    rest = ["/admin/events/externaldate/", "/admin/meetings/import/", "/admin/meetings/external-dates/import/"]
    assert menus == [rest, [LIST, *rest]]
