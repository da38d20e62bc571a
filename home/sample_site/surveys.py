"""The surveys of 2021: the real dates and numbers, and questions and answers that are invented and say so."""

import datetime
import json
from pathlib import Path

from django.utils import timezone

from coalitions.enums import Region, StakeholderGroup
from coalitions.papers import services
from coalitions.papers.enums import QuestionKind, ResponseState
from coalitions.papers.models import (
    PaperPage,
    SurveyedCoalition,
    SurveyExtension,
    SurveyPage,
    SurveyQuestion,
    SurveyResponse,
)
from coalitions.papers.models.survey_question import SCALE, answers_to_what_was_asked
from home.sample_site.frame import publish
from home.sample_site.people import user

FILE = Path(__file__).parent.parent / "sample" / "surveys.json"
ANSWERED, OF_PEOPLE = 14, 63
# As the questions are asked, so that every option is chosen by somebody and no answer is random.
GROUPS = (
    *[StakeholderGroup.CIVIL_SOCIETY] * 5,
    *[StakeholderGroup.TECHNICAL_COMMUNITY] * 3,
    *(StakeholderGroup.PRIVATE_SECTOR, StakeholderGroup.PRIVATE_SECTOR, StakeholderGroup.GOVERNMENT),
    *(StakeholderGroup.OTHER, StakeholderGroup.OTHER, ""),
)
REGIONS = (*[Region.WEOG] * 3, *[Region.AFRICAN] * 3, *[Region.ASIA_PACIFIC] * 2, Region.GRULAC, Region.GRULAC, "")


def load_surveys():
    data = json.loads(FILE.read_text())
    paper = PaperPage.objects.get(slug="paper-2021")
    if SurveyPage.objects.child_of(paper).exists():
        return
    survey = _survey(paper, data["coalitions"])
    _moved(survey, data["coalitions"])
    services.freeze_population(survey)
    _answer_for_coalitions(survey, data)
    _as_in_2021(survey, population_frozen_at=survey.opens_at)
    services.publish_results(survey, by=user("secretariat"))
    _as_in_2021(survey, results_published_at=_moment(data["coalitions"]["results_on"]))
    public = _survey(paper, data["community"])
    _answer_as_people(public, data)
    services.publish_results(public, by=user("secretariat"))
    _as_in_2021(public, results_published_at=_moment(data["community"]["results_on"]))
    services.freeze_population(_survey(paper, data["open"]))


def _as_in_2021(survey, **moments):
    """The day on which the services did it is today; the sample says when it was."""
    SurveyPage.objects.filter(pk=survey.pk).update(**moments)
    survey.refresh_from_db()


def _moment(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)


def _days(number):
    return (timezone.now() + datetime.timedelta(days=number)).replace(hour=12, minute=0, second=0, microsecond=0)


def _survey(paper, row):
    page = SurveyPage(
        title=row["title"],
        slug=row["slug"],
        audience=row["audience"],
        opens_at=_moment(row["opens"]) if "opens" in row else _days(-row["opened_days_ago"]),
        closes_at=_moment(row["closes"]) if "closes" in row else _days(row["closes_in_days"]),
        intro=row["intro"],
        guidance=row["guidance"],
    )
    for order, (kind, name, label, more) in enumerate(row["questions"]):
        lines = {key: "\n".join(value) for key, value in more.items() if isinstance(value, list)}
        page.questions.add(
            SurveyQuestion(field_type=kind, clean_name=name, label=label, sort_order=order, **(more | lines))
        )
    return publish(paper, page)


def _moved(survey, row):
    """The week that was added in April 2021."""
    SurveyExtension.objects.create(
        survey=survey,
        from_at=_moment(row["first_closes"]),
        to_at=survey.closes_at,
        reason=row["reason"],
        moved_at=_moment(row["moved_on"]),
        by=user("secretariat"),
    )


def _answer_for_coalitions(survey, data):
    """14 of the 22, each invented; nobody types at the clock of 2021, so the rows are written as they then stood."""
    questions = list(survey.questions.all())
    asked = SurveyedCoalition.objects.of_survey(survey).by_name()
    for number, row in enumerate(asked[:ANSWERED]):
        answers = {question.name: _invented(question, number, data) for question in questions}
        answers |= services.prefilled(survey, row.coalition)
        answers |= {"contact_name": "Sample data", "contact_email": "sample@example.org"}
        at = survey.opens_at + datetime.timedelta(days=3 * number)
        _keep(survey, questions, answers, at, coalition=row.coalition)


def _answer_as_people(survey, data):
    questions = list(survey.questions.all())
    for number in range(OF_PEOPLE):
        answers = {question.name: _invented(question, number, data) for question in questions}
        at = survey.opens_at + datetime.timedelta(hours=13 * number)
        group, region = GROUPS[number % len(GROUPS)], REGIONS[number % len(REGIONS)]
        _keep(survey, questions, answers, at, group=group, region=region)


def _keep(survey, questions, answers, at, **whose):
    SurveyResponse.objects.create(
        survey=survey,
        state=ResponseState.SUBMITTED,
        answers=answers_to_what_was_asked(questions, answers),
        started_at=at,
        updated_at=at,
        submitted_at=at,
        **whose,
    )


def _invented(question, number, data):
    """An answer as it is kept; None where nobody would have said anything."""
    kind, options = question.field_type, question.options
    place = number * 7 + len(question.name)
    if kind == QuestionKind.SECTION or (place % 9 == 0 and not question.required):
        return None
    if kind in (QuestionKind.ONE, QuestionKind.BANDS):
        return {"chosen": [options[place * place % len(options)]], "other": ""}
    if kind == QuestionKind.SEVERAL:
        most = min(question.limit or 3, len(options))
        chosen = {(place + step * step) % len(options) for step in range(1 + place % most)}
        other = "Sample data: something else" if question.allows_other and place % 8 == 5 else ""
        return {"chosen": [options[one] for one in sorted(chosen)[: most - bool(other)]], "other": other}
    if kind == QuestionKind.SCALE:
        return SCALE[(place * 3 + number) % 6 + 3]
    if kind == QuestionKind.NUMBER:
        return 2006 + place % 14 if question.name == "year_formed" else place % 12
    if kind == QuestionKind.MATRIX:
        columns = question.column_options
        return {row: columns[(place + order) % len(columns)] for order, row in enumerate(options)}
    words = data["focuses"] if question.name == "focus" else data["texts"]
    return f"Sample data: {words[place % len(words)]}"
