"""A report becomes a draft: what is written, what stays, and what is refused."""

import datetime
from dataclasses import replace

import pytest
import time_machine
from wagtail.models import PageLogEntry, Revision

from coalitions.document_text.reader import DocumentError
from coalitions.workflow import NotAllowed
from events.enums import MeetingState
from events.forms.reports import SealedReport
from events.import_targets import target_of
from events.importers import Confirmed, default_times, import_report, report_blocks, word_balance
from events.models import ActionItem, MeetingPage
from events.numbering import number_report
from events.services import move_deadline, open_corrections, start_item
from tests.events.report_text.reports import SAMPLE, SEED
from tests.factories import (
    make_coalition,
    make_cycle,
    make_meeting,
    make_report,
    make_secretariat_user,
    make_series,
    make_user,
)

pytestmark = pytest.mark.django_db

UTC = datetime.UTC
NOW = datetime.datetime(2021, 5, 17, 9, tzinfo=UTC)
NAMES = {
    "DCAD": "Dynamic Coalition on Accessibility and Disability",
    "DC-ISSS": "Dynamic Coalition on Internet Standards, Security and Safety",
    "DC-Children": "Dynamic Coalition on Children's Rights in the Digital Environment",
    "DC-SIG": "Dynamic Coalition on Schools of Internet Governance",
    "YCIG": "Youth Coalition on Internet Governance",
    "DC-CIV": "Dynamic Coalition on Core Internet Values",
    "IRPC": "Dynamic Coalition on Internet Rights and Principles",
    "DC-Sustainability": "Dynamic Coalition on the Sustainability of Journalism and News Media",
    "DC3": "Dynamic Coalition on Community Connectivity",
}
SHORT = """IGF 2021
Dynamic Coalition Coordination Group
Virtual meeting 53 | 13 May 2021
Summary report

Conclusions and action items
- DCs to review the outline of the paper. Deadline: **24 May**.

Focus

1. The members read the outline of the paper and liked it.

2. They postponed the rules to the next meeting.

3. Nothing else was said.
"""


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def user():
    return make_secretariat_user()


@pytest.fixture
def series():
    return make_series()


def _import(series, user, text=SHORT, **fields):
    sealed = SealedReport.of_file(text.encode(), "report.txt")
    return import_report(sealed.parsed(), series=series, by=user, digest=sealed.digest, **fields)


def _draft():
    return MeetingPage.objects.get().get_latest_revision_as_object()


def _anchors(page):
    return {str(part.block.value): part.anchor for part in number_report(page.report) if part.number}


def _all_rows():
    return (
        list(MeetingPage.objects.values()),
        list(ActionItem.objects.values()),
        Revision.objects.count(),
        PageLogEntry.objects.count(),
    )


@pytest.mark.parametrize("path", [SAMPLE, SEED], ids=["sample", "real report"])
def test_the_report_of_meeting_53(path, series, user):
    if not path.exists():
        pytest.skip("the real report is not beside this checkout")
    coalitions = {acronym: make_coalition(name, acronym=acronym).pk for acronym, name in NAMES.items()}
    cycle = make_cycle(2021)
    result = _import(series, user, path.read_text())
    row, draft = MeetingPage.objects.get(), _draft()
    assert (str(result), result.kept) == ("DCCG meeting 53: created", [])
    assert (row.live, row.state, row.slug, row.owner) == (False, MeetingState.REPORT_DRAFT, "meeting-53", user)
    assert (draft.title, draft.number, draft.cycle, draft.format) == ("DCCG meeting 53", 53, cycle, "online")
    assert (draft.starts_at, draft.ends_at) == default_times(datetime.date(2021, 5, 13))
    kinds = [block.block_type for block in draft.report]
    assert (kinds.count("paragraph"), kinds.count("heading"), kinds.count("unplaced")) == (7, 4, 0)
    people = list(draft.participants.all())
    assert [person.capacity for person in people] == ["facilitator"] * 2 + ["participant"] * 13 + [
        "secretariat_support"
    ]
    assert {person.coalition_id for person in people} - {None} == set(coalitions.values()) - {coalitions["DC3"]}
    items = ActionItem.objects.in_order()
    assert [(item.kind, item.owner, item.due_at, item.due_to_be_announced) for item in items] == [
        ("action", "all_coalitions", datetime.datetime(2021, 5, 24, 23, 59, tzinfo=UTC), False),
        ("planned_activity", "", None, True),
        ("conclusion", "", None, False),
    ]
    assert [item.sub_items.count() for item in items] == [1, 0, 0]
    assert list(ActionItem.objects.public()) == []


def test_the_same_file_again_changes_nothing(series, user):
    _import(series, user)
    before = _all_rows()
    again = _import(series, user)
    assert (again.outcome, _all_rows()) == ("unchanged", before)


def test_the_same_report_without_a_digest_changes_nothing(series, user):
    parsed = SealedReport.of_file(SHORT.encode(), "report.txt").parsed()
    import_report(parsed, series=series, by=user)
    before = _all_rows()
    assert import_report(parsed, series=series, by=user).outcome == "unchanged"
    assert _all_rows() == before


def test_a_file_that_differs_in_spaces_only_changes_nothing(series, user):
    _import(series, user)
    before = _all_rows()
    assert _import(series, user, SHORT + "\n\n").outcome == "unchanged"
    assert _all_rows() == before


def test_a_corrected_file_keeps_the_anchors_of_its_paragraphs(series, user):
    _import(series, user)
    before = _anchors(_draft())
    text = SHORT.replace("1. The members read", "1. A paragraph is put in above.\n\n2. The members have read")
    text = text.replace("2. They", "3. They").replace("3. Nothing else", "4. Nothing else")
    assert _import(series, user, text).outcome == "updated"
    after = list(_anchors(_draft()).values())
    assert after[1:] == list(before.values())
    assert after[0] not in before.values()
    assert [part.number for part in number_report(_draft().report) if part.number] == ["1", "2", "3", "4"]


def test_a_corrected_file_puts_a_draft_above_the_older_one(series, user):
    _import(series, user)
    draft = _draft()
    draft.intro = "<p>Written by hand.</p>"
    draft.save_revision(user=user)
    assert _import(series, user, SHORT.replace("liked it", "loved it")).outcome == "updated"
    assert Revision.objects.count() == 3
    assert _draft().intro == "<p>Written by hand.</p>"
    assert "loved it" in str(_draft().report)


def test_a_planned_meeting_keeps_its_own_facts(series, user):
    starts_at = datetime.datetime(2021, 5, 13, 14, tzinfo=UTC)
    meeting = make_meeting(series, number=53, starts_at=starts_at, title="The May call", report=make_report())
    result = _import(series, user)
    row, draft = MeetingPage.objects.get(), _draft()
    assert (result.outcome, row.pk, row.live, row.state) == ("updated", meeting.pk, True, MeetingState.REPORT_DRAFT)
    assert (draft.title, draft.starts_at, draft.slug) == ("The May call", starts_at, meeting.slug)
    assert (len(row.report), len(draft.report)) == (0, 4)


def test_what_was_confirmed_comes_before_what_is_printed(series, user):
    coalition = make_coalition()
    parsed = SealedReport.of_file((SHORT + "\nList of participants\nAda\tBest\tMAG\n").encode(), "report.txt").parsed()
    starts_at = datetime.datetime(2021, 5, 13, 13, 30, tzinfo=UTC)
    confirmed = Confirmed(starts_at, starts_at + datetime.timedelta(hours=1), "Room 1", (coalition.pk,))
    import_report(parsed, series=series, by=user, confirmed=confirmed)
    draft = _draft()
    assert (draft.starts_at, draft.place) == (starts_at, "Room 1")
    assert [person.coalition_id for person in draft.participants.all()] == [coalition.pk]


def test_the_same_file_with_corrections_is_taken(series, user):
    _import(series, user)
    sealed = SealedReport.of_file(SHORT.encode(), "report.txt")
    parsed = sealed.parsed()
    corrected = replace(parsed, conclusions=[replace(parsed.conclusions[0], owner="mag")])
    result = import_report(corrected, series=series, by=user, digest=sealed.digest, corrected=True)
    assert (result.outcome, ActionItem.objects.get().owner) == ("updated", "mag")


def test_a_report_that_is_public_gets_a_draft_only(series, user):
    _import(series, user)
    MeetingPage.objects.get().get_latest_revision().publish(user=user)
    item = ActionItem.objects.get()
    start_item(item, by=user)
    text = SHORT.replace("liked it", "loved it").replace("Deadline: **24 May**", "Deadline: **28 May**")
    result = _import(series, user, text)
    row = MeetingPage.objects.get()
    assert (row.state, row.live, row.has_unpublished_changes) == (MeetingState.CORRECTIONS_OPEN, True, True)
    assert "liked it" in str(row.report)
    assert "loved it" in str(_draft().report)
    item.refresh_from_db()
    assert (result.kept, item.due_at.day) == ([item], 24)


def test_an_item_whose_deadline_was_moved_is_never_deleted(series, user):
    _import(series, user)
    item = ActionItem.objects.get()
    move_deadline(item, to=NOW + datetime.timedelta(days=30), reason="Asked for", by=user)
    result = _import(
        series, user, SHORT.replace("- DCs to review the outline of the paper. Deadline: **24 May**.", "")
    )
    assert (result.kept, ActionItem.objects.count()) == ([item], 1)


@pytest.mark.parametrize(
    ("state", "said"), [(MeetingState.ADOPTED, "is adopted"), (MeetingState.CANCELLED, "Reinstate it")]
)
def test_an_adopted_or_cancelled_meeting_is_refused(series, user, state, said):
    make_meeting(series, number=53, state=state, starts_at=NOW - datetime.timedelta(days=4))
    before = _all_rows()
    with pytest.raises(NotAllowed, match=said):
        _import(series, user)
    assert _all_rows() == before


def test_a_meeting_that_has_not_begun_is_refused(series, user):
    with pytest.raises(NotAllowed, match="not begun"):
        _import(series, user, SHORT.replace("13 May 2021", "20 May 2021"))
    make_meeting(series, number=53)
    with pytest.raises(NotAllowed, match="planned for 24 May 2021"):
        _import(series, user)
    assert (MeetingPage.objects.get().state, ActionItem.objects.count()) == (MeetingState.PLANNED, 0)


def test_who_may_not_add_or_edit_is_refused(series, user):
    with pytest.raises(NotAllowed, match="may not import"):
        _import(series, make_user())
    _import(series, user)
    with pytest.raises(NotAllowed, match="may not edit"):
        _import(series, make_user())


def test_a_locked_page_is_refused(series, user):
    _import(series, user)
    MeetingPage.objects.update(locked=True, locked_by=make_user(), locked_at=NOW)
    with pytest.raises(NotAllowed, match="locked"):
        _import(series, user, SHORT.replace("liked it", "loved it"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SHORT.replace("Virtual meeting 53 | ", ""), "which number"),
        (SHORT.replace(" | 13 May 2021", ""), "which day"),
    ],
)
def test_a_report_without_number_or_day_is_refused(series, user, text, said):
    with pytest.raises(DocumentError, match=said):
        _import(series, user, text)
    assert MeetingPage.objects.count() == 0


def test_a_name_too_long_for_its_field_stays_in_the_draft():
    parsed = SealedReport.of_file(
        (SHORT + f"\nList of participants\nAda\tBest\t{'x' * 201}\n").encode(), "r.txt"
    ).parsed()
    blocks = report_blocks(parsed)
    assert [(block["type"], block["value"]) for block in blocks[-1:]] == [("unplaced", f"Ada Best {'x' * 201}")]


def test_an_onsite_meeting_without_place_says_so(series, user):
    parsed = replace(SealedReport.of_file(SHORT.encode(), "r.txt").parsed(), format="onsite")
    import_report(parsed, series=series, by=user)
    assert _draft().place == "Place not named in the report"


def test_the_words_of_the_file_are_in_the_draft_or_named():
    sealed = SealedReport.of_file(SHORT.encode(), "report.txt")
    given, kept, left = word_balance(sealed.lines, sealed.parsed())
    assert given == kept + len(left)
    assert " ".join(left).startswith("IGF 2021 Dynamic Coalition Coordination Group Virtual meeting 53 13 May 2021")


def test_the_target_tells_what_an_import_would_replace(series, user):
    assert (target_of(series, 53, user).key, target_of(series, 53, user).warnings) == ("new", ())
    _import(series, user)
    assert target_of(series, 53, user).warnings == (
        "The draft of the last import is replaced; it stays in the page's history.",
    )
    first = target_of(series, 53, user).key
    _draft().save_revision(user=make_user("editor"))
    (warning,) = target_of(series, 53, user).warnings
    assert warning.startswith("The draft was changed by editor on 17 May 2021, 09:00 UTC")
    assert target_of(series, 53, user).key != first


def test_the_target_warns_of_a_report_that_is_public_or_was_written_by_hand(series, user):
    meeting = make_meeting(
        series, number=53, state=MeetingState.REPORT_DRAFT, report=make_report("By hand."), starts_at=NOW
    )
    open_corrections(meeting, by=user)
    public, by_hand = target_of(series, 53, user).warnings
    assert (public[:21], by_hand[:35]) == ("The report is public.", "The draft has a report that was not")
