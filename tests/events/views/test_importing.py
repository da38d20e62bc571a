"""From a file to a draft, through the forms of the admin."""

import datetime
import io
import re
import zipfile
from html import unescape

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from events.enums import MeetingState
from events.models import ActionItem, MeetingPage
from tests.attack_corpus import ATTACKS
from tests.events.importers.test_reports import NOW, SHORT
from tests.events.report_text.reports import SAMPLE
from tests.factories import make_coalition, make_meeting, make_secretariat_user, make_series

pytestmark = pytest.mark.django_db

UPLOAD, PREVIEW = "/admin/meetings/import/", "/admin/meetings/import/preview/"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def series():
    return make_series()


@pytest.fixture
def user():
    return make_secretariat_user()


@pytest.fixture
def editor(client, user):
    client.force_login(user)
    return client


def _file(data, name="report.txt"):
    return SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)


def _upload(client, series, file=None, text=""):
    return client.post(UPLOAD, {"series": series.pk, "text": text, **({"file": file} if file else {})})


def _fields(response):
    """What a browser would send back from the preview: the values of its form's fields."""
    form = response.context["form"]
    values = {"seen": response.context["seen"], "report": form["report"].value()}
    for name, field in form.fields.items():
        if name in values:
            continue
        widget = re.search(rf'<(?:input|select|textarea)[^>]*\bname="{name}".*?(?:</select>|>)', _html(response), re.S)
        assert widget, f"{name} is not on the page"
        value = form[name].value()
        if value is True:
            values[name] = "on"
        elif value not in (None, False, ""):
            values[name] = getattr(value, "pk", None) or field.widget.format_value(value)
            if isinstance(values[name], list):
                values[name] = values[name][0]
    return values


def _html(response):
    return response.content.decode()


def _words(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", _html(response))))


def test_the_preview_shows_what_was_understood(editor, series):
    make_coalition("Dynamic Coalition on Core Internet Values", acronym="DC-CIV")
    response = _upload(editor, series, _file(SAMPLE.read_bytes()))
    assert response.status_code == 200
    form, words = response.context["form"], _words(response)
    assert (form["number"].value(), len(form.people), len(form.conclusions)) == (53, 16, 3)
    assert form["starts_at"].value() == datetime.datetime(2021, 5, 13, 11)
    assert "The times are assumed; please set the real ones." in words
    assert "16 listed; the report says 16." in words
    assert [part.number for part in response.context["parts"] if part.number] == list("1234567")
    assert [str(field.initial or "") for _, _, field in form.people].count("") == 14
    assert MeetingPage.objects.count() == 0


def test_a_corrected_preview_becomes_a_draft(editor, series, user):
    coalition = make_coalition()
    response = _upload(editor, series, text=SHORT + "\nList of participants\nAda\tBest\tMAG Chair\n")
    values = _fields(response) | {
        "number": "54",
        "starts_at": "2021-05-13T14:00",
        "ends_at": "2021-05-13T15:00",
        "person-0": coalition.pk,
        "kind-0": "planned_activity",
        "owner-0": "mag",
        "due-0": "2021-05-28",
        "create": "1",
    }
    response = editor.post(PREVIEW, values)
    meeting = MeetingPage.objects.get()
    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_pages:edit", args=[meeting.pk]))
    draft, item = meeting.get_latest_revision_as_object(), ActionItem.objects.get()
    assert (draft.number, draft.starts_at.hour, draft.ends_at.hour, draft.owner) == (54, 14, 15, user)
    assert [person.coalition for person in draft.participants.all()] == [coalition]
    assert (item.kind, item.owner, item.due_at.isoformat()) == ("planned_activity", "mag", "2021-05-28T23:59:00+00:00")
    assert editor.get(response.url).status_code == 200


def test_nothing_is_changed_when_the_same_file_comes_again(editor, series):
    for _ in range(2):
        response = _upload(editor, series, text=SHORT)
        shown = editor.post(PREVIEW, _fields(response) | {"create": "1"}, follow=True)
    assert "has this report already. Nothing was changed." in _words(shown)
    assert MeetingPage.objects.get().revisions.count() == 1


def test_what_would_be_replaced_is_shown_before_it_is(editor, series):
    editor.post(PREVIEW, _fields(_upload(editor, series, text=SHORT)) | {"create": "1"})
    response = _upload(editor, series, text=SHORT.replace("liked it", "loved it"))
    values = _fields(response) | {"create": "1"}
    MeetingPage.objects.get().get_latest_revision_as_object().save_revision()
    response = editor.post(PREVIEW, values)
    assert response.status_code == 200
    assert "The draft was changed on 17 May 2021, 09:00 UTC, after its last import." in _words(response)
    assert "liked it" in str(MeetingPage.objects.get().get_latest_revision_as_object().report)
    assert editor.post(PREVIEW, _fields(response) | {"create": "1"}).status_code == 302
    assert "loved it" in str(MeetingPage.objects.get().get_latest_revision_as_object().report)


def test_the_preview_asks_which_earlier_conclusion_is_which(editor, series):
    task = "- DCs to review the outline of the paper. Deadline: **24 May**."
    text = SHORT.replace(task, f"{task}\n- Members agreed that the rules stay as they are.")
    editor.post(PREVIEW, _fields(_upload(editor, series, text=text)) | {"create": "1"})
    before = list(ActionItem.objects.in_order())
    assert [item.kind for item in before] == ["action", "conclusion"]
    other = text.replace(task, "- All coalitions to send remarks on what was written. Deadline: **24 May**.")
    response = _upload(editor, series, text=other)
    values = _fields(response)
    assert [values["same-0"], values["same-1"]] == [str(item.pk) for item in before]
    twice = editor.post(PREVIEW, values | {"same-1": values["same-0"], "create": "1"})
    said = "Another conclusion above is the same as this earlier one already."
    assert twice.context["form"].errors["same-1"] == [said]
    assert editor.post(PREVIEW, values | {"create": "1"}).status_code == 302
    assert [item.pk for item in ActionItem.objects.in_order()] == [item.pk for item in before]


def test_another_number_brings_a_guess_of_its_own(editor, series):
    editor.post(PREVIEW, _fields(_upload(editor, series, text=SHORT)) | {"create": "1"})
    response = _upload(editor, series, text=SHORT.replace("meeting 53", "meeting 52"))
    assert "same-0" not in response.context["form"].fields
    again = editor.post(PREVIEW, _fields(response) | {"number": "53"})
    assert again.context["form"]["same-0"].value() == str(ActionItem.objects.get().pk)


def test_two_tabs_do_not_disturb_each_other(editor, series):
    first = _fields(_upload(editor, series, text=SHORT))
    second = _fields(_upload(editor, series, text=SHORT.replace("meeting 53", "meeting 52")))
    for values in (first, second):
        assert editor.post(PREVIEW, values | {"create": "1"}).status_code == 302
    assert sorted(MeetingPage.objects.values_list("number", flat=True)) == [52, 53]


def test_the_hidden_report_cannot_be_changed_or_borrowed(editor, client, series):
    values = _fields(_upload(editor, series, text=SHORT)) | {"create": "1"}
    for report in ("", "x", values["report"][:-3] + "abc", values["report"] + "a"):
        assert editor.post(PREVIEW, values | {"report": report}).url == UPLOAD
    client.force_login(make_secretariat_user())
    assert client.post(PREVIEW, values).url == UPLOAD
    client.force_login(make_secretariat_user("late"))
    with time_machine.travel(NOW + datetime.timedelta(days=2)):
        assert client.post(PREVIEW, values).url == UPLOAD
    assert MeetingPage.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"number": ""}, "number"),
        ({"number": "0"}, "number"),
        ({"ends_at": "2021-05-13T10:00"}, "ends_at"),
        ({"starts_at": "yesterday"}, "starts_at"),
        ({"format": "onsite"}, "place"),
        ({"due-0": "soon"}, "due-0"),
        ({"tba-0": "on"}, "tba-0"),
        ({"owner-0": "some_coalitions"}, "owner-0"),
        ({"kind-0": "<script>"}, "kind-0"),
        ({"series": "999999"}, "series"),
    ],
)
def test_a_correction_that_makes_no_sense_comes_back_with_what_was_typed(editor, series, changed, field):
    values = _fields(_upload(editor, series, text=SHORT)) | changed | {"create": "1"}
    response = editor.post(PREVIEW, values)
    assert (response.status_code, list(response.context["form"].errors)) == (200, [field])
    assert MeetingPage.objects.count() == 0


def test_a_meeting_that_may_not_be_imported_says_why(editor, series):
    make_meeting(series, number=53, state=MeetingState.ADOPTED)
    response = _upload(editor, series, text=SHORT)
    assert "The report of this meeting is adopted." in _words(response)
    response = editor.post(PREVIEW, _fields(response) | {"create": "1"})
    assert (response.status_code, "The report of this meeting is adopted." in _words(response)) == (200, True)


def test_a_day_that_has_not_come_is_an_error_of_the_form(editor, series):
    response = _upload(editor, series, text=SHORT.replace("13 May 2021", "20 May 2021"))
    response = editor.post(PREVIEW, _fields(response) | {"create": "1"})
    assert response.context["form"].non_field_errors() == ["The meeting has not begun yet."]
    assert MeetingPage.objects.count() == 0


def _damaged_docx():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<not a document")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "report.txt"),
        (b"   \n ", "report.txt"),
        (b"\x00\x01\x02\x03", "report.txt"),
        (b"%PDF-1.7", "report.txt"),
        (b"%PDF-1.7", "report.pdf"),
        (b"not a zip", "report.docx"),
        (_damaged_docx(), "report.docx"),
        (b"a" * (5 * 1024 * 1024 + 1), "report.txt"),
        (b"report", "report.exe"),
        (b"report", "report"),
    ],
)
def test_a_bad_file_is_answered_in_the_form(editor, series, data, name):
    response = _upload(editor, series, _file(data, name))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["file"]


def test_a_file_or_a_text_but_not_both(editor, series):
    for answer in (_upload(editor, series), _upload(editor, series, _file(SHORT), SHORT)):
        assert list(answer.context["form"].errors) == ["__all__"]


def test_a_text_too_long_to_carry_is_refused_clearly(editor, series):
    noise = "".join(chr(0x4E00 + (number * 7919) % 20_000) for number in range(1_200_000))
    response = _upload(editor, series, _file(" ".join(noise[i : i + 900] + "\n\n" for i in range(0, len(noise), 900))))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["file"]


@pytest.mark.parametrize("attack", list(ATTACKS.values()), ids=list(ATTACKS))
def test_no_attack_gets_through_a_report(editor, series, attack):
    text = SHORT.replace("the outline of the paper. ", f"the outline {attack} of it. ").replace(
        "Focus", f"Focus {attack}"
    )
    text = (
        text.replace("2. They", f"2. {attack} They")
        + f"\nList of participants\n{attack}\tBest\t{attack}\nAda\tBest\t{attack}\n"
    )
    response = _upload(editor, series, _file(text.encode("utf-8", "replace")))
    assert response.status_code == 200
    assert not _runs(_html(response))
    if response.context["form"].errors:
        return
    response = editor.post(PREVIEW, _fields(response) | {"create": "1"})
    assert response.status_code in (200, 302)
    for meeting in MeetingPage.objects.all():
        draft = meeting.get_latest_revision_as_object()
        values = [str(getattr(block.value, "source", "")) for block in draft.report]
        values += [item.text for item in ActionItem.objects.all()]
        assert not any(_runs(value) for value in values)


def _runs(html):
    """Whether markup carries something of the attacks that a browser would run."""
    html = re.sub(r"<!--.*?-->", "", html, flags=re.S)
    tags = re.findall(r"<[a-zA-Z][^>]*>", html)
    return [
        tag
        for tag in tags
        if re.search(r"alert\(|msgbox|evil\.example", re.sub(r'\b(?:value|title|data-[\w-]+)="[^"]*"', "", tag))
        and not re.search(r'href="https?://[^"]*"', tag)
    ]
