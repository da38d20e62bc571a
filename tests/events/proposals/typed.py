"""The form of a proposal as a browser sends it."""

from events.proposals.forms.editor import ProposalEditor
from events.proposals.models import Proposal


def typed_in(proposal, **changes):
    """(name, value) of every field of the form as it is shown, with some of them typed otherwise.

    A list as a value stands for boxes that are ticked.
    """
    editor = ProposalEditor(Proposal.objects.for_page().get(pk=proposal.pk))
    sent = {}
    for form in (editor.form, *_with_management(editor.periods), *_with_management(editor.speakers)):
        for field in form:
            sent[field.html_name] = _as_sent(field)
    sent |= changes
    for name, value in sent.items():
        for one in value if isinstance(value, list | tuple) else [value]:
            if one is not None:
                yield name, one


def _with_management(rows):
    return [rows.management_form, *rows.forms]


def _as_sent(field):
    value = field.value()
    if isinstance(value, bool) or field.widget_type == "checkbox":
        return "on" if value else None
    if isinstance(value, list | tuple):
        return list(value)
    shown = field.field.widget.format_value(value)
    return shown[0] if isinstance(shown, list) else "" if shown is None else shown


def as_data(pairs):
    """For the test client: lists where a name comes several times."""
    data = {}
    for name, value in pairs:
        data.setdefault(name, []).append(value)
    return data
