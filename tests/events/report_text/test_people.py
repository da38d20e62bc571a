"""Who was there, however the list is printed."""

import docx
import pytest

from coalitions.document_text.reader import read_document
from events.report_text.parser import ParsedBlock, parse_report
from tests.events.report_text.reports import PLAIN_BODY, bodies, parse, people, saved, warnings


def test_facilitators_may_be_missing_and_people_in_one_text():
    text = (
        "List of participants\n\n- Ada Brightwater, DC on Sight\n- Piet de Vries (DC on Sound)\n- Lin ÅS – MAG Chair\n"
    )
    assert people(parse(PLAIN_BODY + "\n" + text)) == [
        ("Ada", "Brightwater", "participant", "DC on Sight"),
        ("Piet", "de Vries", "participant", "DC on Sound"),
        ("Lin", "ÅS", "participant", "MAG Chair"),
    ]


def test_a_table_of_people_without_a_head():
    text = "## Participants\n\n| Ada | Brightwater | DC on Sight |\n| Piet | de Vries | |\n"
    assert people(parse(PLAIN_BODY + "\n" + text, "report.md")) == [
        ("Ada", "Brightwater", "participant", "DC on Sight"),
        ("Piet", "de Vries", "participant", ""),
    ]


def test_a_table_of_people_with_whole_names_and_roles():
    document = docx.Document()
    document.add_paragraph("Participants")
    rows = [["No.", "Name", "Role", "Affiliation"], ["1", "Ada Brightwater", "Facilitator", "DC on Sight"]]
    rows.append(["2", "Piet de Vries", "Participant", ""])
    table = document.add_table(rows=0, cols=4)
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = value
    assert people(parse_report(read_document(saved(document), "report.docx"))) == [
        ("Ada", "Brightwater", "facilitator", "DC on Sight"),
        ("Piet", "de Vries", "participant", ""),
    ]


def test_a_column_nobody_knows_is_kept_with_the_affiliation():
    report = parse(
        "13 May 2021, call 5\n\n1. Met.\n\n## Participants\n\n|Name|DC|Land|\n|---|---|---|\n|Ada Bell|Sight|Chad|"
    )
    assert people(report) == [("Ada", "Bell", "participant", "Sight, Chad")]
    assert bodies(report)[-1] == ("unplaced", None, "<p>Name | DC | Land</p>")


def test_the_prose_knows_which_name_is_the_given_one():
    text = "1. Ms. Jutta Croll opened.\n\nCoordination facilitators\nJutta\tCroll\nKummer\tMarkus\n"
    assert [row[:2] for row in people(parse(text))] == [("Jutta", "Croll"), ("Markus", "Kummer")]


def test_what_is_no_person_is_kept_with_a_warning():
    report = parse("Meeting 5, 13 May 2021\n\n1. Met.\n\nParticipants\nAda\tBrightwater\nand 12 more who did not sign")
    assert report.blocks[-1] == ParsedBlock("unplaced", "<p>and 12 more who did not sign</p>", None, 7)
    assert warnings(report) == [(7, "This line of the list of participants could not be read as a person.")]


@pytest.mark.parametrize("said", ["attended by 3 participants", "attended by three people", "3 participants joined"])
def test_a_count_that_differs_from_the_list_is_a_warning(said):
    report = parse(f"Meeting 5, 13 May 2021\n\n1. It was {said}.\n\nParticipants\nAda\tBrightwater")
    assert report.stated_participants == 3
    assert warnings(report) == [(None, "The text speaks of 3 participants; the list has 1.")]
