"""What coordinators write: a request for a slot, and the annual report."""

from coalitions.activity.forms.versions import VersionedForm
from coalitions.activity.sections import report_parts
from coalitions.forms.fields import LineField, TextField

LONGEST_PART = 12_000


class SlotRequestForm(VersionedForm):
    """A request for a slot, begun from the evidence the portal holds."""

    title = LineField(label="Working title of the session", limit=160, required=True)
    purpose = TextField(
        label="What the session is for", limit=4_000, rows=6, required=True, help_text="What participants take home."
    )
    evidence = TextField(
        label="What your coalition did since the last annual meeting",
        limit=8_000,
        rows=10,
        required=True,
        help_text="Begun from what this portal holds; change it as you like.",
    )
    needs = TextField(
        label="What the session needs",
        limit=2_000,
        rows=3,
        help_text="For example captions, a room that is accessible, remote speakers.",
    )

    @property
    def written(self):
        """What `services.send_slot_request` saves."""
        return {name: self.cleaned_data[name] for name in ("title", "purpose", "evidence", "needs")}


def slot_form(request, evidence, data=None):
    """The form of a SlotRequest that is stored, or of a new one that begins with `evidence`."""
    if request is None:
        return SlotRequestForm(data, initial={"version": 0, "evidence": evidence})
    names = ("version", "title", "purpose", "evidence", "needs")
    return SlotRequestForm(data, initial={name: getattr(request, name) for name in names})


class AnnualReportForm(VersionedForm):
    """A report: its title, a text for each part, and dissenting views."""

    title = LineField(label="Title", limit=200, required=True)

    def __init__(self, data=None, *, report):
        self.report = report
        initial = {
            "version": report.version,
            "title": report.title,
            "dissenting_views": report.dissenting_views,
            **{f"part_{part['key']}": part["text"] for part in report.parts},
        }
        super().__init__(data, initial=initial)
        for part in report.parts:
            known = report_parts.get(part["key"])
            self.fields[f"part_{part['key']}"] = TextField(
                label=part["title"], limit=LONGEST_PART, rows=8, help_text=known.hint if known else ""
            )
        self.fields["dissenting_views"] = TextField(
            label="Dissenting views",
            limit=LONGEST_PART,
            help_text="Minority or dissenting views. Leave it empty only if none were expressed.",
        )

    @property
    def texts(self):
        """{key of a part: its text}"""
        return {part["key"]: self.cleaned_data[f"part_{part['key']}"] for part in self.report.parts}

    def again(self, data):
        return AnnualReportForm(data, report=self.report)
