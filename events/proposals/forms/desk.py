"""What the Secretariat's steps ask for: with proposals, written inputs, calls and reviewers."""

from django import forms
from django.contrib.auth import get_user_model

from coalitions.forms.fields import UtcDateTimeField, WebAddressField
from coalitions.models import CoalitionPage
from coalitions.notifications import Mail
from events.proposals.forms.fields import LineField, TextField
from events.proposals.models import Proposal

# The steps that set a time, and what the time is called there.
TIMES = {"accept": "Slot to offer (UTC)", "schedule": "Begins (UTC)", "reschedule": "Begins (UTC)"}
REASON_HELP = {
    "request_changes": "What should change. The organisers read it.",
    "hold": "Only the Secretariat reads it. For everybody else the proposal stays under review.",
    "resume": "Only the Secretariat reads it.",
    "accept": "A word to the organisers, if there is one to say.",
    "decline": "The organisers read it, and nobody else.",
    "schedule": "A word to the organisers, if there is one to say.",
    "reschedule": "Public: it stands on the event's page.",
    "cancel": "Public: it stands on the event's page.",
}


class DecisionForm(forms.Form):
    """What a step of a proposal asks for: a reason, a time where it sets one."""

    starts_at = UtcDateTimeField()
    reason = TextField(label="Reason", limit=2_000, rows=4)

    def __init__(self, *args, step, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = step.needs_reason
        self.fields["reason"].help_text = REASON_HELP.get(step.verb, "")
        if step.verb in TIMES:
            self.fields["starts_at"].label = TIMES[step.verb]
        else:
            del self.fields["starts_at"]


class MailForm(forms.Form):
    """The mail that a step sends, as it will go."""

    subject = LineField(label="Subject", limit=200, required=True)
    text = TextField(label="Mail", limit=10_000, rows=14, required=True)

    @property
    def mail(self):
        return Mail(self.cleaned_data["subject"], self.cleaned_data["text"])


class AssignForm(forms.Form):
    """Which proposals are given to which reviewers."""

    proposals = forms.ModelMultipleChoiceField(Proposal.objects.none())
    reviewers = forms.ModelMultipleChoiceField(get_user_model().objects.none())

    def __init__(self, *args, proposals, reviewers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["proposals"].queryset = proposals
        self.fields["proposals"].error_messages["required"] = "Choose at least one proposal."
        self.fields["reviewers"].queryset = reviewers
        self.fields["reviewers"].error_messages["required"] = "Choose at least one reviewer."


class ExtendForm(forms.Form):
    """A later deadline for a call, and why."""

    to = UtcDateTimeField(label="New deadline (UTC)")
    edit_until = UtcDateTimeField(
        label="Edit until (UTC)",
        required=False,
        help_text="Leave empty to give as long after the new deadline as after the old one.",
    )
    reason = LineField(label="Reason", limit=300, required=True, help_text="Public: it stands beside the deadline.")


class LateForm(forms.Form):
    """A coalition that may be late, until when, and why."""

    coalition = forms.ModelChoiceField(CoalitionPage.objects.none(), label="Coalition")
    until = UtcDateTimeField(label="Until (UTC)")
    reason = LineField(label="Reason", limit=300, required=True, help_text="Only the Secretariat reads it.")

    def __init__(self, *args, coalitions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["coalition"].queryset = coalitions


class InputDecisionForm(forms.Form):
    """What a step of a written input asks for: a reason when it goes back, a place when it was used."""

    reason = TextField(label="Reason", limit=2_000, rows=4, help_text="The coalitions read it.")
    where = LineField(label="Used in", limit=200, required=True, help_text="For example “Report of the main session”.")
    url = WebAddressField(label="Address")

    def __init__(self, *args, step, **kwargs):
        super().__init__(*args, **kwargs)
        if step.verb != "reflect":
            del self.fields["where"], self.fields["url"]
        if step.verb in ("reflect", "publish"):
            del self.fields["reason"]
        else:
            self.fields["reason"].required = step.needs_reason
