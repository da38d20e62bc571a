"""Which meeting a report is about."""

from datetime import date

import pytest

from tests.events.report_text.reports import PLAIN_BODY, bodies, parse, warnings


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Virtual meeting 53 | 13 May 2021", (53, date(2021, 5, 13), "online", "")),
        ("53rd DCCG meeting – May 13, 2021 – hybrid", (53, date(2021, 5, 13), "hybrid", "DCCG")),
        ("In-person meeting no. 7, 2021-05-13", (7, date(2021, 5, 13), "onsite", "")),
        ("Coordination Group call #8; 13th of May 2021", (8, date(2021, 5, 13), "", "Coordination Group")),
    ],
)
def test_the_top_of_the_report(line, expected):
    report = parse(f"{line}\n\n{PLAIN_BODY}")
    assert (report.number, report.held_on, report.format, report.series) == expected
    assert (report.cycle_year, [block.kind for block in report.blocks]) == (2021, ["paragraph", "paragraph"])


def test_a_line_at_the_top_that_says_more_is_kept_whole():
    report = parse(f"Meeting 53, 13 May 2021, 11:00 UTC\n\n{PLAIN_BODY}")
    assert (report.number, report.held_on) == (53, date(2021, 5, 13))
    assert bodies(report)[0] == ("unnumbered", None, "<p>Meeting 53, 13 May 2021, 11:00 UTC</p>")


def test_a_fact_below_a_line_that_is_none_counts_too():
    report = parse(f"Notes taken by Ana de Muestra\nCall no. 4, 3rd of March 2022, 15:00 UTC\n\n{PLAIN_BODY}")
    assert (report.number, report.held_on) == (4, date(2022, 3, 3))
    kept = "<p>Notes taken by Ana de Muestra Call no. 4, 3rd of March 2022, 15:00 UTC</p>"
    assert bodies(report)[0] == ("unnumbered", None, kept)


def test_number_and_series_may_come_from_the_text():
    report = parse("1. This was the 54th meeting of the Dynamic Coalition Coordination Group (DCCG).")
    assert (report.series, report.number) == ("Dynamic Coalition Coordination Group", 54)
    assert warnings(report) == [(None, "The meeting's date was not found.")]
