"""What a coalition says to its assessment."""

from django import forms

from coalitions.activity.criteria import judged_again
from coalitions.activity.enums import OfferState
from coalitions.activity.forms.versions import Difference, VersionedForm
from coalitions.forms.fields import TextField, WebAddressField

LONGEST = 6_000


class ReplyForm(VersionedForm):
    """The reply, and for each criterion that takes it other evidence: a text and an address."""

    reply = TextField(
        label="What your coalition says to it",
        limit=LONGEST,
        rows=8,
        help_text="It is published beside the decision. An empty line begins a paragraph.",
    )

    def __init__(self, data=None, *, assessment, initial=None):
        self.assessment = assessment
        stored = {offer.criterion: offer for offer in assessment.offers.all()}
        self.answered = {key for key, offer in stored.items() if offer.state != OfferState.OFFERED}
        rows = judged_again(assessment.evidence).rows
        self.offered = [row for row in rows if row.may_be_offered and row.rule.key not in self.answered]
        values = {"version": assessment.version, "reply": assessment.reply}
        for row in self.offered:
            offer = stored.get(row.rule.key)
            values[f"text_{row.rule.key}"] = offer.text if offer else ""
            values[f"url_{row.rule.key}"] = offer.url if offer else ""
        super().__init__(data, initial=values | (initial or {}))
        for row in self.offered:
            self.fields[f"text_{row.rule.key}"] = TextField(
                label=f"Other evidence: {row.rule.text}",
                limit=LONGEST,
                help_text="What shows the same in another way, if anything does. Published with the assessment.",
            )
            self.fields[f"url_{row.rule.key}"] = WebAddressField(
                label=f"Address: {row.rule.text}", help_text="A page that shows it, if there is one."
            )

    def clean(self):
        cleaned = super().clean()
        for row in self.offered:
            text, url = f"text_{row.rule.key}", f"url_{row.rule.key}"
            if cleaned.get(url) and not cleaned.get(text) and text not in self.errors:
                self.add_error(text, "Say in a sentence what the address shows.")
        return cleaned

    @property
    def offers(self):
        """What `services.reply_to_assessment` takes."""
        return {
            row.rule.key: (self.cleaned_data[f"text_{row.rule.key}"], self.cleaned_data[f"url_{row.rule.key}"])
            for row in self.offered
        }

    def again(self, data):
        return ReplyForm(data, assessment=self.assessment)

    def beside(self, stored_form):
        """As every such form; evidence that was answered meanwhile has no field any more and is shown all the same."""
        both = super().beside(stored_form)
        for row in judged_again(self.assessment.evidence).rows:
            key = row.rule.key
            typed = " ".join(filter(None, (self.data.get(f"{name}_{key}", "").strip() for name in ("text", "url"))))
            if typed and key in stored_form.answered:
                offer = next(one for one in stored_form.assessment.offers.all() if one.criterion == key)
                label = f"Other evidence: {row.rule.text} ({offer.get_state_display().lower()})"
                stored = f"{offer.text} {offer.url}".strip()
                both.differences.append(Difference(label, stored, typed.replace("\0", "")))
        return both


class AppealForm(forms.Form):
    """Why a decision should be another."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    text = TextField(
        label="Why the decision should be another",
        limit=LONGEST,
        rows=8,
        required=True,
        help_text="It is published with the answer to it.",
    )
