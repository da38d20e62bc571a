"""Surveys in the admin's menu: answers, and who is missing. They are read; steps are buttons."""

from django.contrib.admin import SimpleListFilter
from wagtail_modeladmin.options import ModelAdminGroup

from coalitions.admin.base import PortalModelAdmin, PortalPermissionHelper
from coalitions.papers.models import SurveyedCoalition, SurveyPage, SurveyResponse
from coalitions.papers.permissions import secretariat
from coalitions.templatetags.coalitions_tags import utc


class SurveyPermissions(PortalPermissionHelper):
    """The Secretariat reads all of it, and changes none of it but by steps."""

    def user_can_list(self, user):
        return secretariat(user)

    def user_can_inspect_obj(self, user, obj):
        return secretariat(user)


class SurveyFilter(SimpleListFilter):
    """What belongs to one survey."""

    title = "survey"
    parameter_name = "survey"

    def lookups(self, request, model_admin):
        return [(str(survey.pk), survey.title) for survey in SurveyPage.objects.newest_first()]

    def queryset(self, request, queryset):
        is_id = (self.value() or "").isascii() and (self.value() or "").isdigit()
        return queryset.filter(survey_id=int(self.value())) if is_id and len(self.value()) < 10 else queryset


class SurveyRecordAdmin(PortalModelAdmin):
    """A list of what surveys brought in."""

    can_create = False
    permission_helper_class = SurveyPermissions
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
    list_display = ("name", "survey")
    list_filter = (SurveyFilter,)
    search_fields = ("name",)

    def rows_for(self, user):
        rows = SurveyedCoalition.objects.missing().select_related("survey")
        return rows if secretariat(user) else rows.none()


class SurveyGroup(ModelAdminGroup):
    """The menu group of surveys."""

    menu_label = "Surveys"
    menu_icon = "form"
    menu_order = 235
    items = (SurveyResponseAdmin, MissingAdmin)
