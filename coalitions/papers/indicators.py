"""What surveys tell of a coalition's activity, registered with the indicators of the room below."""

import datetime

from coalitions.activity.enums import About
from coalitions.activity.indicators import CORRECTED_BY_SECRETARIAT, Cell, Indicator, Measured, indicators, month_of
from coalitions.papers.models import SurveyedCoalition, SurveyResponse

SURVEYS = "surveys of coalitions on this portal"


def _surveys_answered(scope):
    """Of the surveys that closed or were answered in the period: each counts in the month of its answer."""
    first, last = scope.period.first, scope.period.last_day
    asked = scope.narrow(SurveyedCoalition.objects.filter(coalition__isnull=False, survey__live=True))
    asked = asked.filter(survey__opens_at__date__lte=last, survey__closes_at__date__gte=first)
    population = {}
    for coalition_id in asked.order_by().values_list("coalition_id", flat=True):
        population[coalition_id] = population.get(coalition_id, 0) + 1
    answered = scope.narrow(SurveyResponse.objects.handed_in().filter(coalition__isnull=False, survey__live=True))
    answered = answered.filter(submitted_at__date__gte=first, submitted_at__date__lte=last)
    counts, months = dict.fromkeys(population, 0), {}
    for coalition_id, submitted_at in answered.order_by().values_list("coalition_id", "submitted_at"):
        counts[coalition_id] = counts.get(coalition_id, 0) + 1
        key = (coalition_id, month_of(submitted_at.astimezone(datetime.UTC).date()))
        months[key] = months.get(key, 0) + 1
    return Measured(
        {
            coalition_id: Cell.of(count, SURVEYS, scope.today, f"of {population.get(coalition_id, count)} open then")
            for coalition_id, count in counts.items()
        },
        {key: Cell.of(count, SURVEYS, scope.today) for key, count in months.items()},
    )


SURVEY_INDICATORS = (
    Indicator(
        key="surveys-answered",
        label="Surveys answered",
        unit=("survey", "surveys"),
        about=About.COALITION,
        question="Does the coalition answer when the coalitions are asked?",
        counted=(
            "Surveys of coalitions on this portal that the coalition has handed in, in time or late, in the month it "
            "did. A coalition that no survey asked in the period is not measured."
        ),
        limits="What was answered is not looked at. Answers given elsewhere are seen only where staff entered them.",
        compute=_surveys_answered,
        corrected_by=CORRECTED_BY_SECRETARIAT,
        order=70,
    ),
)


def register_indicators():
    """Called once, when the app is ready."""
    for indicator in SURVEY_INDICATORS:
        indicators.register(indicator)
