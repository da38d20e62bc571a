"""The hardened base of every list in the admin.

wagtail-modeladmin as it comes shows history to anybody in the admin, opens rows its list hides, answers an unknown
query parameter with a 500 (and a known one with a look into related tables), and exports formulas. Not here.
"""

import datetime

from django.contrib import admin as django_admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field, unquote
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.text import capfirst, slugify
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import CreateView, DeleteView, HistoryView, IndexView, InspectView

from coalitions.models import CoalitionPage
from coalitions.sanitize import spreadsheet_safe
from coalitions.templatetags.coalitions_tags import utc

# What a filter by a field may ask. Everything else would reach through relations to what the list does not show.
FILTER_LOOKUPS = ("", "__exact", "__isnull", "__id__exact", "__gte", "__lt", "__year", "__month")


class PortalPermissionHelper(PermissionHelper):
    """Model-wide permissions, and those of the one object where the admin class says more."""

    portal_admin = None

    def user_can_edit_obj(self, user, obj):
        return super().user_can_edit_obj(user, obj) and self.portal_admin.may_change(user, obj)

    def user_can_delete_obj(self, user, obj):
        return super().user_can_delete_obj(user, obj) and self.portal_admin.may_change(user, obj)

    def user_can_create(self, user):
        return self.portal_admin.can_create and super().user_can_create(user)


class PortalIndexView(IndexView):
    """The list: parameters it does not know are left out, values that make no sense lead back to the whole list."""

    def dispatch(self, request, *args, **kwargs):
        query = request.GET.copy()
        for key in set(query) - self._known_parameters(request):
            del query[key]
        if not self.model_admin.get_list_export(request):
            query.pop(self.EXPORT_VAR, None)
        for key, values in query.lists():
            query.setlist(key, [value.replace("\0", "") for value in values])
        request.GET = query
        try:
            return super().dispatch(request, *args, **kwargs)
        except (IncorrectLookupParameters, ValidationError, ValueError, OverflowError):
            messages.warning(request, "The filter was not understood; here is the whole list.")
            return redirect(self.index_url)

    def _known_parameters(self, request):
        known = {self.PAGE_VAR, *self.IGNORED_PARAMS}
        for entry in self.model_admin.get_list_filter(request):
            if isinstance(entry, type):
                known.add(entry.parameter_name)
            else:
                name = entry if isinstance(entry, str) else entry[0]
                known |= {f"{name}{lookup}" for lookup in FILTER_LOOKUPS}
        return known

    def get_filename(self):
        return f"{slugify(self.verbose_name_plural)}-{timezone.now():%Y-%m-%d}"

    def get_heading(self, queryset, field):
        return capfirst(force_str(label_for_field(field, model=self.model, model_admin=self.model_admin)))

    def to_row_dict(self, item):
        return {name: self._cell(name, item) for name in self.list_export}

    def _cell(self, name, item):
        field, _attribute, value = lookup_field(name, item, self.model_admin)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if getattr(field, "choices", None):
            return spreadsheet_safe(getattr(item, f"get_{name}_display")())
        if value is None:
            return ""
        if isinstance(value, datetime.datetime):
            return f"{value.astimezone(datetime.UTC):%Y-%m-%d %H:%M} UTC"
        return value if isinstance(value, int | float | datetime.date) else spreadsheet_safe(str(value))


class PortalCreateView(CreateView):
    def form_valid(self, form):
        self.model_admin.before_create(form.instance, by=self.request.user)
        return super().form_valid(form)


class PortalInspectView(InspectView):
    """One row, to be read: days and moments are written out, in UTC."""

    def get_field_display_value(self, field_name, field=None):
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, datetime.datetime):
            return utc(value)
        return f"{value:%-d %B %Y}" if isinstance(value, datetime.date) else value


class PortalHistoryView(HistoryView):
    def check_action_permitted(self, user):
        return self.permission_helper.user_can_edit_obj(user, self.instance)


class PortalDeleteView(DeleteView):
    """Deletion. What something else needs stays, and the page says what needs it."""

    def post(self, request, *args, **kwargs):
        try:
            with transaction.atomic():
                log(instance=self.instance, action="wagtail.delete")
                name = str(self.instance)
                self.instance.delete()
        except (models.ProtectedError, models.RestrictedError) as error:
            needed_by = getattr(error, "protected_objects", None) or error.restricted_objects
            context = self.get_context_data(protected_error=True, linked_objects=sorted(needed_by, key=str))
            return self.render_to_response(context)
        messages.success(request, f"{capfirst(self.verbose_name)} “{name}” deleted.")
        return redirect(self.index_url)


class PortalModelAdmin(ModelAdmin):
    """One list of the admin. A subclass says which rows a person sees (`rows_for`) and may change (`may_change`)."""

    index_view_class = PortalIndexView
    create_view_class = PortalCreateView
    delete_view_class = PortalDeleteView
    inspect_view_class = PortalInspectView
    history_view_class = PortalHistoryView
    permission_helper_class = PortalPermissionHelper
    index_view_extra_css = ["coalitions/css/admin.css"]
    inspect_view_extra_css = ["coalitions/css/admin.css"]
    list_per_page = 50
    can_create = True

    def __init__(self, parent=None):
        super().__init__(parent)
        self.permission_helper.portal_admin = self

    def rows_for(self, user):
        """The rows `user` may see; all others do not exist for them, at any address."""
        return self.model._default_manager.all()

    def may_change(self, user, obj):
        """Whether `user`, who has the model's permission, may edit or delete this row of theirs."""
        return True

    def before_create(self, instance, *, by):
        """Fill in what the form does not ask for, before a new row is saved."""

    def get_queryset(self, request):
        rows = self.rows_for(request.user)
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def create_view(self, request):
        if not self.can_create:
            raise PermissionDenied
        return super().create_view(request)

    def inspect_view(self, request, instance_pk):
        self._require_row(request, instance_pk)
        return super().inspect_view(request, instance_pk)

    def edit_view(self, request, instance_pk):
        self._require_row(request, instance_pk)
        return super().edit_view(request, instance_pk)

    def delete_view(self, request, instance_pk):
        self._require_row(request, instance_pk)
        return super().delete_view(request, instance_pk)

    def history_view(self, request, instance_pk):
        self._require_row(request, instance_pk)
        return super().history_view(request, instance_pk)

    def _require_row(self, request, instance_pk):
        try:
            self.rows_for(request.user).get(pk=unquote(instance_pk))
        except (ObjectDoesNotExist, ValueError, ValidationError, OverflowError) as error:
            raise Http404 from error


class ChosenCoalitionFilter(django_admin.SimpleListFilter):
    """Narrows a list to one coalition, as a link from its page asks. It offers no list: there may be a thousand.

    For models whose queryset has `of_coalition`.
    """

    title = "coalition"
    parameter_name = "coalition"

    def lookups(self, request, model_admin):
        number = request.GET.get(self.parameter_name, "")
        is_id = number.isascii() and number.isdigit() and len(number) < 10
        self.chosen = CoalitionPage.objects.in_bulk([int(number)] if is_id else []).values()
        return [(str(coalition.pk), coalition.short_name) for coalition in self.chosen]

    def queryset(self, request, queryset):
        for coalition in self.chosen:
            queryset = queryset.of_coalition(coalition)
        return queryset
