"""What the Secretariat's steps with drafts and stages ask for."""

from django import forms
from django.core import signing
from django.utils import timezone

from coalitions.document_text.reader import DocumentError, read_document
from coalitions.forms.fields import LineField, TextField, UtcDateTimeField
from coalitions.papers.enums import DraftKind
from coalitions.sanitize import SanitizeError, clean_html, plain_text

SALT = "papers.import"
SEAL_AGE = 24 * 3600
MAX_SEALED = 2_500_000  # characters that a browser sends back with the preview
MOST_BLOCKS = 2_000


class MoveForm(forms.Form):
    """A later deadline, and why."""

    to = UtcDateTimeField(label="New deadline (UTC)")
    reason = LineField(label="Reason", limit=300, required=True, help_text="Public: it stands beside the deadline.")


class VersionForm(forms.Form):
    """What a new version is called."""

    kind = forms.ChoiceField(label="Kind", choices=DraftKind.choices)
    title = LineField(label="Title", limit=200, required=True)
    label = LineField(label="Label", limit=80, help_text="Such as “after review”.")
    change_note = TextField(label="What changes", limit=2_000)


class SnapshotForm(forms.Form):
    """The moment of a snapshot."""

    as_of = UtcDateTimeField(label="As of (UTC)", help_text="The text and the comments that were public then.")
    note = LineField(label="What it is for", limit=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["as_of"].initial = timezone.now().replace(second=0, microsecond=0)


class SourceForm(forms.Form):
    """What a paragraph rests on."""

    paragraph = forms.ChoiceField(label="Paragraph")
    address = LineField(
        label="Address of what it rests on",
        limit=500,
        required=True,
        help_text="Of this site, with what follows the “#”: a paragraph of a draft or of a report, a comment, a "
        "discussion, a question of a survey.",
    )
    note = LineField(label="Note (optional)", limit=200)

    def __init__(self, *args, draft, words, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["paragraph"].choices = [
            (part.anchor, f"{part.number}: {words(part)[:80]}") for part in draft.parts() if part.number
        ]


class ImportForm(forms.Form):
    """A text to put into a draft. Valid: `blocks` and `token` are there."""

    file = forms.FileField(
        label="File",
        help_text="Word (.docx), Markdown (.md) or plain text (.txt), at most 5 MB.",
        widget=forms.FileInput(attrs={"accept": ".txt,.md,.markdown,.docx"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.blocks, self.token = [], ""

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            self.blocks = blocks_of(read_document(file.read(), file.name))
            self.token = seal(self.blocks, self.user)
        except (DocumentError, SanitizeError) as error:
            raise forms.ValidationError(str(error)) from error
        return file


def blocks_of(lines):
    """The lines of a document as blocks: (kind, value). A list belongs to the paragraph before it.

    Raises SanitizeError or DocumentError for what is too long.
    """
    blocks, items, gap = [], [], True
    for line in lines:
        if line.kind in ("bullet", "numbered") and (items or blocks):
            items.append(line.html)
            gap = False
            continue
        if line.kind == "blank":
            gap = True
            continue
        items = _close(blocks, items)
        if line.kind == "heading":
            blocks.append(("heading", plain_text(line.html)[:200]))
        elif line.kind == "text" and not gap and blocks and blocks[-1][0] == "paragraph":
            blocks[-1] = ("paragraph", blocks[-1][1].removesuffix("</p>") + f" {line.html}</p>")
        else:
            blocks.append(("paragraph", f"<p>{line.html}</p>"))
        gap = False
    _close(blocks, items)
    if len(blocks) > MOST_BLOCKS:
        raise DocumentError(f"This document has more than {MOST_BLOCKS:,} paragraphs.")
    return [(kind, value if kind == "heading" else clean_html(value)) for kind, value in blocks if value]


def _close(blocks, items):
    """Put the list that was read into the paragraph before it."""
    if items:
        html = "<ul>" + "".join(f"<li>{one}</li>" for one in items) + "</ul>"
        if blocks and blocks[-1][0] == "paragraph":
            blocks[-1] = ("paragraph", blocks[-1][1] + html)
        else:
            blocks.append(("paragraph", html))
    return []


def seal(blocks, user):
    """A token with what was read: the browser carries it from the preview to the import and cannot change it."""
    token = signing.dumps(blocks, salt=f"{SALT}.{user.pk}", compress=True)
    if len(token) > MAX_SEALED:
        raise DocumentError("This text is too long to be imported at once.")
    return token


def unseal(token, user):
    """The blocks in a token made for this account within the last day, else None."""
    try:
        return [tuple(block) for block in signing.loads(token, salt=f"{SALT}.{user.pk}", max_age=SEAL_AGE)]
    except signing.BadSignature:
        return None
