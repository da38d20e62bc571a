"""What the Secretariat's steps with assessments and slot requests ask for."""

from django import forms

from coalitions.activity.enums import Decision
from coalitions.forms.fields import TextField, UtcDateTimeField

LONGEST = 4_000


class MomentForm(forms.Form):
    """A moment until which something is possible."""

    at = UtcDateTimeField()

    def __init__(self, *args, label, help_text="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["at"].label, self.fields["at"].help_text = label, help_text


class ExtendForm(forms.Form):
    """Another moment to reply by, and why."""

    reply_by = UtcDateTimeField(label="Reply by (UTC)")
    reason = TextField(label="Reason", limit=1_000, rows=3, required=True, help_text="The coalition reads it.")


class ExtendAppealForm(forms.Form):
    """Another moment to appeal by, and why."""

    appeal_by = UtcDateTimeField(label="Appeal by (UTC)")
    reason = TextField(label="Reason", limit=1_000, rows=3, required=True, help_text="The coalition reads it.")


class StepReasonForm(forms.Form):
    """Why a step is taken."""

    reason = TextField(label="Reason", limit=1_000, rows=3, required=True)

    def __init__(self, *args, help_text, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = help_text


class DecisionRow(forms.Form):
    """A decision on one assessment; nothing is decided where none is chosen."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    decision = forms.ChoiceField(label="Decision", required=False, choices=[("", "Not now"), *Decision.choices])
    reason = TextField(label="Reason", limit=LONGEST, rows=3)

    def __init__(self, *args, assessment, **kwargs):
        super().__init__(*args, prefix=f"a{assessment.pk}", initial={"version": assessment.version}, **kwargs)
        self.assessment = assessment
        for name, label in (("decision", "Decision"), ("reason", "Reason")):
            self.fields[name].widget.attrs["aria-label"] = f"{label}: {assessment.coalition.short_name}"

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Give a reason; the coalition reads it, and later everybody.")
        return cleaned


class DecisionRows:
    """Decisions on several assessments, and until when they may be appealed."""

    def __init__(self, data=None, *, assessments):
        self.moment = MomentForm(
            data, label="Appeal by (UTC)", help_text="Nothing is published before this moment has passed."
        )
        self.rows = [DecisionRow(data, assessment=assessment) for assessment in assessments]

    def is_valid(self):
        # Every form is asked, so that all say at once what they lack.
        valid = [form.is_valid() for form in (self.moment, *self.rows)]
        return all(valid)

    @property
    def decisions(self):
        """What `services.decide_assessments` takes: each assessment in the version that was read."""
        found = []
        for row in self.rows:
            if row.cleaned_data["decision"]:
                row.assessment.version = row.cleaned_data["version"]
                found.append((row.assessment, row.cleaned_data["decision"], row.cleaned_data["reason"]))
        return found


class SettleForm(forms.Form):
    """The answer to an appeal."""

    decision = forms.ChoiceField(label="Decision", choices=Decision.choices)
    reason = TextField(label="Answer to the appeal", limit=LONGEST, rows=5, required=True, help_text="Public.")


class OfferAnswerForm(forms.Form):
    """Whether other evidence is equivalent."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    accept = forms.ChoiceField(
        label="Equivalent?",
        choices=[("yes", "Equivalent: the criterion is met"), ("no", "Not equivalent")],
        widget=forms.RadioSelect,
    )
    reason = TextField(label="Reason", limit=LONGEST, rows=3, help_text="Needed where it is not equivalent. Public.")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("accept") == "no" and not cleaned.get("reason"):
            self.add_error("reason", "Say why it is not equivalent; the coalition reads it.")
        return cleaned


class SlotAnswerForm(forms.Form):
    """The answer to a slot request, in the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    reason = TextField(label="Word to the coalition", limit=LONGEST, rows=4)

    def __init__(self, *args, step, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = step.needs_reason
        if step.needs_reason:
            self.fields["reason"].label = "Reason"
