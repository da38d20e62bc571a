"""The preparatory phase in the admin's menu: proposals, reviews, written inputs. They are read; steps are buttons."""

from django.contrib.admin import SimpleListFilter
from django.urls import reverse_lazy
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import ModelAdminGroup

from coalitions.admin.base import PortalModelAdmin, PortalPermissionHelper
from coalitions.sanitize import plain_text
from coalitions.templatetags.coalitions_tags import utc
from events.proposals.board import card_of
from events.proposals.enums import Answer, ProposalState
from events.proposals.models import CallPage, Proposal, Review, WrittenInput
from events.proposals.permissions import secretariat


class DeskPermissions(PortalPermissionHelper):
    """The Secretariat reads all of it, and changes none of it but by steps."""

    def user_can_list(self, user):
        return secretariat(user)

    def user_can_inspect_obj(self, user, obj):
        return secretariat(user)


class DeskAdmin(PortalModelAdmin):
    """A list of the Secretariat's desk."""

    can_create = False
    permission_helper_class = DeskPermissions
    history_view_enabled = False
    inspect_view_enabled = True

    def may_change(self, user, obj):
        return False


class CallFilter(SimpleListFilter):
    """What answers one call."""

    title = "call"
    parameter_name = "call"

    def lookups(self, request, model_admin):
        return [(str(call.pk), call.title) for call in CallPage.objects.newest_first()]

    def queryset(self, request, queryset):
        is_id = (self.value() or "").isascii() and (self.value() or "").isdigit()
        return queryset.of_calls([int(self.value())]) if is_id and len(self.value()) < 10 else queryset


class StateFilter(SimpleListFilter):
    """Proposals by their state now: what follows from their event included."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        hidden = (ProposalState.DRAFT, ProposalState.WITHDRAWN)
        return [(state.value, state.label) for state in ProposalState if state not in hidden]

    def queryset(self, request, queryset):
        return queryset.in_state(self.value()) if self.value() in ProposalState.values else queryset


def names_of(rows):
    """The coalitions that have confirmed their part, for a cell."""
    return ", ".join(row.coalition.short_name for row in rows if row.answer == Answer.CONFIRMED)


class ProposalAdmin(DeskAdmin):
    """Proposals from their submission on. Drafts are their organisers' own."""

    model = Proposal
    menu_label = "Proposals"
    menu_icon = "doc-full"
    inspect_template_name = "proposals/admin/proposal.html"
    list_display = ("code", "__str__", "call", "kind", "organised_by", "state_now", "submitted", "reviews_said")
    list_export = (
        *("code", "title", "call", "kind", "organised_by", "state_now", "abstract", "description_text", "areas"),
        *("format", "minutes", "wishes", "languages", "accessibility", "expected_outcome", "submitted_at"),
        *("decided_at", "offered_starts_at", "reviews_said"),
    )
    list_filter = (CallFilter, StateFilter, "kind")
    search_fields = ("code", "title", "abstract", "organisers__coalition__title", "organisers__coalition__acronym")

    def rows_for(self, user):
        return Proposal.objects.submitted_or_later().for_desk() if secretariat(user) else Proposal.objects.none()

    def organised_by(self, proposal):
        return names_of(proposal.organisers.all())

    def state_now(self, proposal):
        return proposal.get_current_state_display()

    state_now.short_description = "state"

    def submitted(self, proposal):
        return utc(proposal.submitted_at) if proposal.submitted_at else ""

    submitted.admin_order_field = "submitted_at"

    def reviews_said(self, proposal):
        return "; ".join(card_of(proposal).recommendations)

    reviews_said.short_description = "reviews"

    def description_text(self, proposal):
        return plain_text(proposal.description)

    description_text.short_description = "description"

    def areas(self, proposal):
        return ", ".join(area.title for area in proposal.focus_areas.all())

    areas.short_description = "focus areas"

    def wishes(self, proposal):
        return ", ".join(str(wish) for wish in proposal.preferred_times.all())

    wishes.short_description = "preferred times"


class ReviewAdmin(DeskAdmin):
    """What reviewers said."""

    model = Review
    menu_label = "Reviews"
    menu_icon = "comment"
    inspect_view_fields = (
        *("proposal", "reviewer", "recommendation", "comment_to_proposer", "comment_inside", "made_at", "changed_at"),
    )
    list_display = ("proposal", "reviewer", "recommendation", "changed")
    list_export = (
        *("code", "proposal", "reviewer", "recommendation", "comment_to_proposer", "comment_inside", "changed_at"),
    )
    list_filter = ("recommendation",)
    search_fields = ("proposal__title", "proposal__code", "reviewer__first_name", "reviewer__last_name")

    def rows_for(self, user):
        return Review.objects.for_listing() if secretariat(user) else Review.objects.none()

    def code(self, review):
        return review.proposal.code

    def changed(self, review):
        return utc(review.changed_at)

    changed.admin_order_field = "changed_at"


class WrittenInputAdmin(DeskAdmin):
    """Written inputs from their submission on."""

    model = WrittenInput
    menu_label = "Written inputs"
    menu_icon = "edit"
    inspect_template_name = "proposals/admin/written_input.html"
    list_display = ("code", "__str__", "focus_area", "written_by", "state", "words")
    list_export = (
        *("code", "title", "focus_area", "policy_question", "written_by", "state", "plain", "dissenting_views"),
        *("no_dissent", "submitted_at", "published_at", "reflected_in", "reflected_url"),
    )
    list_filter = (CallFilter, "state")
    search_fields = ("code", "title", "coalitions__coalition__title", "coalitions__coalition__acronym")

    def rows_for(self, user):
        rows = WrittenInput.objects.submitted_or_later().for_listing()
        return rows if secretariat(user) else WrittenInput.objects.none()

    def written_by(self, written_input):
        return names_of(written_input.coalitions.all())

    def plain(self, written_input):
        return plain_text(written_input.text)

    plain.short_description = "text"


class BoardMenuItem(MenuItem):
    """Shown to the Secretariat."""

    def is_shown(self, request):
        return secretariat(request.user)


class PreparationGroup(ModelAdminGroup):
    """The menu group of this room."""

    menu_label = "Preparation"
    menu_icon = "calendar-check"
    menu_order = 220
    items = (ProposalAdmin, ReviewAdmin, WrittenInputAdmin)

    def get_submenu_items(self):
        board = reverse_lazy("proposals_admin:newest-board")
        return [
            BoardMenuItem("Board", board, name="proposals-board", icon_name="grip", order=1),
            *super().get_submenu_items(),
        ]
