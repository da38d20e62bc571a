"""What is asked for when a proposal is begun, organisers are invited, a draft is commented or a proposal withdrawn."""

from django import forms

from coalitions.forms.filters import FilterForm
from coalitions.forms.public import PublicForm
from coalitions.models import CoalitionPage, FocusArea, visible
from events.enums import OrganiserRole
from events.proposals.enums import Answer, ProposalKind
from events.proposals.forms.fields import LineField, TextField

ANSWERS = (("confirm", "We take part"), ("decline", "We do not take part"))


class StartForm(forms.Form):
    """For which coalition a proposal is begun, and the first words of it."""

    coalition = forms.ModelChoiceField(CoalitionPage.objects.none(), empty_label=None, label="For which coalition")
    kind = forms.ChoiceField(label="Kind of event", widget=forms.RadioSelect)
    title = LineField(label="Title", limit=160, help_text="A working title will do; you can change it any time.")

    def __init__(self, *args, call, coalitions, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = call.kinds_asked_for()
        self.fields["coalition"].queryset = coalitions
        if len(coalitions) == 1:
            self.fields["coalition"].initial = coalitions[0].pk
            self.fields["coalition"].widget = forms.HiddenInput()
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["kind"].initial = kinds[0].value


class InviteForm(forms.Form):
    """A coalition to be asked to take part, and in which role. It stands inside the form of the proposal."""

    prefix = "invite"

    coalition = forms.ModelChoiceField(
        CoalitionPage.objects.none(), required=False, empty_label="Choose a coalition", label="Coalition"
    )
    role = forms.ChoiceField(
        choices=OrganiserRole.choices, initial=OrganiserRole.CO_ORGANISER, required=False, label="As"
    )

    def __init__(self, *args, proposal, **kwargs):
        super().__init__(*args, **kwargs)
        named = {row.coalition_id for row in proposal.organisers.all() if row.answer != Answer.DECLINED}
        self.fields["coalition"].queryset = visible(CoalitionPage.objects.other_than(named)).order_by("title")

    def clean_coalition(self):
        coalition = self.cleaned_data["coalition"]
        if coalition is None:
            raise forms.ValidationError("Choose the coalition you want to invite.")
        return coalition

    def clean_role(self):
        return self.cleaned_data["role"] or OrganiserRole.CO_ORGANISER


class AnswerForm(forms.Form):
    """A coalition's answer to an invitation."""

    answer = forms.ChoiceField(choices=ANSWERS, widget=forms.RadioSelect)


class WithdrawForm(forms.Form):
    """Why a proposal is taken back."""

    reason = TextField(
        label="Reason",
        limit=500,
        help_text="Optional. The other organisers and the Secretariat read it, nobody else.",
    )


class DraftCommentForm(PublicForm):
    """What somebody with the link has to say of a draft."""

    name = LineField(label="Your name", limit=120, required=True, help_text="Shown to everybody who has this link.")
    text = TextField(label="Your comment", limit=3_000, rows=6, required=True)


class CallFilterForm(FilterForm):
    """Which of a call's public proposals are listed. What it does not know narrows nothing."""

    focus_area = forms.ModelChoiceField(
        FocusArea.objects.none(), required=False, empty_label="Any", label="Focus area"
    )
    kind = forms.ChoiceField(required=False, label="Kind of event", choices=[("", "Any"), *ProposalKind.choices])

    def __init__(self, data, *, call):
        super().__init__(data)
        self.fields["focus_area"].queryset = FocusArea.objects.in_cycle(call.cycle).in_order()
        self.is_valid()

    def narrowed(self, proposals):
        """The proposals that pass."""
        area, kind = self.cleaned_data.get("focus_area"), self.cleaned_data.get("kind")
        if area:
            proposals = proposals.in_focus_area(area)
        return proposals.of_kind(kind) if kind else proposals

    @property
    def is_narrowing(self):
        return any(self.cleaned_data.get(name) for name in self.fields)
