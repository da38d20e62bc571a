"""What a reviewer is asked."""

from django import forms

from events.proposals.enums import Recommendation
from events.proposals.forms.fields import TextField
from events.proposals.models import Review


class ReviewForm(forms.Form):
    """A review: what is recommended, and what there is to say to whom."""

    recommendation = forms.ChoiceField(choices=Recommendation.choices, widget=forms.RadioSelect)
    comment_to_proposer = TextField(
        label="Comment to the organisers",
        limit=3_000,
        rows=6,
        help_text="They read it, without your name, once changes are asked for or a decision is made.",
    )
    comment_inside = TextField(
        label="Comment inside",
        limit=3_000,
        rows=6,
        help_text="Only the Secretariat and those who review the same proposal read it, with your name.",
    )

    @staticmethod
    def initial_of(review: Review):
        """What stands in the form of somebody who has reviewed already."""
        names = ("recommendation", "comment_to_proposer", "comment_inside")
        return {name: getattr(review, name) for name in names} if review else {}
