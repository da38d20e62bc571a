"""A report to import, and what was understood of it."""

import datetime
import hashlib
from dataclasses import astuple, dataclass, replace

from django import forms
from django.core import signing

from coalitions.document_text.reader import DocumentError, Line, read_document
from coalitions.forms.fields import UtcDateTimeField
from coalitions.models import CoalitionPage
from coalitions.sanitize import SanitizeError, plain_text
from events.enums import ActionKind, Capacity, MeetingFormat, Owner
from events.forms.fields import ReasonField
from events.import_targets import target_of
from events.importers import Confirmed, conclusion_rows, default_times, report_blocks, resolve_coalitions
from events.likeness import same_conclusions
from events.models import ActionItem, MeetingIndexPage
from events.report_text.parser import parse_report

MAX_SEALED = 1_500_000  # characters; what a browser sends back with the preview, below Django's limit for a form
MAX_PEOPLE, MAX_CONCLUSIONS = 1_000, 300
MAX_DIGITS = 6
SEAL_AGE = datetime.timedelta(days=1)
# Several coalitions are chosen at the action item itself, once it is there.
OWNERS = [(value, label) for value, label in Owner.choices if value != Owner.SOME_COALITIONS]


@dataclass(frozen=True)
class SealedReport:
    """A file as it was read. The browser carries it from the preview to the import and cannot change it."""

    digest: str
    lines: tuple[Line, ...]

    @classmethod
    def of_file(cls, data, filename):
        """Raises DocumentError, with a sentence for the sender, for a file that cannot be read as a report."""
        return cls(hashlib.sha256(data).hexdigest(), tuple(read_document(data, filename)))

    @classmethod
    def unseal(cls, token, user):
        """The report in a token that was made for this account within the last day, else None."""
        try:
            digest, lines = signing.loads(token, salt=f"events.report.{user.pk}", max_age=SEAL_AGE)
        except signing.BadSignature:
            return None
        return cls(digest, tuple(Line(*line[:-1], cells=tuple(line[-1])) for line in lines))

    def seal(self, user):
        """The token. Raises DocumentError for a text longer than any summary report."""
        value = [self.digest, [astuple(line) for line in self.lines]]
        token = signing.dumps(value, salt=f"events.report.{user.pk}", compress=True)
        if len(token) > MAX_SEALED:
            raise DocumentError("This text is longer than any summary report; please send only the report itself.")
        return token

    def parsed(self):
        """What is understood of it. Raises DocumentError for a list or a text longer than any meeting's."""
        report = parse_report(self.lines)
        if len(report.participants) > MAX_PEOPLE or len(report.conclusions) > MAX_CONCLUSIONS:
            raise DocumentError(
                f"At most {MAX_PEOPLE:,} people and {MAX_CONCLUSIONS} conclusions can be imported at once."
            )
        # What cannot be cleaned is refused here, before anything is shown.
        report_blocks(report)
        conclusion_rows(report.conclusions)
        return report


class ReportUploadForm(forms.Form):
    """A summary report, as a file or pasted, and the series it belongs to. Valid: `sealed` and `token` are there."""

    series = forms.ModelChoiceField(MeetingIndexPage.objects.none(), empty_label=None)
    file = forms.FileField(
        required=False,
        label="The report's file",
        help_text="Plain text (.txt), Markdown (.md) or Word (.docx), at most 5 MB.",
        widget=forms.FileInput(attrs={"accept": ".txt,.md,.markdown,.docx"}),
    )
    text = forms.CharField(
        required=False, strip=False, label="Or its text, pasted", widget=forms.Textarea(attrs={"rows": 8})
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["series"].queryset = MeetingIndexPage.objects.open_to_reports_of(user).by_title()

    def clean(self):
        cleaned = super().clean()
        file, text = cleaned.get("file"), cleaned.get("text", "")
        if self.errors:
            return cleaned
        if bool(file) == bool(text.strip()):
            raise forms.ValidationError("Choose the report's file or paste its text, one of the two.")
        field = "file" if file else "text"
        try:
            data, name = (file.read(), file.name) if file else (text.encode(), "pasted.txt")
            self.sealed = SealedReport.of_file(data, name)
            self.report = self.sealed.parsed()
            self.token = self.sealed.seal(self.user)
        except (DocumentError, SanitizeError, UnicodeEncodeError) as error:
            message = "This text holds characters that no text has." if isinstance(error, UnicodeError) else str(error)
            self.add_error(field, message)
        return cleaned


class ReportPreviewForm(forms.Form):
    """What was understood of a report, to be corrected in place before it becomes a draft.

    Fields `person-N` (coalition) and `kind-N`, `owner-N`, `due-N`, `tba-N` stand for the participants and conclusions;
    `same-N` for the earlier action item that a conclusion words anew, where the meeting has some.
    """

    report = forms.CharField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    series = forms.ModelChoiceField(MeetingIndexPage.objects.none(), empty_label=None)
    number = forms.IntegerField(min_value=1, max_value=100_000)
    starts_at = UtcDateTimeField(label="Starts (UTC)")
    ends_at = UtcDateTimeField(label="Ends (UTC)")
    format = forms.ChoiceField(choices=MeetingFormat.choices)
    place = ReasonField(required=False, max_length=200, help_text="For hybrid and on-site meetings.")

    def __init__(self, data=None, *, parsed, user, series=None, token=""):
        self.parsed, self.user = parsed, user
        self.times_are_assumed = False
        super().__init__(data)
        self.fields["series"].queryset = MeetingIndexPage.objects.open_to_reports_of(user).by_title()
        if data is not None:
            try:
                series = self.fields["series"].clean(data.get("series"))
            except forms.ValidationError:
                series = None
        self.initial = {"report": token, "series": series, "number": parsed.number, **self._meeting_facts(series)}
        self.earlier = self._earlier_items(series, parsed.number if data is None else data.get("number"))
        self._add_people()
        self._add_conclusions()

    def _meeting_facts(self, series):
        target = target_of(series, self.parsed.number, self.user) if series and self.parsed.number else None
        meeting = target and target.meeting and target.meeting.get_latest_revision_as_object()
        facts = {
            "format": self.parsed.format or MeetingFormat.ONLINE,
            "place": "",
            "seen": target.key if target else "",
        }
        if meeting:
            facts |= {"starts_at": meeting.starts_at, "ends_at": meeting.ends_at, "place": meeting.place}
        elif self.parsed.held_on:
            self.times_are_assumed = True
            facts["starts_at"], facts["ends_at"] = default_times(self.parsed.held_on)
        return facts

    def _earlier_items(self, series, number):
        """The action items that the meeting of this number has already."""
        known = series and str(number or "").isdecimal() and len(str(number)) <= MAX_DIGITS
        target = target_of(series, int(number), self.user) if known else None
        return list(ActionItem.objects.of_meeting(target.meeting).in_order()) if target and target.meeting else []

    def _add_people(self):
        choices = [("", "No coalition")]
        choices += [(str(row.pk), str(row)) for row in CoalitionPage.objects.sorted_by("name").defer_streamfields()]
        for place, coalition_id in enumerate(resolve_coalitions(self.parsed.participants)):
            self.fields[f"person-{place}"] = forms.ChoiceField(choices=choices, required=False)
            self.initial[f"person-{place}"] = str(coalition_id or "")

    def _add_conclusions(self):
        for place, conclusion in enumerate(self.parsed.conclusions):
            self.fields[f"kind-{place}"] = forms.ChoiceField(label="Kind", choices=ActionKind.choices)
            self.fields[f"owner-{place}"] = forms.ChoiceField(label="Owner", choices=OWNERS, required=False)
            self.fields[f"due-{place}"] = forms.DateField(
                label="Deadline (23:59 UTC)",
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )
            self.fields[f"tba-{place}"] = forms.BooleanField(label="To be announced", required=False)
            self.initial |= {
                f"kind-{place}": conclusion.kind,
                f"owner-{place}": conclusion.owner,
                f"due-{place}": conclusion.due_on,
                f"tba-{place}": conclusion.due_tba,
            }

        if self.earlier:
            self._add_earlier_items()

    def _add_earlier_items(self):
        choices = [("", "None: it is new"), *((str(item.pk), item.headline) for item in self.earlier)]
        pairs = same_conclusions(
            [(item.kind, plain_text(item.text)) for item in self.earlier],
            [(conclusion.kind, plain_text(conclusion.html)) for conclusion in self.parsed.conclusions],
        )
        for place in range(len(self.parsed.conclusions)):
            self.fields[f"same-{place}"] = forms.ChoiceField(
                label="Same as the earlier conclusion", choices=choices, required=False
            )
            self.initial[f"same-{place}"] = str(self.earlier[pairs[place]].pk) if place in pairs else ""
        if self.is_bound and "same-0" not in self.data:  # another series or number was chosen: the guess is new too
            self.data = self.data.copy()
            self.data.update({name: value for name, value in self.initial.items() if name.startswith("same-")})

    @property
    def people(self):
        """(participant, the capacity in words, field of the coalition) in order."""
        return [
            (person, Capacity(person.capacity).label, self[f"person-{place}"])
            for place, person in enumerate(self.parsed.participants)
        ]

    @property
    def conclusions(self):
        """(conclusion, fields of kind, owner, deadline, "to be announced" and the earlier item) in order."""
        names = ("kind", "owner", "due", "tba", *(["same"] if self.earlier else []))
        return [
            (conclusion, [self[f"{name}-{place}"] for name in names])
            for place, conclusion in enumerate(self.parsed.conclusions)
        ]

    def clean(self):
        cleaned = super().clean()
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", "A meeting ends after it starts.")
        if cleaned.get("format") == MeetingFormat.ON_SITE and not cleaned.get("place"):
            self.add_error("place", "Say where an on-site meeting takes place.")
        for place in range(len(self.parsed.conclusions)):
            if cleaned.get(f"due-{place}") and cleaned.get(f"tba-{place}"):
                self.add_error(f"tba-{place}", "A deadline is either set or to be announced, not both.")
            same = cleaned.get(f"same-{place}")
            if same and same in [cleaned.get(f"same-{before}") for before in range(place)]:
                self.add_error(f"same-{place}", "Another conclusion above is the same as this earlier one already.")
        return cleaned

    @property
    def corrected(self):
        """Whether anything was changed of what was understood."""
        return bool(set(self.changed_data) - {"report", "seen", "series"})

    def corrected_report(self):
        """The parsed report with the corrections. Only for a valid form."""
        values = self.cleaned_data
        conclusions = [
            replace(
                conclusion,
                kind=values[f"kind-{place}"],
                owner=values[f"owner-{place}"],
                due_on=values[f"due-{place}"],
                due_tba=values[f"tba-{place}"],
            )
            for place, conclusion in enumerate(self.parsed.conclusions)
        ]
        return replace(self.parsed, number=values["number"], format=values["format"], conclusions=conclusions)

    def confirmed(self):
        """What the person settled beyond what is printed. Only for a valid form."""
        values = self.cleaned_data
        chosen = [values[f"person-{place}"] for place in range(len(self.parsed.participants))]
        return Confirmed(
            starts_at=values["starts_at"],
            ends_at=values["ends_at"],
            place=values["place"],
            coalition_ids=tuple(int(value) if value else None for value in chosen),
            same_items=self._same_items(),
        )

    def _same_items(self):
        if not self.earlier:
            return None
        chosen = [self.cleaned_data[f"same-{place}"] for place in range(len(self.parsed.conclusions))]
        return tuple(int(value) if value else None for value in chosen)
