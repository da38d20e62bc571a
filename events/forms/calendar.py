"""The filters of a phase's calendar."""

from django import forms

from coalitions.forms.filters import FilterForm, RowField
from coalitions.models import CoalitionPage, FocusArea, visible
from events.enums import CalendarSpan, CalendarView, MeetingFormat
from events.models import EventOrganiser, PreparatoryEventPage
from events.months import read_month


class CalendarFilterForm(FilterForm):
    """What of a phase's calendar is asked for, from the query string. Unknown values are said and left out."""

    when = forms.ChoiceField(label="When", choices=CalendarSpan.choices, required=False)
    focus_area = RowField(label="Focus area", queryset=FocusArea.objects.none(), required=False, empty_label="Any")
    coalition = RowField(label="Coalition", queryset=CoalitionPage.objects.none(), required=False, empty_label="Any")
    format = forms.ChoiceField(label="Format", choices=[("", "Any"), *MeetingFormat.choices], required=False)
    view = forms.ChoiceField(choices=CalendarView.choices, required=False, widget=forms.HiddenInput)
    month = forms.CharField(required=False, max_length=7, widget=forms.HiddenInput)

    FILTERS = {"focus_area": "in_focus_area", "coalition": "of_coalition", "format": "with_format"}
    SPANS = {CalendarSpan.TO_COME: "to_come", CalendarSpan.PAST: "over"}

    def __init__(self, data, *, phase):
        super().__init__(data)
        self.phase = phase
        self.events = PreparatoryEventPage.objects.visible().in_phase(phase)
        organisers = EventOrganiser.objects.of_events(self.events)
        coalitions = visible(CoalitionPage.objects.defer_streamfields()).with_ids(organisers.values("coalition"))
        self.fields["coalition"].queryset = coalitions.order_by("title")
        self.fields["focus_area"].queryset = FocusArea.objects.in_cycle(phase.cycle_id).in_order()
        self.is_valid()

    def clean_month(self):
        text = self.cleaned_data["month"]
        month = read_month(text)
        if text and month is None:
            raise forms.ValidationError("There is no such month; it is written as 2021-11.")
        return month

    def chosen(self, name, default=""):
        """The value of a field as it counts: the default where it is empty or unknown."""
        return self.cleaned_data.get(name) or default

    @property
    def shown_as(self):
        return self.chosen("view", CalendarView.LIST)

    @property
    def active_filters(self):
        """Names of the filters that narrow the calendar; the month view shows its month whatever `when` says."""
        names = list(self.FILTERS) if self.shown_as == CalendarView.MONTH else ["when", *self.FILTERS]
        return [name for name in names if self.chosen(name)]

    def narrowed(self):
        """The phase's events that pass the filters, whenever they are."""
        found = self.events
        for name, method in self.FILTERS.items():
            if self.chosen(name):
                found = getattr(found, method)(self.chosen(name))
        return found

    def listed(self):
        """The events of the list, in its order: the next one first, of those that are over the latest first."""
        when = self.chosen("when", CalendarSpan.TO_COME)
        found = self.narrowed()
        return getattr(found, self.SPANS[when])() if when in self.SPANS else found.order_by("starts_at")
