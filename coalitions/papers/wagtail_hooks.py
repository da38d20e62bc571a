"""Registers what this room adds to the admin. Decides nothing."""

from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail_modeladmin.options import modeladmin_register

from coalitions.papers.admin import SurveyGroup
from coalitions.papers.models import SurveyPage
from coalitions.papers.permissions import secretariat
from coalitions.papers.views import survey_desk

modeladmin_register(SurveyGroup)

survey_admin_urls = [
    path("surveys/<int:survey_id>/", survey_desk.desk, name="survey-desk"),
    path("surveys/<int:survey_id>/step/<slug:verb>/", survey_desk.survey_step, name="survey-step"),
    path("surveys/<int:survey_id>/answers/<slug:file_format>/", survey_desk.export, name="survey-export"),
    path("surveys/<int:survey_id>/summary/", survey_desk.summary, name="survey-summary"),
    path("surveys/answers/<int:response_id>/<slug:verb>/", survey_desk.response_step, name="response-step"),
]
admin_urls = [*survey_admin_urls]


@hooks.register("register_admin_urls")
def register_admin_urls():
    return [path("papers/", include((admin_urls, "papers_admin")))]


@hooks.register("register_page_header_buttons")
def survey_header_buttons(page, user, view_name, next_url=None):
    page = page.specific_deferred
    if isinstance(page, SurveyPage) and page.pk and secretariat(user):
        desk = reverse("papers_admin:survey-desk", args=[page.pk])
        yield Button("Answers and steps", url=desk, icon_name="form", priority=100)


SURVEY_LOG_MESSAGES = {
    "papers.freeze_survey": "Who is asked written down",
    "papers.extend_survey": "Deadline of the survey moved",
    "papers.publish_results": "Results published",
    "papers.withhold_results": "Results taken back",
    "papers.remind_survey": "Those missing reminded",
}


@hooks.register("register_log_actions")
def register_survey_log_actions(actions):
    for action, message in SURVEY_LOG_MESSAGES.items():
        actions.register_action(action, message, message)
