"""The form of a written input, and what is asked when one is begun or somebody is invited."""

from dataclasses import dataclass

from django import forms

from coalitions.models import CoalitionPage, FocusArea, PolicyQuestion, visible
from coalitions.sanitize import clean_html
from events.forms.fields import html_to_typed, typed_to_html
from events.proposals.enums import Answer
from events.proposals.forms.fields import LineField, MarkupField, TextField

DISSENT = (("none", "None were expressed"), ("some", "There are dissenting views"))
LONGEST_TEXT = 60_000  # characters; the limit people see is in words


class StartInputForm(forms.Form):
    """For which coalition a text is begun, and on what."""

    coalition = forms.ModelChoiceField(CoalitionPage.objects.none(), empty_label=None, label="For which coalition")
    focus_area = forms.ModelChoiceField(FocusArea.objects.none(), empty_label=None, label="Focus area")

    def __init__(self, *args, call, coalitions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["coalition"].queryset = coalitions
        self.fields["focus_area"].queryset = FocusArea.objects.in_cycle(call.cycle).in_order()
        if len(coalitions) == 1:
            self.fields["coalition"].initial = coalitions[0].pk
            self.fields["coalition"].widget = forms.HiddenInput()


@dataclass(frozen=True)
class Difference:
    """What somebody else has saved of a field meanwhile, beside what was typed."""

    name: str
    label: str
    stored: str
    mine: str


class InputForm(forms.Form):
    """The text. `version` is the one its reader had before them."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    focus_area = forms.ModelChoiceField(FocusArea.objects.none(), empty_label=None, label="Focus area")
    policy_question = forms.ModelChoiceField(
        PolicyQuestion.objects.none(), required=False, empty_label="The focus area as a whole", label="Policy question"
    )
    title = LineField(label="Title", limit=160)
    text = MarkupField(
        label="Text",
        limit=LONGEST_TEXT,
        rows=18,
        help_text="An empty line begins a paragraph; lines that begin with “- ” make a list; addresses become links.",
    )
    dissent = forms.ChoiceField(choices=DISSENT, required=False, widget=forms.RadioSelect, label="Dissenting views")
    dissenting_views = TextField(
        label="The dissenting views",
        limit=6_000,
        rows=6,
        help_text="They are published beside the text, and do not count as words of it.",
    )

    def __init__(self, *args, written_input, **kwargs):
        self.written_input = written_input
        kwargs.setdefault("initial", initial_of(written_input))
        super().__init__(*args, **kwargs)
        areas = FocusArea.objects.in_cycle(written_input.call.cycle)
        self.fields["focus_area"].queryset = areas.in_order()
        self.fields["policy_question"].queryset = PolicyQuestion.objects.of_focus_areas(areas).in_order()
        self.fields["text"].widget.attrs["data-words"] = written_input.call.input_words

    def clean(self):
        cleaned = super().clean()
        question, area = cleaned.get("policy_question"), cleaned.get("focus_area")
        if question and area and question.focus_area_id != area.pk:
            self.add_error("policy_question", "This question belongs to another focus area.")
        if cleaned.get("dissent") == "none" and cleaned.get("dissenting_views"):
            self.add_error("dissent", "Views are written below. Choose that there are some, or take them out.")
        return cleaned

    @property
    def written(self):
        """What `services.save_input` saves."""
        names = ("focus_area", "policy_question", "title", "text", "dissenting_views")
        return {name: self.cleaned_data[name] for name in names} | {
            "no_dissent": self.cleaned_data["dissent"] == "none"
        }

    def beside(self, stored):
        """The same form over what was saved meanwhile, and the differences: what was typed stays in the fields."""
        data = self.data.copy()
        data["version"] = stored.version
        form = InputForm(data, written_input=stored)
        mine, theirs = _in_words(self.written), _in_words({name: getattr(stored, name) for name in self.written})
        form.differences = [
            Difference(name, label, theirs[name], mine[name])
            for name, label in LABELS.items()
            if mine[name] != theirs[name]
        ]
        return form


LABELS = {
    "focus_area": "Focus area",
    "policy_question": "Policy question",
    "title": "Title",
    "text": "Text",
    "no_dissent": "Dissenting views",
    "dissenting_views": "The dissenting views",
}


def _in_words(written):
    words = {name: str(value or "") for name, value in written.items()}
    words["text"] = html_to_typed(clean_html(typed_to_html(html_to_typed(written["text"]))))
    words["no_dissent"] = "None were expressed" if written["no_dissent"] else ""
    return words


def initial_of(written_input):
    """What stands in the form of a stored text."""
    dissent = "none" if written_input.no_dissent else "some" if written_input.dissenting_views else ""
    return {
        "version": written_input.version,
        "focus_area": written_input.focus_area_id,
        "policy_question": written_input.policy_question_id,
        "title": written_input.title,
        "text": html_to_typed(written_input.text),
        "dissent": dissent,
        "dissenting_views": written_input.dissenting_views,
    }


class InviteToInputForm(forms.Form):
    """A coalition to be asked whether it stands behind the text too."""

    prefix = "invite"

    coalition = forms.ModelChoiceField(
        CoalitionPage.objects.none(), empty_label="Choose a coalition", label="Coalition"
    )

    def __init__(self, *args, written_input, **kwargs):
        super().__init__(*args, **kwargs)
        named = {row.coalition_id for row in written_input.coalitions.all() if row.answer != Answer.DECLINED}
        self.fields["coalition"].queryset = visible(CoalitionPage.objects.other_than(named)).order_by("title")
