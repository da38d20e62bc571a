"""Criteria, assessments, slot requests and annual reports in the admin. Steps are buttons that call services."""

from django.urls import reverse
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.helpers import ButtonHelper

from coalitions.activity.forms import CriteriaSetForm, IndicatorSelect
from coalitions.activity.models import AnnualReport, Assessment, CriteriaSet, SlotRequest
from coalitions.activity.permissions import secretariat
from coalitions.activity.services import Stale, change_criteria
from coalitions.activity.workflow import CRITERIA
from coalitions.admin.base import ChosenCoalitionFilter, PortalModelAdmin, PortalPermissionHelper
from coalitions.templatetags.coalitions_tags import utc
from coalitions.workflow import NotAllowed


class SecretariatPermissions(PortalPermissionHelper):
    """The Secretariat alone; the admin class says which row may still change."""

    def user_can_list(self, user):
        return secretariat(user)

    def user_can_create(self, user):
        return self.portal_admin.can_create and secretariat(user)

    def user_can_inspect_obj(self, user, obj):
        return self.portal_admin.inspect_view_enabled and secretariat(user)

    def user_can_edit_obj(self, user, obj):
        return secretariat(user) and self.portal_admin.may_change(user, obj)

    def user_can_delete_obj(self, user, obj):
        return self.user_can_edit_obj(user, obj)


class DeskModelAdmin(PortalModelAdmin):
    """A list of the Secretariat's."""

    permission_helper_class = SecretariatPermissions
    can_create = False
    history_view_enabled = False

    def rows_for(self, user):
        rows = self.listed()
        return rows if secretariat(user) else rows.none()

    def listed(self):
        return self.model.objects.for_listing()

    def may_change(self, user, obj):
        return False

    def of_coalition(self, row):
        return row.coalition.short_name

    of_coalition.short_description = "coalition"
    of_coalition.admin_order_field = "coalition__title"


class MoreButtons(ButtonHelper):
    """The buttons of a row, with those its admin class adds: `more_buttons(user, row)` gives (address, label)."""

    def get_buttons_for_obj(self, obj, exclude=None, classnames_add=None, classnames_exclude=None):
        buttons = super().get_buttons_for_obj(obj, exclude, classnames_add, classnames_exclude)
        classname = self.finalise_classname(["button-secondary", *(classnames_add or [])], classnames_exclude)
        more = self.permission_helper.portal_admin.more_buttons(self.request.user, obj)
        return [
            *buttons,
            *({"url": url, "label": label, "classname": classname, "title": label} for url, label in more),
        ]


CHANGED = (
    "Somebody else has changed this set meanwhile. What you typed is still here. Look at theirs in another window, "
    "bring both together, and save again: what stands here then takes its place."
)


class CriteriaSetEditView(PortalModelAdmin.edit_view_class):
    """A set is changed while it is proposed, to the last moment."""

    def form_valid(self, form):
        seen = form.cleaned_data["seen"]
        try:
            return change_criteria(self.instance, save=lambda: self._save(form), by=self.request.user, seen=seen)
        except Stale as stale:
            form.data = form.data.copy()
            form.data["seen"] = stale.current.content_key()
            form.add_error(None, CHANGED)
            return self.form_invalid(form)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)

    def _save(self, form):
        return super().form_valid(form)


CRITERIA_PANELS = [
    FieldPanel("cycle"),
    FieldPanel("title"),
    FieldPanel("introduction"),
    MultiFieldPanel([FieldRowPanel([FieldPanel("first_month"), FieldPanel("last_month")])], "Period looked at"),
    FieldPanel("new_months"),
    InlinePanel(
        "groups",
        heading="Groups",
        label="group",
        help_text="Criteria of which so many are enough.",
        panels=[FieldRowPanel([FieldPanel("name"), FieldPanel("needed")])],
    ),
    InlinePanel(
        "criteria",
        heading="Criteria",
        label="criterion",
        panels=[
            FieldPanel("text"),
            FieldRowPanel(
                [FieldPanel("kind"), FieldPanel("indicator", widget=IndicatorSelect), FieldPanel("document")]
            ),
            FieldRowPanel([FieldPanel("threshold"), FieldPanel("last_months")]),
            FieldRowPanel([FieldPanel("role"), FieldPanel("group")]),
            FieldRowPanel([FieldPanel("applies_to"), FieldPanel("takes_equivalent")]),
        ],
    ),
]


class CriteriaSetAdmin(DeskModelAdmin):
    """Sets of criteria. An agreed one stays as it is; what should be otherwise is a new, proposed one."""

    model = CriteriaSet
    menu_label = "Criteria"
    menu_icon = "list-ol"
    can_create = True
    button_helper_class = MoreButtons
    edit_view_class = CriteriaSetEditView
    edit_handler = ObjectList(CRITERIA_PANELS, base_form_class=CriteriaSetForm)
    inspect_view_enabled = True
    inspect_template_name = "activity/admin/criteria_set.html"
    list_display = ("title", "cycle", "version", "state", "agreed_on", "slots")
    list_export = (
        *("title", "cycle", "version", "state", "agreed_on", "agreement", "first_month", "last_month", "new_months"),
    )
    list_filter = ("state", "cycle")
    search_fields = ("title", "introduction")

    def listed(self):
        return CriteriaSet.objects.with_criteria()

    def may_change(self, user, obj):
        return not obj.is_settled

    def before_create(self, instance, *, by):
        instance.by = by
        instance.version = CriteriaSet.objects.next_version(instance.cycle)

    def slots(self, row):
        return f"until {utc(row.slots_until)}" if row.slots_until else ""

    slots.short_description = "slot requests"

    def more_buttons(self, user, row):
        yield reverse("activity_admin:what-if", args=[row.pk]), "What if"
        for step in CRITERIA.open_to(user, row):
            if step.verb == "agree":
                yield reverse("activity_admin:criteria-agree", args=[row.pk]), step.label
        if row.is_settled:
            yield reverse("activity_admin:assessments", args=[row.pk]), "Assessments"
        if row.is_agreed:
            yield reverse("activity_admin:criteria-slots", args=[row.pk]), "Take slot requests"


class AssessmentAdmin(DeskModelAdmin):
    """Assessments, each with the way to its page. What is done for a cycle is done from the criteria."""

    model = Assessment
    menu_label = "Assessments"
    menu_icon = "clipboard-list"
    button_helper_class = MoreButtons
    list_display = ("of_coalition", "cycle", "state", "finding", "decision", "reply_until", "published")
    list_export = (
        *(
            "coalition",
            "criteria_set",
            "state",
            "finding",
            "shared_at",
            "reply_by",
            "reply",
            "first_decision",
            "decision",
        ),
        *("decision_reason", "decided_at", "appeal", "appeal_answer", "final_at", "left_out_because", "published_at"),
    )
    list_filter = (ChosenCoalitionFilter, "criteria_set", "state", "decision")
    search_fields = ("coalition__title", "coalition__acronym")

    def cycle(self, row):
        return row.criteria_set.cycle

    def reply_until(self, row):
        return utc(row.reply_by) if row.reply_by else ""

    reply_until.short_description = "reply by"
    reply_until.admin_order_field = "reply_by"

    def published(self, row):
        return utc(row.published_at) if row.published_at else "not published"

    published.admin_order_field = "published_at"

    def more_buttons(self, user, row):
        yield reverse("activity_admin:assessment", args=[row.pk]), "Open"


class SlotRequestAdmin(DeskModelAdmin):
    """Requests for a slot, with what the assessment says beside each."""

    model = SlotRequest
    menu_label = "Slot requests"
    menu_icon = "calendar-alt"
    inspect_view_enabled = True
    inspect_template_name = "activity/admin/slot_request.html"
    list_display = ("title", "of_coalition", "cycle", "state", "assessed", "sent")
    list_export = (
        *("coalition", "cycle", "state", "title", "purpose", "evidence", "needs", "sent_at", "assessed", "answer"),
    )
    list_filter = (ChosenCoalitionFilter, "state", "cycle")
    search_fields = ("title", "coalition__title", "coalition__acronym")

    def listed(self):
        return SlotRequest.objects.for_listing().with_assessments()

    def assessed(self, row):
        return row.assessed_as

    assessed.short_description = "assessment"

    def sent(self, row):
        return utc(row.sent_at)

    sent.admin_order_field = "sent_at"


class AnnualReportAdmin(DeskModelAdmin):
    """Reports that are filed. Drafts are their coalitions' own."""

    model = AnnualReport
    menu_label = "Annual reports"
    menu_icon = "doc-full"
    button_helper_class = MoreButtons
    list_display = ("title", "of_coalition", "year", "is_light", "filed")
    list_export = ("title", "coalition", "year", "is_light", "filed_at")
    list_filter = (ChosenCoalitionFilter, "year", "is_light")
    search_fields = ("title", "coalition__title", "coalition__acronym")

    def listed(self):
        return AnnualReport.objects.filed().for_listing()

    def filed(self, row):
        return utc(row.filed_at)

    filed.admin_order_field = "filed_at"

    def more_buttons(self, user, row):
        yield reverse("activity:annual-report", args=[row.pk]), "Read"
