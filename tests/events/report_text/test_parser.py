"""Lines become a report: the traps of real ones, tolerance for others, and no word lost."""

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import partial
from textwrap import fill

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalitions.document_text.reader import DocumentError, read_document
from events.report_text.parser import ParseIssue, parse_report
from tests.events.report_text.reports import (
    SAMPLE,
    SEED,
    bodies,
    make_docx,
    parse,
    people,
    warnings,
    without_lines,
    words,
    words_of_report,
)

needs_seed = pytest.mark.skipif(not SEED.exists(), reason="the real report is not beside this checkout")
fill = partial(fill, break_on_hyphens=False, break_long_words=False)
STRUCTURE = words(
    """meeting call session no number date format held on of the igf series cycle hybrid virtual virtually online
    remote remotely teleconference videoconference web conference in person onsite on site face to physical
    list other meeting dccg coordination co facilitator facilitators chair chairs moderator moderators present
    participant participants attendee attendees attendance secretariat support staff team
    conclusion conclusions action actions decision decisions outcomes takeaways next steps item items point points
    key main agreed summary and follow up
    first given last family full name names forename surname affiliation organisation organization coalition dc dynamic
    institution entity representing capacity role nr o"""
)


@pytest.fixture(params=[pytest.param(SEED, marks=needs_seed, id="real"), pytest.param(SAMPLE, id="sample")])
def source(request):
    return request.param.read_text()


def test_the_meeting_is_identified(source):
    report = parse(source)
    assert (report.series, report.number) == ("Dynamic Coalition Coordination Group", 53)
    assert (report.held_on, report.cycle_year, report.format) == (date(2021, 5, 13), 2021, "online")
    assert (report.title, report.stated_participants) == ("Summary report", 16)


def test_seven_paragraphs_run_on_across_the_headings(source):
    blocks = [block for block in parse(source).blocks if block.kind in ("heading", "paragraph")]
    assert [block.printed_number for block in blocks] == [None, 1, None, 2, 3, 4, None, 5, 6, None, 7]
    assert [block.kind for block in blocks if block.printed_number is None] == ["heading"] * 4


def test_bullets_stay_in_their_paragraphs_and_torn_sentences_are_joined(source):
    paragraphs = {block.printed_number: block.html for block in parse(source).blocks if block.kind == "paragraph"}
    assert [paragraphs[number].count("<li>") for number in range(1, 8)] == [0, 1, 2, 0, 2, 0, 0]
    assert [paragraphs[number].count("<p>") for number in range(1, 8)] == [1] * 7


def test_sixteen_people_two_thirteen_and_one(source):
    report = parse(source)
    capacities = Counter(person.capacity for person in report.participants)
    assert capacities == {"facilitator": 2, "participant": 13, "secretariat_support": 1}
    assert people(report)[:2] == [("Jutta", "Croll", "facilitator", ""), ("Markus", "Kummer", "facilitator", "")]
    assert [person.affiliation for person in report.participants].count("MAG Chair") == 1
    assert people(report)[14][2:] == ("participant", "")


def test_three_conclusions_of_three_kinds(source):
    action, planned, conclusion = parse(source).conclusions
    assert (action.kind, planned.kind, conclusion.kind) == ("action", "planned_activity", "conclusion")
    assert (action.owner, planned.owner, conclusion.owner) == ("all_coalitions", "", "")
    assert (action.due_on, planned.due_on, conclusion.due_on) == (date(2021, 5, 24), None, None)
    assert (action.due_tba, planned.due_tba, conclusion.due_tba) == (False, True, False)
    assert [len(each.sub_items) for each in (action, planned, conclusion)] == [1, 0, 0]


def test_the_only_issue_is_the_links_without_target(source):
    message = "Links without a target: 6. Their words were kept."
    assert parse(source).issues == [ParseIssue("info", None, message)]


@needs_seed
def test_the_real_reports_own_words():
    report = parse(SEED.read_text())
    assert [block.html for block in report.blocks if block.kind == "heading"] == [
        "Meeting focus",
        "DC paper",
        "DCs contribution to IGF 2021",
        "AOB",
    ]
    html = {block.printed_number: block.html for block in report.blocks}
    assert "consideration may be given to defining some tighter criteria" in html[3]
    assert "enabling them to be more involved in the overall" in html[6]
    assert html[2].endswith("<ul><li>DC survey: Summary of input</li></ul>")
    names = [(given, family) for given, family, *_ in people(report)]
    assert names[7] == ("Olivier", "Crepin-Leblond")
    assert names[12:] == [("Wout", "de Natris"), ("Michael", "Oghia"), ("June", "Parris"), ("Sorina", "Teleanu")]
    sub_item = "Consolidated document to serve as basis for further discussions."
    assert report.conclusions[0].sub_items == [sub_item]
    assert {block.kind for block in report.blocks} == {"heading", "paragraph"}


def test_the_sample_says_so_in_the_text():
    notice = parse(SAMPLE.read_text()).blocks[0]
    assert (notice.kind, notice.html[:15]) == ("unnumbered", "<p>Sample data:")


def test_the_sample_reads_the_same_as_markdown():
    markdown = SAMPLE.with_suffix(".md").read_text()
    assert without_lines(parse(markdown, "report.md")) == without_lines(parse(SAMPLE.read_text()))


def test_the_sample_reads_the_same_as_a_word_document():
    expected = parse(SAMPLE.read_text())
    report = parse_report(read_document(make_docx(SAMPLE.read_text()), "report.docx"))
    assert without_lines(report) == without_lines(replace(expected, issues=[]))


@pytest.mark.parametrize("indent", ["", "  "])
def test_wrapped_lines_read_the_same(source, indent):
    lines = [
        line if "\t" in line else fill(line, 78, subsequent_indent=indent if line.lstrip().startswith("- ") else "")
        for line in source.split("\n")
    ]
    assert without_lines(parse("\n".join(lines))) == without_lines(parse(source))


def test_no_word_is_lost(source):
    kept = words_of_report(parse(source))
    labels = "IGF Virtual meeting. Conclusions and action items. List of participants. Coordination facilitators. "
    labels += "Participants. Secretariat support."
    assert words(source) - kept <= words(labels)


@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_windows_line_ends_curly_quotes_and_wide_spaces_change_nothing(suffix):
    text = SAMPLE.with_suffix(suffix).read_text()
    changed = text.replace("'", "’").replace("\t", "   ").replace("\n", "\r\n").replace("13 May", "13\u00a0May")
    expected = without_lines(parse(text.replace("'", "’"), f"report{suffix}"))
    assert without_lines(parse_report(read_document(changed.encode("utf-16"), f"report{suffix}"))) == expected


@pytest.mark.parametrize("form", ["{}.", "{})", "({})", "¶{}", "§ {}.", "**{}.**"])
def test_numbers_in_every_form(form):
    text = f"{form.format(1)} The first thing.\n\n{form.format(2)} The second thing.\n"
    assert bodies(parse(text)) == [
        ("paragraph", 1, "<p>The first thing.</p>"),
        ("paragraph", 2, "<p>The second thing.</p>"),
    ]


def test_a_year_at_the_start_of_a_line_starts_no_paragraph():
    text = "1. It was agreed to go on in\n2021. That is soon.\n\n2021. A year later.\n\n2. Next."
    assert bodies(parse(text)) == [
        ("paragraph", 1, "<p>It was agreed to go on in 2021. That is soon.</p><p>2021. A year later.</p>"),
        ("paragraph", 2, "<p>Next.</p>"),
    ]


def test_a_count_within_a_paragraph_is_a_list():
    text = "1. Opened.\n\n2. Two points:\n\n1) one thing\n\n2) another thing\n\n3. Closed."
    assert bodies(parse(text)) == [
        ("paragraph", 1, "<p>Opened.</p>"),
        ("paragraph", 2, "<p>Two points:</p><ul><li>1) one thing</li><li>2) another thing</li></ul>"),
        ("paragraph", 3, "<p>Closed.</p>"),
    ]


def test_skipped_and_repeated_numbers_are_kept_in_order_with_a_warning():
    report = parse("13 May 2021, meeting 53\n\n1. One.\n\n3. Three.\n\n3. Three again.")
    assert [block.printed_number for block in report.blocks if block.kind == "paragraph"] == [1, 3, 3]
    assert warnings(report) == [
        (5, "Paragraph 3 was expected to be 2: printed numbers skip or repeat."),
        (7, "Paragraph 3 was expected to be 4: printed numbers skip or repeat."),
    ]


def test_without_numbers_each_paragraph_is_one():
    text = "Meeting 7 | 2021-05-13\n\nWelcome\n\nThe chair opened.\n\n- a point\n\nThe chair closed.\n"
    report = parse(text)
    assert bodies(report) == [
        ("heading", None, "Welcome"),
        ("paragraph", None, "<p>The chair opened.</p><ul><li>a point</li></ul>"),
        ("paragraph", None, "<p>The chair closed.</p>"),
    ]
    assert [issue.level for issue in report.issues] == ["info"]


def test_an_indented_count_below_a_bullet_is_a_list():
    text = "1. Points:\n   - one\n     1. first\n     2. second\n\n2. End."
    assert bodies(parse(text))[0][2] == (
        "<p>Points:</p><ul><li>one<ul><li>1. first</li><li>2. second</li></ul></li></ul>"
    )


def test_lists_nest_and_text_may_follow_them():
    text = "1. Points:\n\n• one\n  o two\n     o three\n• four\n\nSo it was.\n\n2. End."
    assert bodies(parse(text))[0][2] == (
        "<p>Points:</p><ul><li>one<ul><li>two<ul><li>three</li></ul></li></ul></li><li>four</li></ul><p>So it was.</p>"
    )


def test_a_page_number_inside_a_torn_sentence_is_set_aside():
    report = parse("Meeting 1, 13 May 2021\n\n1. They spoke of the\n\nPage 2 of 3\n\fwhole matter.")
    assert bodies(report) == [
        ("paragraph", 1, "<p>They spoke of the whole matter.</p>"),
        ("unplaced", None, "<p>Page 2 of 3</p>"),
    ]
    assert warnings(report) == [(5, "This looks like a page number.")]


def test_markup_in_the_text_stays_text():
    assert bodies(parse("1. <script>alert(1)</script> [x](javascript:alert(1))")) == [
        ("paragraph", 1, "<p>&lt;script&gt;alert(1)&lt;/script&gt; x (javascript:alert(1))</p>")
    ]


def lost(text, filename):
    """The words that a parsed report lacks, but for labels and small numbers, which come out as structure."""
    try:
        report = parse(text, filename)
    except DocumentError:
        return set()
    missing = set(words(text) - words_of_report(report)) - set(STRUCTURE)
    return {word for word in missing if not (word.isdecimal() and int(word) < 1000)}


REPORT_LINES = """
IGF 2021|Virtual meeting 53 . 13 May 2021|Coordination Group|Summary report|Conclusions|Action items:|Topic alpha
|- bravo to charlie. Deadline: **24 May**| - delta|   o echo|1. Foxtrot golf.|2) hotel india|(3) Juliet|¶ 4 kilo lima
|2021. mike|november oscar of the|papa quebec,|List of participants|Participants (3)|Coordination facilitators
|Romeo\tSierra|Tango\tUniform\tDC on Victor|Whiskey  X-ray  Yankee|1. Zulu Able, Baker|# Easy|## Participants|**Fox**
|_George_ how **item|[jig](#) [king](https://love.example/mike_nan)|[oboe](peter:queen)|Given name\tFamily name|> roger
|---|===|\f|7|page 3|<sugar>&amp; tare|Secretariat support|uncle\\*victor|13. william|Next steps|Meeting 54
|May 14, 2021 xray|hybrid online
"""
LINES = st.sampled_from(REPORT_LINES.strip().split("|"))
TABLE_LINES = st.sampled_from(
    ["| Alfa | Bravo |", "| --- | --- |", "Able | Baker", "| No. | Name |", "| 1 | Ann Bell |"]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(LINES | TABLE_LINES | st.just(""), max_size=25), st.sampled_from(["a.txt", "a.md"]))
def test_no_word_of_any_jumble_of_lines_is_lost(lines, filename):
    assert lost("\n".join(lines), filename) == set()


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["a.txt", "a.md"]))
def test_no_word_of_any_text_is_lost(text, filename):
    assert lost(text.encode("utf-8", "ignore").decode().replace("\0", ""), filename) == set()


def test_headings_are_found_where_no_blank_line_sets_them_off():
    text = (
        "Meeting 7, 13 May 2021\n"
        "Conclusions\n"
        "- Members to read the draft. Deadline: **24 May**.\n"
        "The draft\n"
        "1. Members read the draft and asked for a\n"
        "Shorter version of it.\n"
        "The list\n"
        "2. The list was quiet.\n"
    )
    report = parse(text)
    assert [(block.kind, block.html) for block in report.blocks] == [
        ("heading", "The draft"),
        ("paragraph", "<p>Members read the draft and asked for a Shorter version of it.</p>"),
        ("heading", "The list"),
        ("paragraph", "<p>The list was quiet.</p>"),
    ]
    assert [conclusion.html for conclusion in report.conclusions] == [
        "Members to read the draft. Deadline: <b>24 May</b>."
    ]
