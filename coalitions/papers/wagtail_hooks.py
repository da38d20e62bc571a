"""Registers what this room adds to the admin. Decides nothing."""

import datetime

from django.core.exceptions import PermissionDenied
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter
from wagtail_modeladmin.options import modeladmin_register

from coalitions.papers.admin import PapersGroup
from coalitions.papers.models import PaperDraftPage, SurveyPage
from coalitions.papers.permissions import may_remove_page, secretariat
from coalitions.papers.templatetags.papers_admin_tags import steps_of_draft
from coalitions.papers.views import desk, importing, survey_desk
from coalitions.templatetags.coalitions_tags import utc

modeladmin_register(PapersGroup)

admin_urls = [
    path("comments/<int:comment_id>/step/<slug:verb>/", desk.comment_step, name="comment-step"),
    path("comments/<int:comment_id>/answer/", desk.dispose, name="dispose"),
    path("drafts/<int:draft_id>/enter/", desk.enter_comment, name="draft-enter"),
    path("drafts/<int:draft_id>/extend/", desk.extend, name="draft-extend"),
    path("drafts/<int:draft_id>/version/", desk.new_version, name="draft-version"),
    path("drafts/<int:draft_id>/snapshot/", desk.take_snapshot, name="draft-snapshot"),
    path("drafts/<int:draft_id>/import/", importing.import_text, name="draft-import"),
    path("drafts/<int:draft_id>/sources/", desk.sources, name="sources"),
    path("sources/<int:link_id>/unlink/", desk.unlink, name="unlink"),
    path("stages/<int:stage_id>/move/", desk.move_stage, name="stage-move"),
    path("surveys/<int:survey_id>/", survey_desk.desk, name="survey-desk"),
    path("surveys/<int:survey_id>/step/<slug:verb>/", survey_desk.survey_step, name="survey-step"),
    path("surveys/<int:survey_id>/answers/<slug:file_format>/", survey_desk.export, name="survey-export"),
    path("surveys/<int:survey_id>/summary/", survey_desk.summary, name="survey-summary"),
    path("surveys/answers/<int:response_id>/<slug:verb>/", survey_desk.response_step, name="response-step"),
]


@hooks.register("register_admin_urls")
def register_admin_urls():
    return [path("papers/", include((admin_urls, "papers_admin")))]


@hooks.register("register_page_header_buttons")
def page_header_buttons(page, user, view_name, next_url=None):
    page = page.specific_deferred
    if not isinstance(page, PaperDraftPage) or not page.permissions_for_user(user).can_edit():
        return
    for place, (address, label) in enumerate(steps_of_draft(page, user)):
        yield Button(label, url=address, icon_name="tasks", priority=100 + place)


@hooks.register("register_page_header_buttons")
def survey_header_buttons(page, user, view_name, next_url=None):
    page = page.specific_deferred
    if isinstance(page, SurveyPage) and page.pk and secretariat(user):
        desk = reverse("papers_admin:survey-desk", args=[page.pk])
        yield Button("Answers and steps", url=desk, icon_name="form", priority=100)


@hooks.register("before_delete_page")
def commented_draft_stays(request, page):
    if not may_remove_page(request.user, page):
        raise PermissionDenied("A draft with comments, and the paper above it, stay. Unpublish them instead.")


@hooks.register("before_bulk_action")
def commented_drafts_stay(request, action_type, objects, action):
    for thing in objects if action_type == "delete" else ():
        if hasattr(thing, "specific_deferred"):
            commented_draft_stays(request, thing)


LOG_MESSAGES = {
    "papers.extend": "Deadline for comments moved",
    "papers.move_stage": "Deadline of a stage moved",
    "papers.make_version": "New version made",
    "papers.import_text": "Text imported",
    "papers.start_summary": "Begun from the results of a survey",
    "papers.take_snapshot": "Snapshot taken",
    "papers.link_source": "A source linked",
    "papers.unlink_source": "A source taken out",
    "papers.enter_comment": "Entered for somebody else",
    "papers.publish_comment": "Published",
    "papers.reject_comment": "Not published",
    "papers.dispose_comment": "Answered",
    "papers.freeze_survey": "Who is asked written down",
    "papers.extend_survey": "Deadline of the survey moved",
    "papers.publish_results": "Results published",
    "papers.withhold_results": "Results taken back",
    "papers.remind_survey": "Those missing reminded",
}


class PapersLog(LogFormatter):
    """Reads a step's row of the log: what happened, until when, and why."""

    def format_message(self, log_entry):
        data = log_entry.data or {}
        if self.action in ("papers.extend", "papers.move_stage", "papers.extend_survey") and data.get("to"):
            return f"{self.message} to {utc(datetime.datetime.fromisoformat(data['to']))}: {data.get('reason', '')}"
        reason = data.get("reason", "")
        return f"{self.message}: {reason}" if reason else self.message


@hooks.register("register_log_actions")
def register_log_actions(actions):
    for action, message in LOG_MESSAGES.items():
        fields = {"label": message, "message": message, "action": action}
        actions.register_action(action)(type("PapersLogOfAction", (PapersLog,), fields))
