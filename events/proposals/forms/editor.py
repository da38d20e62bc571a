"""The form in which a proposal is written: at any completeness, by several people, without overwriting anybody."""

import json
from dataclasses import dataclass

from django import forms

from coalitions.forms.fields import UtcDateTimeField
from coalitions.models import FocusArea, PolicyQuestion
from events.enums import MeetingFormat
from events.forms.fields import html_to_typed
from events.proposals.enums import ProposalKind
from events.proposals.forms.fields import LineField, MarkupField, TextField
from events.proposals.forms.rows import PeriodFormSet, SpeakerFormSet, near
from events.proposals.forms.written import NAMES, PLAIN, fingerprints, in_words, written_of

TIMES = ("time_1", "time_2", "time_3")
USUAL_MINUTES = 60


class NearMomentField(UtcDateTimeField):
    """A moment in UTC within a few years of today."""

    def clean(self, value):
        moment = super().clean(value)
        if moment is not None and not near(moment.year):
            raise forms.ValidationError("Look at the year again.")
        return moment


class ProposalForm(forms.Form):
    """The fields of a proposal that are there once. None is required: a draft is saved as it is."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="Kind of event", required=False, widget=forms.RadioSelect)
    title = LineField(
        label="Title",
        limit=160,
        help_text="Says what it is about to somebody who knows nothing of it. At most 160 characters.",
    )
    abstract = TextField(
        label="Abstract",
        limit=600,
        help_text="Two or three sentences for lists and calendars. At most 600 characters.",
    )
    description = MarkupField(
        label="Description",
        limit=6_000,
        rows=12,
        help_text=(
            "What you plan, how it goes, who should come. An empty line begins a new paragraph, a line that begins "
            "with “- ” is an item of a list, and web addresses become links. At most 6,000 characters."
        ),
    )
    focus_areas = forms.ModelMultipleChoiceField(FocusArea.objects.none(), required=False)
    policy_questions = forms.ModelMultipleChoiceField(PolicyQuestion.objects.none(), required=False)
    format = forms.ChoiceField(label="Format", choices=MeetingFormat.choices, required=False, widget=forms.RadioSelect)
    place = LineField(label="Place", limit=200, help_text="For a hybrid event or one on site: city and venue.")
    minutes = forms.IntegerField(
        label="Length in minutes",
        required=False,
        min_value=15,
        max_value=480,
        error_messages=dict.fromkeys(("min_value", "max_value"), "Between 15 and 480 minutes, please."),
    )
    time_1 = NearMomentField(label="First choice, in UTC", required=False)
    time_2 = NearMomentField(label="Second choice, in UTC", required=False)
    time_3 = NearMomentField(label="Third choice, in UTC", required=False)
    expected_outcome = TextField(
        label="Expected outcome",
        limit=1_500,
        help_text="What should be there afterwards: a statement, questions for the annual meeting, a list …",
    )
    accessibility = TextField(
        label="Accessibility",
        limit=1_000,
        help_text="What you provide: live captions, sign language, materials in advance, step-free access …",
    )
    languages = LineField(
        label="Languages", limit=160, help_text="For example “English, with interpretation into French”."
    )

    def __init__(self, *args, kinds, areas, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        # The rows are fetched already: what may be chosen is asked for once.
        cycle = areas[0].cycle_id if areas else None
        self.fields["focus_areas"].queryset = FocusArea.objects.in_cycle(cycle)
        self.fields["policy_questions"].queryset = PolicyQuestion.objects.in_cycle(cycle)
        # A person reads the labels beside the boxes; the values are all that is asked of these two fields.

    def clean_minutes(self):
        return self.cleaned_data["minutes"] or USUAL_MINUTES


@dataclass(frozen=True)
class Difference:
    """A part of a proposal that somebody has saved meanwhile. `untouched`: the reader had not changed it."""

    name: str
    label: str
    stored: list[str]
    mine: list[str]
    untouched: bool


class ProposalEditor:
    """The whole form of one proposal: its single fields, its rows, and what it had before it when it was opened.

    `proposal` is fetched `for_page`. Unbound it shows `written` (default: what is stored); bound, what was typed.
    """

    def __init__(self, proposal, data=None, *, written=None, more=""):
        self.proposal = proposal
        self.stored = written_of(proposal)
        self.areas = list(
            FocusArea.objects.in_cycle(proposal.call.cycle).in_order().prefetch_related("policy_questions")
        )
        self.differences = {}
        kinds = list(dict.fromkeys([*proposal.call.kinds_asked_for(), ProposalKind(proposal.kind)]))
        initial = self._initial(written or self.stored)
        self.form = ProposalForm(data, initial=initial, kinds=kinds, areas=self.areas)
        rows = {name: initial.pop(name) for name in ("unavailable_periods", "speakers")}
        self.periods = self._rows(PeriodFormSet, data, "periods", rows["unavailable_periods"], more)
        self.speakers = self._rows(SpeakerFormSet, data, "speakers", rows["speakers"], more)

    def _initial(self, written):
        areas, questions = written["topics"]
        return {
            "version": self.proposal.version,
            "seen": json.dumps(fingerprints(self.stored)),
            **{name: written[name] for name in PLAIN},
            "description": html_to_typed(written["description"]),
            "focus_areas": areas,
            "policy_questions": questions,
            **dict(zip(TIMES, written["preferred_times"], strict=False)),
            "unavailable_periods": [
                {"first_on": first, "last_on": None if first == last else last}
                for first, last in written["unavailable_periods"]
            ],
            "speakers": [
                dict(zip(("name", "affiliation", "email", "has_agreed"), speaker, strict=True))
                for speaker in written["speakers"]
            ],
        }

    @staticmethod
    def _rows(kind, data, prefix, initial, more):
        formset = kind(data, prefix=prefix, initial=None if data is not None else initial)
        # An empty row to begin with, and another one where it was asked for.
        formset.extra = 1 if more == prefix or not initial else 0
        return formset

    def is_valid(self):
        # All three are asked, so that every error is shown at once.
        return all([self.form.is_valid(), self.periods.is_valid(), self.speakers.is_valid()])

    @property
    def version(self):
        """The version whose reader filled the form in."""
        return self.form.cleaned_data["version"]

    def written(self):
        """What was typed, valid, as `Written`."""
        cleaned = self.form.cleaned_data
        questions = list(cleaned["policy_questions"])
        # A question stands for its focus area.
        areas = {area.pk for area in cleaned["focus_areas"]} | {question.focus_area_id for question in questions}
        written = {name: cleaned[name] for name in PLAIN}
        written["kind"] = cleaned["kind"] or self.stored["kind"]
        written["format"] = cleaned["format"] or self.stored["format"]
        written["topics"] = (tuple(sorted(areas)), tuple(sorted(question.pk for question in questions)))
        written["preferred_times"] = tuple(dict.fromkeys(cleaned[name] for name in TIMES if cleaned[name]))
        written["unavailable_periods"] = tuple(sorted(set(self.periods.rows())))
        written["speakers"] = tuple(self.speakers.rows())
        return {name: written[name] for name in NAMES}

    def taking(self, names):
        """What was typed, but what is stored for the names in `names`."""
        return self.written() | {name: self.stored[name] for name in names if name in NAMES}

    def beside(self, proposal):
        """The form again, when `proposal` is what somebody else has saved meanwhile: both versions of what differs.

        What the writer had not touched is taken over from there; for everything else their own text stands in the
        fields.
        """
        mine, seen = self.written(), self._seen()
        found = ProposalEditor(proposal)
        differences, merged = {}, dict(mine)
        for name, label in NAMES.items():
            is_untouched = seen.get(name) == fingerprints(mine)[name]
            is_unchanged = seen.get(name) == fingerprints(found.stored)[name]
            if mine[name] == found.stored[name] or is_unchanged:
                continue
            if is_untouched:
                merged[name] = found.stored[name]
            words = [in_words(name, value, self.areas) for value in (found.stored[name], mine[name])]
            differences[name] = Difference(name, label, *words, untouched=is_untouched)
        editor = ProposalEditor(proposal, written=merged)
        editor.differences = differences
        return editor

    def _seen(self):
        try:
            seen = json.loads(self.form.cleaned_data["seen"])
        except ValueError:
            return {}
        return seen if isinstance(seen, dict) else {}

    def topics(self):
        """Focus areas as they are to be ticked: (area, is ticked, [(question, is ticked)])."""
        areas = {str(value) for value in self.form["focus_areas"].value() or ()}
        questions = {str(value) for value in self.form["policy_questions"].value() or ()}
        return [
            (
                area,
                str(area.pk) in areas,
                [(question, str(question.pk) in questions) for question in area.policy_questions.all()],
            )
            for area in self.areas
        ]

    def times(self):
        return [self.form[name] for name in TIMES]

    def errors(self):
        """Every error of a bound form, as (id of the field, label, text), in the order of the form."""
        if not self.form.is_bound:
            return []
        found = [("", "", text) for text in self.form.non_field_errors()]
        for field in self.form:
            found += [(field.id_for_label or f"id_{field.html_name}", field.label, text) for text in field.errors]
        for rows in (self.periods, self.speakers):
            found += [(rows.prefix, "", text) for text in rows.non_form_errors()]
            for form in rows.forms:
                found += [(field.id_for_label, field.label, text) for field in form for text in field.errors]
        return found
