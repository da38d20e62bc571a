import pytest
import time_machine
from django.core.management import call_command

from coalitions.models import Notice
from coalitions.papers.models import SurveyedCoalition, SurveyPage, SurveyReminder
from coalitions.papers.services import (
    extend_survey,
    freeze_population,
    publish_results,
    remind_missing,
    remind_surveys,
    withhold_results,
)
from coalitions.workflow import NotAllowed
from tests.coalitions.papers.factories import in_days, make_response, make_survey
from tests.factories import make_coalition, make_secretariat_user, make_user

pytestmark = pytest.mark.django_db


def names(survey):
    return list(SurveyedCoalition.objects.of_survey(survey).values_list("name", flat=True))


def test_who_is_asked_is_frozen_when_it_opens():
    first = make_coalition("Coalition A")
    make_coalition("Coalition B")
    make_coalition("Coalition asleep", status="inactive")
    survey = make_survey(opened_ago=-1)
    assert names(freeze_population(survey)) == []
    with time_machine.travel(in_days(2), tick=False):
        survey = freeze_population(survey)
        first.title, first.status = "Another name", "closed"
        first.save(update_fields=["title", "status"])
        make_coalition("Coalition C")
        assert names(freeze_population(survey)) == ["Coalition A", "Coalition B"]


def test_a_survey_of_people_freezes_nobody():
    make_coalition()
    survey = freeze_population(make_survey(audience="community"))
    assert (survey.population_frozen_at, names(survey)) == (None, [])


@pytest.mark.parametrize("who", ["secretariat", "somebody"])
def test_the_secretariat_moves_the_deadline_and_the_history_stays(who):
    survey = make_survey()
    before, later = survey.closes_at, in_days(20)
    by = make_secretariat_user() if who == "secretariat" else make_user("somebody")
    try:
        extend_survey(survey, to=later, reason=" Asked for. ", by=by)
    except NotAllowed as refusal:
        assert (who, str(refusal)) == ("somebody", "Only the Secretariat moves a survey's deadline.")
        return
    survey = SurveyPage.objects.get(pk=survey.pk)
    rows = [(row.from_at, row.to_at, row.reason) for row in survey.extensions.all()]
    assert (survey.closes_at, rows) == (later, [(before, later, "Asked for.")])


@pytest.mark.parametrize(
    ("days", "reason", "said"),
    [
        (20, " ", "Give a reason; it is shown with the deadline's history."),
        (5, "Why", "A deadline is only ever moved to a later moment that is still to come."),
    ],
)
def test_a_deadline_moves_to_later_only_and_with_a_reason(days, reason, said):
    survey = make_survey()
    with pytest.raises(NotAllowed) as refusal:
        extend_survey(survey, to=in_days(days), reason=reason, by=make_secretariat_user())
    assert str(refusal.value) == said


def test_a_draft_of_the_page_does_not_move_the_deadline_back():
    survey = make_survey(live=True)
    draft = survey.save_revision()
    extend_survey(survey, to=in_days(20), reason="Asked for.", by=make_secretariat_user())
    later = SurveyPage.objects.get(pk=survey.pk).closes_at
    draft.publish()
    assert SurveyPage.objects.get(pk=survey.pk).closes_at == later


def test_results_are_published_once_it_is_closed_and_taken_back():
    survey = make_survey()
    secretariat = make_secretariat_user()
    with pytest.raises(NotAllowed, match="once the survey is closed"):
        publish_results(survey, by=secretariat)
    closed = make_survey(closes_in=-1, opened_ago=9, slug="closed")
    with pytest.raises(NotAllowed, match="Only the Secretariat publishes results"):
        publish_results(closed, by=make_user("somebody"))
    published = publish_results(closed, by=secretariat)
    assert publish_results(closed, by=secretariat).results_published_at == published.results_published_at
    assert withhold_results(closed, by=secretariat).results_published_at is None


def test_exactly_those_who_are_missing_are_reminded_and_not_too_often():
    done, missing = make_user("done"), make_user("missing")
    answered = make_coalition("Coalition A", coordinators=[done])
    make_coalition("Coalition B", coordinators=[missing])
    survey = freeze_population(make_survey())
    make_response(survey, answered)
    assert [row.title for row in remind_missing(survey)] == ["Coalition B"]
    assert remind_missing(survey, by=make_secretariat_user()) == []
    assert list(Notice.objects.values_list("user__username", flat=True)) == ["missing"]
    with time_machine.travel(in_days(3.1), tick=False):
        assert [row.title for row in remind_missing(survey, dry_run=True)] == ["Coalition B"]
    assert SurveyReminder.objects.count() == 1


def test_nobody_else_reminds_and_nobody_is_reminded_of_what_is_closed():
    with pytest.raises(NotAllowed, match="Only the Secretariat reminds coalitions"):
        remind_missing(make_survey(), by=make_user("somebody"))
    with pytest.raises(NotAllowed, match="The survey is not open; there is nothing to remind of"):
        remind_missing(make_survey(closes_in=-1, opened_ago=5, slug="closed"))


def test_the_command_is_safe_to_repeat_and_changes_nothing_when_it_only_looks(capsys):
    make_coalition("Coalition A", acronym="CA", coordinators=[make_user("cora")])
    survey = make_survey(closes_in=7)
    call_command("remind_surveys", dry_run=True)
    assert capsys.readouterr().out == "The survey: who is asked would be written down\n"
    assert names(survey) == []
    call_command("remind_surveys")
    first = capsys.readouterr().out
    assert first == "The survey: who is asked written down\nThe survey: 1 reminded: CA\n"
    call_command("remind_surveys")
    assert (capsys.readouterr().out, Notice.objects.count()) == ("Nothing is due.\n", 1)


def test_what_closes_later_is_not_reminded_of_by_itself():
    make_coalition(coordinators=[make_user("cora")])
    survey = make_survey(closes_in=9)
    assert remind_surveys() == ([survey], [])
