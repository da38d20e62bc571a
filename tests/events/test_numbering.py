"""Numbers run on across headings, anchors stay, and an adopted number never changes."""

import pytest

from events.models import MeetingPage
from events.numbering import anchor_of, citation, number_report, numbers_to_adopt
from tests.factories import make_report

NEW_ID = "ffffffff-0000-4000-8000-000000000000"


def _with_added(report, *places):
    """The report with a paragraph more before each of these places of the old one."""
    raw = list(report.raw_data)
    for count, place in enumerate(sorted(places, reverse=True)):
        block = {"type": "paragraph", "value": "<p>Added.</p>", "id": NEW_ID[:-1] + str(count)}
        raw.insert(place, block)
    return MeetingPage._meta.get_field("report").to_python(raw)


def _numbers(report, adopted=None):
    return [part.number for part in number_report(report, adopted)]


def test_numbers_run_on_across_headings():
    report = make_report("Heading:Focus", "One.", "Heading:Paper", "Two.", "Three.")
    assert _numbers(report) == ["", "1", "", "2", "3"]


def test_anchors_survive_a_paragraph_above():
    report = make_report("One.", "Two.")
    before = [part.anchor for part in number_report(report)]
    after = number_report(_with_added(report, 0))
    assert [(part.number, part.anchor) for part in after] == [
        ("1", anchor_of(after[0].block.id)),
        ("2", before[0]),
        ("3", before[1]),
    ]


def test_what_is_added_after_adoption_gets_a_letter():
    report = make_report("One.", "Two.", "Three.")
    adopted = numbers_to_adopt(report)
    assert list(adopted.values()) == ["1", "2", "3"]
    assert _numbers(_with_added(report, 1, 1, 3), adopted) == ["1", "1a", "1b", "2", "3", "3a"]
    assert _numbers(_with_added(report, 0), adopted) == ["0a", "1", "2", "3"]


def test_after_z_comes_aa():
    report = make_report("One.")
    assert _numbers(_with_added(report, *[1] * 10), numbers_to_adopt(report))[-1] == "1j"
    many = MeetingPage._meta.get_field("report").to_python(
        [*report.raw_data, *({"type": "paragraph", "value": "<p>x</p>", "id": f"{n:036d}"} for n in range(27))]
    )
    assert _numbers(many, numbers_to_adopt(report))[-2:] == ["1z", "1aa"]


def test_a_paragraph_taken_out_after_adoption_leaves_a_gap():
    report = make_report("One.", "Two.", "Three.")
    shorter = MeetingPage._meta.get_field("report").to_python([report.raw_data[0], report.raw_data[2]])
    assert _numbers(shorter, numbers_to_adopt(report)) == ["1", "3"]


@pytest.mark.django_db
def test_a_paragraph_is_cited_by_series_number_and_paragraph():
    class Series:
        short_name = "DCCG"

    assert citation(MeetingPage(number=53, title="Meeting"), Series, "4") == "DCCG 53, para 4"
    assert citation(MeetingPage(title="Special call"), Series, "4a") == "DCCG, Special call, para 4a"
