"""Papers in the admin's menu: comments and answers to surveys, which are read and stepped, and 1:1 discussions."""

from django.contrib.admin import SimpleListFilter
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail_modeladmin.options import ModelAdminGroup

from coalitions.admin.base import PortalModelAdmin, PortalPermissionHelper
from coalitions.papers.models import (
    Interview,
    PaperDraftPage,
    ParagraphComment,
    SurveyedCoalition,
    SurveyPage,
    SurveyResponse,
)
from coalitions.papers.permissions import secretariat
from coalitions.sanitize import plain_text
from coalitions.templatetags.coalitions_tags import utc


class DeskPermissions(PortalPermissionHelper):
    """The Secretariat reads the comments, and changes them by steps only."""

    def user_can_list(self, user):
        return secretariat(user)

    def user_can_inspect_obj(self, user, obj):
        return secretariat(user)


class DraftFilter(SimpleListFilter):
    """What is said to one draft."""

    title = "draft"
    parameter_name = "draft"

    def lookups(self, request, model_admin):
        drafts = PaperDraftPage.objects.newest_first().for_listing()
        return [(str(draft.pk), f"{draft.title}, {draft.version_name.lower()}") for draft in drafts]

    def queryset(self, request, queryset):
        is_id = (self.value() or "").isascii() and (self.value() or "").isdigit()
        return queryset.of_drafts([int(self.value())]) if is_id and len(self.value()) < 10 else queryset


class ToDoFilter(SimpleListFilter):
    """What waits for the Secretariat."""

    title = "to do"
    parameter_name = "todo"

    def lookups(self, request, model_admin):
        return [("pending", "To read and publish"), ("undisposed", "Published, without an answer")]

    def queryset(self, request, queryset):
        if self.value() == "pending":
            return queryset.pending()
        return queryset.without_disposition() if self.value() == "undisposed" else queryset


class CommentAdmin(PortalModelAdmin):
    """The queue of comments, the newest first. What nobody has confirmed is not in it."""

    model = ParagraphComment
    menu_label = "Comments"
    menu_icon = "comment"
    can_create = False
    permission_helper_class = DeskPermissions
    history_view_enabled = False
    inspect_view_enabled = True
    inspect_template_name = "papers/admin/comment.html"
    list_display = ("who", "draft", "number", "state", "late", "disposition_now", "received")
    list_export = (
        *("draft", "number", "quoted_text", "name", "capacity", "coalition", "text", "state", "is_late", "source"),
        *("received_at", "published_at", "disposition", "disposition_reason"),
    )
    ordering = ("-received_at", "-pk")
    list_filter = (ToDoFilter, DraftFilter, "state", "is_late", "disposition")
    search_fields = ("name", "capacity", "text", "coalition__title", "coalition__acronym")

    def rows_for(self, user):
        rows = ParagraphComment.objects.confirmed().for_listing().newest_first()
        return rows if secretariat(user) else ParagraphComment.objects.none()

    def may_change(self, user, obj):
        return False

    def who(self, comment):
        return comment.who

    who.admin_order_field = "name"

    def late(self, comment):
        return "Late" if comment.is_late else ""

    late.admin_order_field = "is_late"

    def disposition_now(self, comment):
        return comment.get_disposition_display() or "None yet"

    disposition_now.short_description = "answer"

    def received(self, comment):
        return utc(comment.received_at)

    received.admin_order_field = "received_at"


class InterviewAdmin(PortalModelAdmin):
    """1:1 discussions. Their private notes stand in the form and in no export."""

    model = Interview
    menu_label = "1:1 discussions"
    menu_icon = "group"
    panels = [
        FieldRowPanel([FieldPanel("paper"), FieldPanel("coalition"), FieldPanel("held_on")]),
        FieldPanel("points"),
        FieldPanel("has_consent"),
        FieldPanel("notes"),
    ]
    list_display = ("coalition", "paper", "held_on", "has_consent")
    list_export = ("paper", "coalition", "held_on", "has_consent", "points_text")
    list_filter = ("has_consent",)
    search_fields = ("coalition__title", "coalition__acronym", "paper__title")

    def rows_for(self, user):
        return Interview.objects.for_listing().latest_first() if secretariat(user) else Interview.objects.none()

    def may_change(self, user, obj):
        return secretariat(user)

    def points_text(self, interview):
        return plain_text(interview.points)

    points_text.short_description = "key points"


class SurveyFilter(SimpleListFilter):
    """What belongs to one survey."""

    title = "survey"
    parameter_name = "survey"

    def lookups(self, request, model_admin):
        return [(str(survey.pk), survey.title) for survey in SurveyPage.objects.newest_first()]

    def queryset(self, request, queryset):
        is_id = (self.value() or "").isascii() and (self.value() or "").isdigit()
        return queryset.of_surveys([int(self.value())]) if is_id and len(self.value()) < 10 else queryset


class SurveyRecordAdmin(PortalModelAdmin):
    """A list of what surveys brought in."""

    can_create = False
    permission_helper_class = DeskPermissions
    history_view_enabled = False

    def may_change(self, user, obj):
        return False


class SurveyResponseAdmin(SurveyRecordAdmin):
    """Answers. What a coalition is still writing is its own: it is listed, and read once it is handed in."""

    model = SurveyResponse
    menu_label = "Answers to surveys"
    menu_icon = "form"
    inspect_view_enabled = True
    inspect_template_name = "papers/admin/survey_response.html"
    list_display = ("of_whom", "survey", "state", "late", "by_staff", "updated")
    list_filter = (SurveyFilter, "state", "is_late")
    search_fields = ("coalition__title", "coalition__acronym", "name", "email")

    def rows_for(self, user):
        return SurveyResponse.objects.for_listing() if secretariat(user) else SurveyResponse.objects.none()

    def of_whom(self, response):
        return response.coalition or response.name or "Not said"

    of_whom.short_description = "of"

    def late(self, response):
        return "late" if response.is_late else ""

    def by_staff(self, response):
        return "yes" if response.entered_by_staff else ""

    def updated(self, response):
        return utc(response.updated_at)

    updated.admin_order_field = "updated_at"


class MissingAdmin(SurveyRecordAdmin):
    """Coalitions that were asked and have not handed in. Nobody but the Secretariat sees who."""

    model = SurveyedCoalition
    menu_label = "Still missing"
    menu_icon = "warning"
    inspect_view_enabled = True
    inspect_view_fields = ("survey", "name", "coalition")
    list_display = ("name", "survey")
    list_filter = (SurveyFilter,)
    search_fields = ("name",)

    def rows_for(self, user):
        rows = SurveyedCoalition.objects.missing().select_related("survey")
        return rows if secretariat(user) else rows.none()


class PapersGroup(ModelAdminGroup):
    """The menu group of this room."""

    menu_label = "Papers"
    menu_icon = "doc-full-inverse"
    menu_order = 230
    items = (CommentAdmin, InterviewAdmin, SurveyResponseAdmin, MissingAdmin)
