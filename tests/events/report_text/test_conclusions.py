"""What was concluded, by whom it is to be done, and until when."""

from datetime import date

import pytest

from events.report_text.parser import ParsedConclusion, ParseIssue
from tests.events.report_text.reports import PLAIN_BODY, bodies, parse


@pytest.mark.parametrize(
    "label", ["Conclusions", "Action items", "Decisions and actions:", "Key outcomes", "Next steps"]
)
def test_conclusions_under_other_names(label):
    report = parse(f"13 May 2021\n\n{label}\n\n- The Secretariat to write by 1 June.\n\nTopics\n\n{PLAIN_BODY}")
    assert report.conclusions == [
        ParsedConclusion(
            "action", "The Secretariat to write by 1 June.", [], date(2021, 6, 1), False, "secretariat", 5
        )
    ]
    assert [block.kind for block in report.blocks] == ["heading", "paragraph", "paragraph"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Final draft | Secretariat | 30 June", ("action", "secretariat", date(2021, 6, 30), False)),
        ("DCs to comment by 3 January.", ("action", "all_coalitions", date(2022, 1, 3), False)),
        ("DCs to comment by 3 January 2023.", ("action", "all_coalitions", date(2023, 1, 3), False)),
        ("All DCs are invited to comment by Monday, 13 May.", ("action", "all_coalitions", date(2021, 5, 13), False)),
        ("MAG members to answer. Due date: 2021-06-01", ("action", "mag", date(2021, 6, 1), False)),
        ("Facilitators will ask around. Date TBC.", ("action", "facilitators", None, True)),
        ("The draft is done by the Secretariat before June 5th.", ("action", "secretariat", date(2021, 6, 5), False)),
        ("Deadline: 31 June", ("action", "", None, False)),
        ("DCs should comment by 29 February.", ("action", "all_coalitions", date(2024, 2, 29), False)),
        ("Markus Kummer to write to the hosts.", ("action", "", None, False)),
        ("A workshop will be organised in due course.", ("planned_activity", "", None, True)),
        ("Coalitions liked the idea.", ("conclusion", "", None, False)),
    ],
)  # fmt: skip
def test_kind_owner_and_deadline_of_a_conclusion(text, expected):
    report = parse(f"13 May 2021\n\nConclusions\n\n1. {text}\n\nTopics\n\n{PLAIN_BODY}")
    [found] = report.conclusions
    assert (found.kind, found.owner, found.due_on, found.due_tba) == expected


def test_a_deadline_that_is_no_date_is_a_warning():
    report = parse("Meeting 5, 13 May 2021\n\nConclusions\n\n- To do by 31 June.")
    assert report.issues[0] == ParseIssue("warning", 5, "This deadline could not be turned into a date.", "by 31 June")


def test_a_table_of_actions():
    table = "| Action | Owner | Deadline |\n|---|---|---|\n| Send the draft | Secretariat | 30 June |\n"
    report = parse(f"Meeting 5, 13 May 2021\n\n## Action items\n\n{table}", "report.md")
    assert report.conclusions == [
        ParsedConclusion(
            "action", "Send the draft | Secretariat | 30 June", [], date(2021, 6, 30), False, "secretariat", 7
        )
    ]
    assert bodies(report) == [("unplaced", None, "<p>Action | Owner | Deadline</p>")]


def test_numbered_conclusions_have_sub_items_and_the_body_its_own_count():
    text = "Conclusions\n\n1. DCs to read:\n- one text\n- another\n2. Agreed.\n\nTopics\n\n1. Opened.\n"
    report = parse(text)
    assert [(each.html, each.sub_items) for each in report.conclusions] == [
        ("DCs to read:", ["one text", "another"]),
        ("Agreed.", []),
    ]
    assert bodies(report) == [("heading", None, "Topics"), ("paragraph", 1, "<p>Opened.</p>")]
