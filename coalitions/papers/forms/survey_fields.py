"""From a survey's questions to the fields of a form, and from what was typed to answers: our own form builder."""

import dataclasses

from django import forms
from wagtail.contrib.forms.forms import FormBuilder

from coalitions.forms.fields import AddressField, LineField, TextField
from coalitions.papers.enums import CHOSEN, QuestionKind
from coalitions.papers.models.survey_question import SCALE

PREFIX = "q-"
# The value of the choice "other".
OTHER = "__other__"
LARGEST = 1_000_000_000
NO_ANSWER = ("", "No answer")


class SurveyFormBuilder(FormBuilder):
    """Wagtail's form builder with the kinds of a survey. Some questions become several fields."""

    def create_line_field(self, question, options):
        return LineField(limit=question.most, **options)

    def create_text_field(self, question, options):
        return TextField(limit=question.most, rows=5, **options)

    def create_email_field(self, question, options):
        return AddressField(**options)

    def create_number_field(self, question, options):
        most = question.most or LARGEST
        said = f"A whole number from 0 to {most:,}, please."
        return forms.IntegerField(
            min_value=0,
            max_value=most,
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), said),
            **options,
        )

    def create_scale_field(self, question, options):
        choices = [(str(number), str(number)) for number in SCALE]
        return self._radios(question, choices, options)

    def create_bands_field(self, question, options):
        return self._radios(question, [(option, option) for option in question.options], options)

    def create_one_field(self, question, options):
        choices = [(option, option) for option in question.options]
        if question.allows_other:
            choices.append((OTHER, "Other"))
        return self._radios(question, choices, options)

    def create_several_field(self, question, options):
        choices = [(option, option) for option in question.options]
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **options)

    def create_matrix_field(self, question, options):
        choices = [(column, column) for column in question.column_options]
        return self._radios(question, choices, options)

    @staticmethod
    def _radios(question, choices, options):
        choices = choices if question.required else [*choices, NO_ANSWER]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **options)

    def get_field_options(self, question):
        # None is required by its field: a draft is saved as it is, and what is not asked is not asked for.
        return {"label": question.label, "help_text": question.help_text, "required": False}

    @property
    def formfields(self):
        fields = {}
        for question in self.fields:
            if question.is_heading:
                continue
            create, name = self.get_create_field_function(question.field_type), f"{PREFIX}{question.name}"
            if question.field_type == QuestionKind.MATRIX:
                for place, row in enumerate(question.options):
                    options = self.get_field_options(question) | {"label": row, "help_text": ""}
                    fields[f"{name}-{place}"] = create(question, options)
                continue
            fields[name] = create(question, self.get_field_options(question))
            if question.field_type in CHOSEN and question.allows_other:
                fields[f"{name}-other"] = LineField(limit=200, label=f"Other: {question.label}")
        return fields


@dataclasses.dataclass
class Entry:
    """One question as the form shows it."""

    question: object
    number: int | None = None  # headings have none
    field: object = None  # None for headings and tables
    other: object = None
    rows: list = dataclasses.field(default_factory=list)
    condition: str = ""
    conflict: object = None
    stored: list = dataclasses.field(default_factory=list)  # with a conflict: what the other one saved, in words

    @property
    def anchor(self):
        return f"question-{self.question.name}"

    @property
    def errors(self):
        fields = [self.field, self.other, *self.rows]
        return [error for bound in fields if bound is not None for error in bound.errors]


def initial_of(questions, answers):
    """The initial values of the fields, from answers as they are kept."""
    initial = {}
    for question in questions:
        value, name = answers.get(question.name), f"{PREFIX}{question.name}"
        if value is None or question.is_heading:
            continue
        if question.field_type == QuestionKind.MATRIX:
            for place, row in enumerate(question.options):
                initial[f"{name}-{place}"] = value.get(row, "")
        elif question.field_type in CHOSEN:
            chosen = value["chosen"]
            initial[f"{name}-other"] = value["other"]
            if question.field_type == QuestionKind.SEVERAL:
                initial[name] = chosen
            else:
                initial[name] = chosen[0] if chosen else OTHER
        else:
            initial[name] = str(value) if question.field_type == QuestionKind.SCALE else value
    return initial


def answer_of(question, cleaned):
    """What was typed as the answer to a question, as it is kept; None for nothing. Raises ValidationError."""
    name = f"{PREFIX}{question.name}"
    if question.field_type == QuestionKind.MATRIX:
        given = {row: cleaned.get(f"{name}-{place}") for place, row in enumerate(question.options)}
        return {row: column for row, column in given.items() if column} or None
    value = cleaned.get(name)
    if question.field_type not in CHOSEN:
        if question.field_type == QuestionKind.SCALE:
            return int(value) if value else None
        return value if value not in ("", None) else None
    other = cleaned.get(f"{name}-other") or ""
    if question.field_type == QuestionKind.SEVERAL:
        chosen = [option for option in question.options if option in value]
        if question.limit and len(chosen) + bool(other) > question.limit:
            raise forms.ValidationError(f"Choose at most {question.limit}.")
    else:
        chosen = [value] if value and value != OTHER else []
        if chosen and other:
            raise forms.ValidationError("Choose one of the options, or “Other” and say what; not both.")
    return {"chosen": chosen, "other": other} if chosen or other else None
