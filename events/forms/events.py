"""What an event's page and its steps ask for, in the admin and on the public site."""

from django import forms
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.documents import get_document_model
from wagtail.documents.widgets import AdminDocumentChooser

from coalitions.forms.fields import UtcDateTimeField, WebAddressField
from coalitions.models import FocusArea, PolicyQuestion
from events.forms.fields import ReasonField, TypedTextField, html_to_typed
from events.models import PreparatoryPhasePage


class PreparatoryEventForm(WagtailAdminPageForm):
    """An event in the admin: it chooses among what its phase's cycle has, and keeps the time readers know."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        phase = self.parent_page and self.parent_page.specific_deferred
        if isinstance(phase, PreparatoryPhasePage):
            self._offer("focus_areas", FocusArea.objects.in_cycle(phase.cycle_id).in_order())
            self._offer("policy_questions", PolicyQuestion.objects.in_cycle(phase.cycle_id).in_order())
        if "policy_questions" in self.fields:
            self.fields["policy_questions"].label_from_instance = lambda row: f"{row.label} ({row.focus_area})"
        if self.instance.first_published_at:
            for name in ("starts_at", "ends_at"):
                if name in self.fields:
                    self.fields[name].disabled = True

    def _offer(self, name, rows):
        if name in self.fields:
            self.fields[name].queryset = rows


class RescheduleForm(forms.Form):
    """Another time for an event, and why. `seen` names the time whose clashes were read."""

    starts_at = UtcDateTimeField(label="Starts (UTC)")
    ends_at = UtcDateTimeField(label="Ends (UTC)")
    reason = ReasonField(max_length=300, help_text="Everybody can read it on the event's page.")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", "An event ends after it starts.")
        return cleaned

    @property
    def time(self):
        """Names the time that is asked for."""
        return f"{self.cleaned_data['starts_at'].isoformat()}/{self.cleaned_data['ends_at'].isoformat()}"


class EventReportForm(forms.Form):
    """What came of an event. `seen` names the report that was there when the form was opened."""

    outcome = TypedTextField(
        label="What came of it",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=(
            "An empty line begins a new paragraph, a line that begins with “- ” is an item of a list, and web "
            "addresses become links."
        ),
    )
    outcome_url = WebAddressField(
        label="Address of a longer report", max_length=200, help_text="Where it is published, if it is."
    )
    recording_url = WebAddressField(label="Address of the recording", max_length=200)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    @classmethod
    def initial_of(cls, event):
        """The report as it is now, as it would be typed."""
        return {
            "outcome": html_to_typed(event.outcome),
            "outcome_url": event.outcome_url,
            "recording_url": event.recording_url,
            "seen": event.report_version,
        }


class AdminReportForm(EventReportForm):
    """The same in the admin, where the report may be a file of the library."""

    outcome_document = forms.ModelChoiceField(
        get_document_model().objects.all(), label="The report as a file", required=False, widget=AdminDocumentChooser
    )
    field_order = ["outcome", "outcome_document", "outcome_url", "recording_url"]

    @classmethod
    def initial_of(cls, event):
        return {**super().initial_of(event), "outcome_document": event.outcome_document_id}
