"""The forms of surveys: of a coalition, written together; of a visitor; of the Secretariat; and of the editor."""

import json
import uuid

from django import forms
from wagtail.contrib.forms.forms import WagtailAdminFormPageForm

from coalitions.enums import Region, StakeholderGroup
from coalitions.fingerprint import fingerprint
from coalitions.forms.fields import AddressField, LineField, TextField, UtcDateTimeField
from coalitions.forms.public import PublicForm
from coalitions.models.membership import check_name
from coalitions.papers.enums import QuestionKind
from coalitions.papers.forms.survey_fields import (
    PREFIX,
    Entry,
    SurveyFormBuilder,
    answer_of,
    initial_of,
)
from coalitions.papers.models.survey_question import WITH_OPTIONS, asked, lines_of, unanswered

NOT_SAID = [("", "I’d rather not say")]
LONGEST_SEEN = 100_000  # characters of a hidden field


class AnswersForm(forms.Form):
    """The questions of a survey. `questions` in their order, headings included; `answers` as they are kept."""

    everything = False  # whether what is required must be there

    def __init__(self, data=None, *, questions, answers=None, **kwargs):
        self.questions, self.answers = list(questions), answers or {}
        initial = kwargs.pop("initial", {}) | initial_of(self.questions, self.answers)
        super().__init__(data, initial=initial, label_suffix="", **kwargs)
        self.fields.update(SurveyFormBuilder(self.questions).formfields)

    def clean(self):
        self.typed = {}
        cleaned = super().clean()
        for question in self.questions:
            if question.is_heading:
                continue
            try:
                self.typed[question.name] = answer_of(question, self.cleaned_data)
            except forms.ValidationError as error:
                self.add_error(f"{PREFIX}{question.name}", error)
        if self.everything:
            for question in unanswered(self.questions, self.typed):
                place = f"{PREFIX}{question.name}"
                place = f"{place}-0" if question.field_type == QuestionKind.MATRIX else place
                if place not in self.errors:
                    self.add_error(place, "Please answer this.")
        return cleaned

    def entries(self, conflicts=()):
        """The questions as the page shows them, numbered."""
        labels, number = {question.name: question.label for question in self.questions}, 0
        for question in self.questions:
            if question.is_heading:
                yield Entry(question)
                continue
            number += 1
            name = f"{PREFIX}{question.name}"
            is_table = question.field_type == QuestionKind.MATRIX
            entry = Entry(question, number, condition=question.condition(labels))
            if is_table:
                entry.rows = [self[f"{name}-{place}"] for place in range(len(question.options))]
            else:
                entry.field = self[name]
                entry.other = self[f"{name}-other"] if f"{name}-other" in self.fields else None
            if question.name in conflicts:
                entry.conflict = conflicts[question.name]
                entry.stored = question.in_words(entry.conflict.stored)
            yield entry

    def problems(self):
        """(anchor, question's label, error) of everything that is wrong, for the summary on top."""
        found = [("", "", error) for error in self.non_field_errors()]
        for entry in self.entries():
            found += [(entry.anchor, entry.question.label, error) for error in entry.errors]
        own = [name for name in self.errors if not name.startswith(PREFIX) and name != "__all__"]
        return [
            *found,
            *((self[name].auto_id, self[name].label, error) for name in own for error in self.errors[name]),
        ]


class CoalitionAnswersForm(AnswersForm):
    """A coalition's answer. `seen`: what was stored when the form was opened, as fingerprints."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, questions, answers=None, stored=None, **kwargs):
        stored = answers or {} if stored is None else stored
        names = [question.name for question in questions if not question.is_heading]
        marks = json.dumps({name: fingerprint(stored.get(name)) for name in names})
        super().__init__(data, questions=questions, answers=answers, initial={"seen": marks}, **kwargs)

    @property
    def marks(self):
        """What the form was filled in beside: question's short name → fingerprint. {} for what is not ours."""
        text = self.cleaned_data.get("seen", "")
        try:
            found = json.loads(text) if len(text) <= LONGEST_SEEN else {}
        except (ValueError, RecursionError):
            found = {}
        return found if isinstance(found, dict) else {}


class VisitorAnswersForm(AnswersForm, PublicForm):
    """Somebody's answer: the questions, and as much about themselves as they like."""

    everything = True

    key = forms.UUIDField(required=False, initial=uuid.uuid4, widget=forms.HiddenInput)
    name = LineField(limit=160, label="Name (optional)", validators=[check_name])
    email = AddressField(
        label="E-mail address (optional)",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Never shown. If you give one we send a link there, and your answer counts once you have confirmed.",
    )
    group = forms.ChoiceField(
        label="Stakeholder group (optional)", required=False, choices=[*NOT_SAID, *StakeholderGroup.choices]
    )
    region = forms.ChoiceField(label="Region (optional)", required=False, choices=[*NOT_SAID, *Region.choices])

    def said(self):
        """What `answer_survey` takes."""
        about = {name: self.cleaned_data.get(name, "") for name in ("name", "email", "group", "region")}
        return {**about, "key": self.cleaned_data.get("key") or uuid.uuid4(), "answers": self.typed}

    def not_asked(self):
        """What was typed into questions that are not asked of who answers like this: said, not counted."""
        names = {question.name for question in asked(self.questions, self.typed)}
        return [one for one in self.questions if self.typed.get(one.name) is not None and one.name not in names]


class ExtendSurveyForm(forms.Form):
    """A later deadline for a survey, and why."""

    to = UtcDateTimeField(label="New deadline (UTC)")
    reason = LineField(limit=300, label="Reason", required=True, help_text="Public: it stands beside the deadline.")


class SurveyReasonForm(forms.Form):
    """Why a step is taken with an answer."""

    reason = TextField(limit=1_000, label="Reason", help_text="Only the Secretariat reads it.")

    def __init__(self, *args, needed=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needed


class SurveyPageForm(WagtailAdminFormPageForm):
    """A survey in the admin: conditions name what was asked before, and what was answered is not taken out."""

    def clean(self):
        cleaned = super().clean()
        formset = self.formsets.get("questions")
        if formset is None:
            return cleaned
        before, rows = {}, []
        for form in formset.forms:
            if not hasattr(form, "cleaned_data") or form.cleaned_data.get("DELETE"):
                if form.instance.pk and self.instance.has_answers_to(form.instance.clean_name):
                    self.add_error(None, f"“{form.instance.label}” has answers and stays: reword it instead.")
                continue
            rows.append((form.cleaned_data.get("ORDER") or 0, form))
        for _order, form in sorted(rows, key=lambda row: row[0]):
            question = form.instance
            if question.only_if and not form.errors:
                self._check_condition(form, before.get(question.only_if), lines_of(question.only_if_is))
            before[question.clean_name or question.get_field_clean_name()] = question
        return cleaned

    @staticmethod
    def _check_condition(form, earlier, wanted):
        if earlier is None or earlier.field_type not in WITH_OPTIONS or earlier.field_type == QuestionKind.MATRIX:
            form.add_error("only_if", "No earlier question with options has this short name.")
        elif not set(wanted) <= set(earlier.options):
            form.add_error(
                "only_if_is", f"Not among its options: {', '.join(sorted(set(wanted) - set(earlier.options)))}"
            )
