"""Out: the answers to a survey and its results as tables, and what is kept about a person."""

from coalitions.importing import write_csv, write_xlsx
from coalitions.papers.models import SurveyResponse, SurveyStep
from coalitions.papers.survey_results import results_of

FORMATS = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
# The columns before the questions; docs/editors.md says what each holds.
ANSWER_HEADERS = (
    *("answer", "coalition", "name", "email", "stakeholder_group", "region", "submitted_at", "late", "by_staff"),
)
RESULT_HEADERS = ("number", "question", "kind", "answered", "row", "option", "count", "percent", "mean")


def answer_table(survey):
    """(headers, rows) of every answer that counts: a column for each question, and for what is no longer asked."""
    questions = [question for question in survey.questions.all() if not question.is_heading]
    responses = list(SurveyResponse.objects.of_survey(survey).handed_in().in_order().select_related("coalition"))
    known = {question.name for question in questions}
    gone = sorted({name for response in responses for name in response.answers} - known)
    headers = [
        *ANSWER_HEADERS,
        *(f"{question.name}: {question.label}" for question in questions),
        *(f"{name}: no longer asked" for name in gone),
    ]
    return headers, (_answer_row(response, questions, gone) for response in responses)


def _answer_row(response, questions, gone):
    answers = response.answers
    about = [
        response.pk,
        response.coalition.title if response.coalition else "",
        response.name,
        response.email,
        response.group,
        response.region,
        response.submitted_at,
        response.is_late,
        response.entered_by_staff,
    ]
    asked = [_cell(question, answers.get(question.name)) for question in questions]
    return [*about, *asked, *(str(answers.get(name, "")) for name in gone)]


def _cell(question, value):
    return value if isinstance(value, int) else "; ".join(question.in_words(value))


def export_answers(survey, file_format):
    """Every answer that counts, as a file. Not for the public. Returns `(bytes, content type)`."""
    write, content_type = FORMATS[file_format]
    return write(*answer_table(survey)), content_type


def result_rows(survey):
    """One row for each option of each public question; of texts only how many; columns as in RESULT_HEADERS."""
    for result in results_of(survey).questions:
        if result.is_heading:
            continue
        question = result.question
        mean = round(result.mean, 2) if result.mean is not None else ""
        about = [result.number, question.label, question.get_field_type_display(), result.answered]
        for row in result.rows:
            yield [*about, "", row.label, row.count, row.share, mean]
        for row, counts in result.table:
            for column, number in zip(question.column_options, counts, strict=True):
                yield [*about, row, column, number, "", ""]
        if not result.rows and not result.table:
            yield [*about, "", "", "", "", mean]


def export_results(survey, file_format):
    """The results as everybody may read them, as a file. Returns `(bytes, content type)`."""
    write, content_type = FORMATS[file_format]
    return write(RESULT_HEADERS, result_rows(survey)), content_type


def survey_data_of(user):
    """The answers given with the address of an account, and what it did with coalitions' answers, as JSON holds it."""
    return {
        "answers_to_surveys": [
            {
                "survey": response.survey.title,
                "name": response.name,
                "email": response.email,
                "stakeholder_group": response.group,
                "region": response.region,
                "state": response.state,
                "answers": response.answers,
                "updated_at": response.updated_at.isoformat(),
            }
            for response in SurveyResponse.objects.of_person(user).select_related("survey")
        ],
        "steps_of_answers_to_surveys": [
            {
                "survey": step.response.survey.title,
                "step": step.label,
                "reason": step.reason,
                "at": step.at.isoformat(),
            }
            for step in SurveyStep.objects.of_person(user)
        ],
    }
