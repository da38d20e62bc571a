import re

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.forms.models import AbstractFormField

from coalitions.papers.enums import CHOSEN, QuestionKind

LONGEST_TEXT = 10_000
USUAL_LENGTH = {QuestionKind.LINE: 200, QuestionKind.TEXT: 2_000, QuestionKind.EMAIL: 254}
SCALE = range(1, 11)
MOST_OPTIONS = 40
# Questions that answer to options their editors write.
WITH_OPTIONS = (*CHOSEN, QuestionKind.MATRIX)


def lines_of(text):
    """The lines of a text that are not empty, each once."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


class SurveyQuestion(AbstractFormField):
    """A question of a survey, or the heading of a section. `clean_name` is what its answers are kept under, for good.

    An answer is kept as JSON holds it: text for words, a whole number, a list of options with a text for "other"
    (`{"chosen": […], "other": ""}`), or for a table its columns by row. An empty answer is None.
    """

    page = ParentalKey("papers.SurveyPage", on_delete=models.CASCADE, related_name="questions")
    field_type = models.CharField("kind", max_length=16, choices=QuestionKind.choices, default=QuestionKind.TEXT)
    required = models.BooleanField(default=False)
    help_text = models.CharField("explanation", max_length=400, blank=True)
    columns = models.TextField(blank=True)
    allows_other = models.BooleanField("with “other”", default=False)
    limit = models.PositiveIntegerField("at most", null=True, blank=True)
    only_if = models.CharField("only if", max_length=255, blank=True)
    only_if_is = models.TextField("is answered with", blank=True)
    is_public = models.BooleanField("in the results", default=True)

    panels = [
        FieldRowPanel(
            [
                FieldPanel("field_type"),
                FieldPanel("required"),
                FieldPanel(
                    "is_public", help_text=("Not for names and addresses: e-mail addresses are never shown anyway.")
                ),
            ]
        ),
        FieldPanel("label", heading="Question", help_text="Once there are answers it can be reworded, not changed."),
        FieldPanel("help_text"),
        FieldPanel(
            "choices",
            heading="Options",
            help_text=(
                "One a line. For bands the first number of each: 0, 11 and 51 make “0–10”, “11–50”, “51 or more”. "
                "For a scale what its two ends mean. For a table its rows."
            ),
        ),
        FieldPanel("columns", help_text="For a table: what can be chosen in each row, one a line."),
        FieldRowPanel(
            [
                FieldPanel("allows_other", help_text="A line for what is not among the options."),
                FieldPanel("limit", help_text="Characters of a text, largest number, or how many are chosen."),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel("only_if", help_text="The short name of an earlier question with options."),
                FieldPanel("only_if_is", help_text="The options with which this one is asked, one a line."),
            ]
        ),
        FieldPanel(
            "clean_name",
            heading="Short name",
            help_text=("Small letters, numbers and _. Made from the question if it is left empty; stays as it is."),
        ),
    ]

    class Meta(AbstractFormField.Meta):
        verbose_name = "question"
        constraints = [models.UniqueConstraint(fields=["page", "clean_name"], name="question_name_once_per_survey")]

    def __str__(self):
        return self.label

    def clean(self):
        super().clean()
        errors = {}
        if self.clean_name and not re.fullmatch(r"[a-z][a-z0-9_]{0,60}", self.clean_name):
            errors["clean_name"] = "Small letters, numbers and _, beginning with a letter, at most 61."
        if len(lines_of(self.choices)) > MOST_OPTIONS or len(lines_of(self.columns)) > MOST_OPTIONS:
            errors["choices"] = f"At most {MOST_OPTIONS} options."
        elif problem := self._wrong_with_options():
            errors["choices"] = problem
        if self.field_type == QuestionKind.MATRIX and len(lines_of(self.columns)) < 2:
            errors["columns"] = "A table needs at least two columns, one a line."
        if self.limit is not None and not 1 <= self.limit <= LONGEST_TEXT:
            errors["limit"] = f"Between 1 and {LONGEST_TEXT:,}."
        if bool(self.only_if) != bool(lines_of(self.only_if_is)):
            errors["only_if_is"] = "A condition names a question and the options that meet it."
        if errors:
            raise ValidationError(errors)
        self._keep_what_was_answered()

    def _wrong_with_options(self):
        """What is wrong with the options, as a sentence; "" if nothing is."""
        lines = lines_of(self.choices)
        if self.field_type == QuestionKind.BANDS:
            if not all(line.isascii() and line.isdigit() and len(line) < 10 for line in lines) or len(lines) < 2:
                return "Give the first number of each band, one a line; at least two."
            if sorted(map(int, lines)) != [int(line) for line in lines]:
                return "Begin with the smallest number and let each be larger than the one before it."
        elif self.field_type in WITH_OPTIONS and len(lines) < (1 if self.field_type == QuestionKind.MATRIX else 2):
            return "Give the options, one a line; at least two."
        elif self.field_type == QuestionKind.SCALE and len(lines) not in (0, 2):
            return "Say what both ends mean, one a line, or nothing."
        return ""

    def _keep_what_was_answered(self):
        """Refuse what would change the meaning of answers that are there already."""
        stored = SurveyQuestion.objects.filter(pk=self.pk).first() if self.pk else None
        if stored is None or not stored.page.has_answers_to(stored.clean_name):
            return
        errors = {}
        if stored.field_type != self.field_type:
            errors["field_type"] = "It has answers: it can be reworded, but not change its kind."
        if stored.clean_name != self.clean_name:
            errors["clean_name"] = "It has answers, which are kept under this name."
        kept_text = stored.field_type == QuestionKind.BANDS
        if stored.field_type in WITH_OPTIONS and (
            lines_of(stored.choices) != lines_of(self.choices)
            if kept_text
            else not set(lines_of(stored.choices)) <= set(lines_of(self.choices))
        ):
            errors["choices"] = "It has answers: options can be added, but those that are there stay as they are."
        if not set(lines_of(stored.columns)) <= set(lines_of(self.columns)):
            errors["columns"] = "It has answers: columns can be added, but those that are there stay as they are."
        if errors:
            raise ValidationError(errors)

    @property
    def is_heading(self):
        return self.field_type == QuestionKind.SECTION

    @property
    def name(self):
        """What its answers are kept under; also before it is saved, for a preview."""
        return self.clean_name or self.get_field_clean_name()

    @property
    def options(self):
        """What can be chosen, in the editors' order; of bands, what they come to; of a table, its rows."""
        lines = lines_of(self.choices)
        if self.field_type != QuestionKind.BANDS:
            return lines
        # A preview may hold what the editor has not put right yet.
        starts = [int(line) for line in lines if line.isascii() and line.isdigit() and len(line) < 10]
        ends = [start - 1 for start in starts[1:]]
        closed = [
            str(first) if first == last else f"{first}–{last}" for first, last in zip(starts, ends, strict=False)
        ]
        return [*closed, f"{starts[-1]} or more"] if starts else []

    @property
    def column_options(self):
        return lines_of(self.columns)

    @property
    def most(self):
        """The longest text, in characters; the largest number; how many may be chosen. None: no limit."""
        return self.limit or USUAL_LENGTH.get(self.field_type)

    @property
    def ends(self):
        """What 1 and 10 of a scale mean, or None."""
        lines = lines_of(self.choices)
        return tuple(lines) if self.field_type == QuestionKind.SCALE and len(lines) == 2 else None

    def is_asked(self, answers):
        """Whether it is asked of somebody with these answers."""
        if not self.only_if:
            return True
        given = answers.get(self.only_if)
        chosen = given.get("chosen", []) if isinstance(given, dict) else []
        return bool(set(chosen) & set(lines_of(self.only_if_is)))

    def condition(self, labels):
        """When it is asked, as a sentence; "" for always. `labels`: short name → question."""
        if not self.only_if:
            return ""
        wanted = " or ".join(f"“{option}”" for option in lines_of(self.only_if_is))
        return f"Only if you answered {wanted} to: {labels.get(self.only_if, self.only_if)}"

    def in_words(self, value):
        """An answer as people read it: lines. [] for none."""
        if value is None:
            return []
        if self.field_type == QuestionKind.MATRIX:
            return [f"{row}: {column}" for row, column in value.items()]
        if self.field_type in CHOSEN:
            return [*value["chosen"], *([f"Other: {value['other']}"] if value["other"] else [])]
        return str(value).split("\n")


def asked(questions, answers):
    """Those of the questions (headings left out) that are asked of somebody with these answers."""
    return [question for question in questions if not question.is_heading and question.is_asked(answers)]


def unanswered(questions, answers):
    """The required questions that are asked and have no answer yet."""
    return [
        question for question in asked(questions, answers) if question.required and answers.get(question.name) is None
    ]


def answers_to_what_was_asked(questions, answers):
    """The answers, without those to questions that are not asked of somebody who answers like this."""
    names = {question.name for question in asked(questions, answers)}
    return {name: value for name, value in answers.items() if name in names and value is not None}
