"""What steps of meetings and action items ask for, and the action item itself."""

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from coalitions.forms.fields import UtcDateTimeField
from events.enums import Owner
from events.forms.fields import ReasonField
from events.models import ActionItem
from events.permissions import can_manage_meeting


class StepForm(forms.Form):
    """What a step asks for: a reason where it needs one, an end of the corrections where it sets one, a successor."""

    reason = ReasonField(required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    until = UtcDateTimeField(label="Corrections until (UTC)")
    successor = forms.ModelChoiceField(ActionItem.objects.none(), label="The item that takes its place")

    def __init__(self, *args, step, until=False, successors=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = step.needs_reason
        if not until:
            del self.fields["until"]
        if successors is None:
            del self.fields["successor"]
        else:
            self.fields["successor"].queryset = successors


class MoveDeadlineForm(forms.Form):
    """Another deadline for an action item, and why."""

    to = UtcDateTimeField(label="New deadline (UTC)", required=False, help_text="Leave empty for “to be announced”.")
    reason = ReasonField(max_length=300, help_text="Shown with the deadline's history.")


class PartForm(forms.Form):
    """A coalition's word on its part of an action item."""

    note = ReasonField(required=False, max_length=300, help_text="What was done, in a sentence. Readers see it.")


class ActionItemForm(WagtailAdminModelForm):
    """An action item in the admin. Its meeting stays; so does its deadline, which has a step of its own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self._keep("meeting")
            if self.instance.due_at:
                self._keep("due_at", "due_to_be_announced")

    def _keep(self, *names):
        for name in names:
            if name in self.fields:
                self.fields[name].disabled = True

    def clean_meeting(self):
        meeting = self.cleaned_data["meeting"]
        if not self.instance.pk and not can_manage_meeting(self.for_user, meeting):
            raise forms.ValidationError("You do not take care of this meeting; choose one of yours.")
        return meeting

    def clean(self):
        cleaned = super().clean()
        some = cleaned.get("owner") == Owner.SOME_COALITIONS
        if some and not cleaned.get("coalitions"):
            self.add_error("coalitions", "Name the coalitions that own the item.")
        if not some and cleaned.get("coalitions"):
            self.add_error("coalitions", "Leave this empty, or choose “Some coalitions” as owner.")
        return cleaned
