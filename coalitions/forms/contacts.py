"""A contact in the admin, and the invitation that makes its account."""

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from coalitions.enums import COORDINATING_ROLES
from coalitions.notifications import one_address
from coalitions.permissions import can_be_invited


class ContactForm(WagtailAdminModelForm):
    """A contact. An address in `invite` makes or finds the account to link; the view hands it to the service."""

    invite = forms.EmailField(
        required=False,
        label="Invite by e-mail",
        help_text=(
            "Makes an account with this address, links it to the contact, and sends an invitation that says how to "
            "sign in. Where the address has an account already, that one is linked. The address is shown nowhere."
        ),
    )

    def clean_invite(self):
        address = self.cleaned_data["invite"]
        if not address:
            return ""
        if not can_be_invited(address):
            raise forms.ValidationError("The account with this address is closed; ask for another address.")
        return one_address(address)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("invite"):
            if cleaned.get("user"):
                self.add_error("invite", "Choose an account or invite by e-mail, one of the two.")
            if cleaned.get("role") not in COORDINATING_ROLES:
                self.add_error("invite", "Only a coordinator or co-coordinator has an account.")
        return cleaned
