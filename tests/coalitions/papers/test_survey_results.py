import pytest

from coalitions.papers.enums import QuestionKind
from coalitions.papers.survey_results import (
    response_counts,
    result_of_question,
    results_of,
    segment_tables,
    segments_of,
    summary_sections,
)
from tests.coalitions.papers.factories import make_response, make_survey
from tests.factories import make_coalition

pytestmark = pytest.mark.django_db

QUESTIONS = [
    {"clean_name": "part", "field_type": QuestionKind.SECTION, "label": "A part"},
    {"clean_name": "mail", "field_type": QuestionKind.EMAIL},
    {"clean_name": "one", "field_type": QuestionKind.ONE, "choices": "Yes\nNo", "allows_other": True},
    {"clean_name": "why", "only_if": "one", "only_if_is": "No"},
    {"clean_name": "scale", "field_type": QuestionKind.SCALE},
    {"clean_name": "rows", "field_type": QuestionKind.MATRIX, "choices": "List\nCalls", "columns": "Often\nNever"},
    {"clean_name": "secret", "is_public": False},
]


def one(option, other=""):
    return {"chosen": [option] if option else [], "other": other}


def test_each_question_is_counted_and_what_is_private_is_not_there():
    survey = make_survey(audience="community", questions=QUESTIONS)
    make_response(survey, answers={"one": one("Yes"), "why": "Not asked", "scale": 4, "mail": "a@example.org"})
    make_response(survey, answers={"one": one("No"), "why": "Because", "scale": 9, "rows": {"List": "Often"}})
    make_response(survey, answers={"one": one("", "Perhaps"), "secret": "Hidden"})
    make_response(survey, state="unconfirmed", answers={"one": one("No")})
    results = results_of(survey)
    by_name = {result.question.name: result for result in results.questions}
    assert (results.rate, list(by_name)) == ("3 answers", ["part", "one", "why", "scale", "rows"])
    assert [(row.label, row.count, row.share) for row in by_name["one"].rows] == [
        ("Yes", 1, 33),
        ("No", 1, 33),
        ("Other", 1, 33),
    ]
    assert (by_name["one"].number, by_name["one"].texts) == (2, ["Perhaps"])
    assert (by_name["why"].answered, by_name["why"].texts) == (1, ["Because"])
    assert (by_name["scale"].answered, by_name["scale"].mean) == (2, 6.5)
    assert by_name["rows"].table == [("List", [1, 0]), ("Calls", [0, 0])]
    assert result_of_question(survey, "one") == by_name["one"]
    assert [result_of_question(survey, name) for name in ("mail", "secret", "part", "nothing")] == [None] * 4


def test_of_coalitions_it_says_how_many_of_how_many():
    survey = make_survey()
    for number in range(3):
        coalition = make_coalition()
        make_response(survey, coalition, state="submitted" if number else "draft", is_late=number == 2)
    counts = response_counts([survey])[survey.pk]
    assert (counts.rate, counts.late) == ("2 of 3 (67 %)", 1)


@pytest.mark.parametrize("answers", [1, 30])
def test_the_number_of_queries_never_grows(answers, django_assert_num_queries):
    survey = make_survey(audience="community", questions=QUESTIONS)
    for number in range(answers):
        make_response(survey, answers={"one": one("Yes"), "scale": 1 + number % 10}, group="government")
    with django_assert_num_queries(4):
        results_of(survey)
    with django_assert_num_queries(2):
        segment_tables(survey, "group")
    with django_assert_num_queries(2):
        segments_of(survey)


def test_small_groups_are_counted_together_and_tell_nobodys_answer():
    survey = make_survey(audience="community", questions=QUESTIONS)
    for group, count in (("civil-society", 9), ("government", 2), ("private-sector", 4)):
        for number in range(count):
            make_response(survey, answers={"one": one("Yes" if number else "No"), "scale": 5}, group=group)
    segments, tables = segment_tables(survey, "group")
    assert [(segment.label, segment.count) for segment in segments] == [
        ("Civil society", 9),
        (
            "Government, Intergovernmental organisation, Private sector, Technical community, "
            "Other (youth, parliamentarians, academia …), Not said",
            6,
        ),
    ]
    small = [row.count for table in tables for _segment, _count, rows, _mean in table.cells for row in rows]
    assert [count for count in small if 0 < count < 5] == []


def test_too_few_people_are_not_told_apart():
    survey = make_survey(audience="community", questions=QUESTIONS)
    for _number in range(4):
        make_response(survey, answers={"one": one("Yes")}, group="government", region="african")
    assert segment_tables(survey, "region")[0] == []
    assert segments_of(survey) == {"Stakeholder group": [], "Region": []}


def test_a_summary_begins_with_sections_and_escaped_paragraphs():
    survey = make_survey(audience="community", questions=QUESTIONS[:4])
    make_response(survey, answers={"one": one("No"), "why": "<script>alert(1)</script>"})
    assert summary_sections(results_of(survey)) == [
        ("The survey", ["<p>The survey: 1 answer.</p>"]),
        (
            "A part",
            [
                "<p><b>One</b> 1 answered. No: 1.</p>",
                "<p><b>Why</b> 1 answered.</p><ul><li>&lt;script&gt;alert(1)&lt;/script&gt;</li></ul>",
            ],
        ),
    ]
