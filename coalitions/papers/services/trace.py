"""Verbs of the trace: what a paragraph rests on."""

from django.db import transaction
from wagtail.log_actions import log

from coalitions.papers.models import TraceLink
from coalitions.papers.permissions import secretariat
from coalitions.papers.trace import recognise
from coalitions.workflow import NotAllowed


@transaction.atomic
def link_source(draft, anchor, address, *, by, note=""):
    """Say that a paragraph rests on the thing at an address of this site. Safe to repeat. Raises NotAllowed."""
    if not secretariat(by):
        raise NotAllowed("Only the Secretariat says what a paragraph rests on.")
    part = draft.numbered_part(anchor)
    if part is None:
        raise NotAllowed("This paragraph is no longer part of the draft.")
    found = recognise(address)
    if found is None:
        raise NotAllowed(
            "Nothing a paragraph can rest on stands at this address. Copy the address of a paragraph, a comment, a "
            "discussion or a question, with what follows the “#”."
        )
    kind, reference = found
    if (kind, reference) == ("paragraph", f"{draft.pk}:{part.block.id}"):
        raise NotAllowed("A paragraph does not rest on itself.")
    link, made = TraceLink.objects.get_or_create(
        draft=draft, block_id=part.block.id, kind=kind, reference=reference, defaults={"note": note, "by": by}
    )
    if made:
        log(draft, "papers.link_source", user=by, data={"number": part.number, "kind": kind, "reference": reference})
    return link


@transaction.atomic
def unlink_source(link, *, by):
    """Take a link out again. Raises NotAllowed."""
    if not secretariat(by):
        raise NotAllowed("Only the Secretariat says what a paragraph rests on.")
    log(link.draft, "papers.unlink_source", user=by, data={"kind": link.kind, "reference": link.reference})
    link.delete()
