"""What people type about their own membership, and what coordinators do about members."""

from django import forms

from coalitions.enums import (
    AdoptionAnswer,
    Engagement,
    MemberKind,
    MembershipState,
    NameVisibility,
    Region,
    StakeholderGroup,
)
from coalitions.forms.fields import AddressField, TypedField, WebAddressField
from coalitions.forms.filters import FilterForm
from coalitions.forms.public import PublicForm
from coalitions.models import CoalitionPage
from coalitions.models.membership import check_name
from coalitions.permissions import coordinated_ids, is_secretariat
from coalitions.sanitize import SanitizeError, clean_line, clean_text

NOT_SAID = [("", "I’d rather not say")]
_ENGAGEMENTS = [
    (Engagement.FOLLOW, "Follow: I read along"),
    (Engagement.CONTRIBUTE, "Contribute: I take part in calls and texts"),
    (Engagement.COORDINATE, "Help coordinate: I help to keep the work going"),
]


class LineField(TypedField):
    """Plain text on one line, cleaned as everything the public types."""

    def clean(self, value):
        try:
            return super().clean(clean_line(value, max_length=self.max_length))
        except SanitizeError as error:
            raise forms.ValidationError(str(error)) from error


class NameField(LineField):
    """The name of a person or an organisation."""

    default_validators = [check_name]


class MemberFields(forms.Form):
    """What a member says about themselves. `said()` is what the services take."""

    kind = forms.ChoiceField(
        label="Who joins", choices=MemberKind.choices, initial=MemberKind.INDIVIDUAL, widget=forms.RadioSelect
    )
    name = NameField(
        label="Name",
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="Yours, or the organisation’s.",
    )
    engagement = forms.ChoiceField(
        label="How you want to take part",
        choices=_ENGAGEMENTS,
        initial=Engagement.FOLLOW,
        widget=forms.RadioSelect,
    )
    group = forms.ChoiceField(
        label="Stakeholder group (optional)", choices=NOT_SAID + StakeholderGroup.choices, required=False
    )
    region = forms.ChoiceField(label="Region (optional)", choices=NOT_SAID + Region.choices, required=False)
    show_name = forms.BooleanField(label="Show my name on the coalition’s page", required=False)

    def said(self):
        """The fields of a membership that were filled in."""
        said = {name: self.cleaned_data[name] for name in ("kind", "name", "engagement", "group", "region")}
        shown = self.cleaned_data["show_name"]
        return said | {"visibility": NameVisibility.PUBLIC if shown else NameVisibility.COUNTED}


class JoinForm(PublicForm, MemberFields):
    """A request to join a coalition."""

    email = AddressField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Never shown to the public. We send a link there, to make sure that it is yours.",
    )

    field_order = ["kind", "name", "email", "engagement", "group", "region", "show_name"]


class ManageForm(MemberFields):
    """What a member changes later. Who sends it has the link from the own mailbox."""

    def __init__(self, *args, member, **kwargs):
        fields = ("kind", "name", "engagement", "group", "region")
        initial = {name: getattr(member, name) for name in fields}
        initial["show_name"] = member.is_named
        super().__init__(*args, initial=initial, **kwargs)


class LinkForm(PublicForm):
    """Asks for a new link."""

    email = AddressField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="The one you joined with.",
    )


class MemberFilterForm(FilterForm):
    """Narrows a coalition's list of members. Values it does not know are left out."""

    state = forms.ChoiceField(
        label="Members",
        required=False,
        choices=[("", "All"), *((state, state.label) for state in (MembershipState.CURRENT, MembershipState.DORMANT))],
    )

    def narrow(self, members):
        self.is_valid()
        state = self.cleaned_data.get("state")
        return members.in_state(state) if state else members


class AdoptionForm(forms.Form):
    """What a coalition says to a version of the statement of membership."""

    answer = forms.ChoiceField(label="The coalition has", choices=AdoptionAnswer.choices, widget=forms.RadioSelect)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    own_url = WebAddressField(
        label="Address of the coalition’s own text",
        max_length=200,
        help_text="Where it is adapted: where the coalition’s text stands, …",
    )
    own_text = TypedField(
        label="The coalition’s own text",
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="… or the text itself.",
    )

    def clean_own_text(self):
        try:
            return clean_text(self.cleaned_data["own_text"])
        except SanitizeError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self):
        cleaned = super().clean()
        own = cleaned.get("own_url") or cleaned.get("own_text")
        if cleaned.get("answer") == AdoptionAnswer.ADAPTED and not own and not self.errors:
            self.add_error("own_url", "Give the address of the coalition’s own text, or the text itself.")
        if cleaned.get("answer") != AdoptionAnswer.ADAPTED and own:
            self.add_error("answer", "An own text goes with “Adapted”.")
        return cleaned


class AgreeForm(forms.Form):
    """The day on which the coalitions agreed."""

    on = forms.DateField(
        label="Agreed on", help_text="Today or earlier.", widget=forms.DateInput(attrs={"type": "date"})
    )


class MembersImportForm(forms.Form):
    """The table of members to import, and the coalition of the rows that name none."""

    coalition = forms.ModelChoiceField(
        queryset=CoalitionPage.objects.none(),
        required=False,
        empty_label="As each row says",
        help_text="For rows whose column “coalition” is empty or missing.",
    )
    file = forms.FileField(
        label="Table",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text="A .csv or .xlsx file. Its first row names the columns.",
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        coalitions = CoalitionPage.objects.order_by("title")
        if not is_secretariat(user):
            coalitions = coalitions.with_ids(coordinated_ids(user))
            self.fields["coalition"].initial = coalitions.first()
        self.fields["coalition"].queryset = coalitions


class ConfirmImportForm(forms.Form):
    """What whoever imports members answers for."""

    agreed = forms.BooleanField(
        label="These people belong to the coalition already and know it; each of them may be written to."
    )
