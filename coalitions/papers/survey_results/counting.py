"""Per question: how many answered, how often each option was chosen, the texts. What is not asked is not counted."""

import statistics
from collections import Counter
from dataclasses import dataclass, field

from coalitions.papers.enums import CHOSEN, NUMERIC, WORDED, QuestionKind
from coalitions.papers.models import SurveyedCoalition, SurveyResponse
from coalitions.papers.models.survey_question import SCALE, answers_to_what_was_asked

OTHER = "Other"


@dataclass(frozen=True)
class Row:
    """An option and how many chose it; `share` in per cent of those who answered the question."""

    label: str
    count: int
    share: int = 0


@dataclass
class QuestionResult:
    """What was answered to one question. `rows` for options and scales, `table` for tables, `texts` for words."""

    question: object
    number: int
    answered: int = 0
    rows: list[Row] = field(default_factory=list)
    table: list[tuple[str, list[int]]] = field(default_factory=list)  # row → a count for each column
    texts: list[str] = field(default_factory=list)
    mean: float | None = None
    median: float | None = None

    @property
    def is_heading(self):
        return self.question.is_heading

    @property
    def largest(self):
        return max((row.count for row in self.rows), default=0)

    @property
    def sentence(self):
        """The result in one sentence, for the chart's description and for the summary."""
        if self.answered == 0:
            return "Nobody answered this."
        if self.rows:
            told = ", ".join(f"{row.label}: {row.count}" for row in self.rows if row.count)
            average = f" On average {self.mean:.1f}." if self.mean is not None else ""
            return f"{self.answered} answered. {told}.{average}"
        if self.mean is not None:
            return f"{self.answered} answered; on average {self.mean:.1f}, half of them {self.median:g} or less."
        return f"{self.answered} answered."


@dataclass
class SurveyResults:
    """A survey's results: who was asked, who answered, and each question."""

    survey: object
    asked: int | None  # the frozen population; None where anybody may answer
    answered: int
    late: int
    questions: list[QuestionResult]

    @property
    def share(self):
        return round(100 * self.answered / self.asked) if self.asked else None

    @property
    def rate(self):
        """As everybody reads it: "14 of 22 (64 %)", "63 answers"."""
        if self.asked is None:
            return f"{self.answered} {'answer' if self.answered == 1 else 'answers'}"
        return f"{self.answered} of {self.asked} ({self.share} %)" if self.asked else "nobody asked yet"


def response_counts(surveys):
    """Survey's id → SurveyResults without questions: how many were asked and have answered. Two queries."""
    surveys = list(surveys)
    ids = [survey.pk for survey in surveys]
    answered = SurveyResponse.objects.counts(ids)
    asked = Counter(SurveyedCoalition.objects.of_surveys(ids).values_list("survey_id", flat=True))
    return {
        survey.pk: SurveyResults(
            survey,
            asked[survey.pk] if survey.asks_coalitions else None,
            answered.get(survey.pk, {}).get("count", 0),
            answered.get(survey.pk, {}).get("late", 0),
            [],
        )
        for survey in surveys
    }


def answers_of(survey, questions):
    """(answers that count, stakeholder group, region) of each answer handed in, in the order they came. One query."""
    found = SurveyResponse.objects.of_survey(survey).handed_in().in_order()
    return [
        (answers_to_what_was_asked(questions, answers), group, region)
        for answers, group, region in found.values_list("answers", "group", "region")
    ]


def results_of(survey):
    """The whole result as everybody may read it: questions that are not public are left out. Four queries."""
    questions = list(survey.questions.all())
    answers = [row[0] for row in answers_of(survey, questions)]
    results = response_counts([survey])[survey.pk]
    results.questions = [count(question, number, answers) for question, number in numbered(questions)]
    return results


def result_of_question(survey, name):
    """The result of one public question, by its short name; None where there is none."""
    questions = list(survey.questions.all())
    found = [(question, number) for question, number in numbered(questions) if question.name == name]
    if not found or found[0][0].is_heading:
        return None
    return count(*found[0], [row[0] for row in answers_of(survey, questions)])


def numbered(questions):
    """(question, its number in the survey) of what everybody may read: not e-mail addresses, not what is private."""
    number = 0
    for question in questions:
        number += not question.is_heading
        if question.is_heading or (question.is_public and question.field_type != QuestionKind.EMAIL):
            yield question, number


def count(question, number, answers):
    """The QuestionResult of a question over answers as they are kept."""
    result = QuestionResult(question, number)
    if question.is_heading:
        return result
    given = [answer[question.name] for answer in answers if question.name in answer]
    result.answered = len(given)
    kind = question.field_type
    if kind in CHOSEN:
        chosen = Counter(option for value in given for option in value["chosen"])
        labels = {option: chosen[option] for option in [*question.options, *chosen]}
        if question.allows_other:
            labels[OTHER] = sum(bool(value["other"]) for value in given)
        result.rows = _rows(labels, result.answered)
        result.texts = [value["other"] for value in given if value["other"]]
    elif kind == QuestionKind.MATRIX:
        columns = question.column_options
        for row in question.options:
            counted = Counter(value.get(row) for value in given)
            result.table.append((row, [counted[column] for column in columns]))
    elif kind in WORDED:
        result.texts = given
    if kind in NUMERIC and given:
        result.mean, result.median = statistics.fmean(given), statistics.median(given)
    if kind == QuestionKind.SCALE:
        counted = Counter(given)
        result.rows = _rows({str(number): counted[number] for number in SCALE}, result.answered)
    return result


def _rows(counts, total):
    return [Row(label, number, round(100 * number / total) if total else 0) for label, number in counts.items()]
