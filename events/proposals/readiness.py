"""What a proposal or a written input still lacks before it can be submitted; an empty list when it is ready."""

from dataclasses import dataclass

from django.utils import timezone

from events.enums import MeetingFormat
from events.proposals.enums import Answer
from events.proposals.models import Proposal, WrittenInput


@dataclass(frozen=True)
class Missing:
    """One thing that is lacking: a sentence, and the id of the part of the form where it is mended."""

    text: str
    where: str

    def __str__(self):
        return self.text


def missing_in_proposal(proposal: Proposal) -> list[Missing]:
    """What organisers have to do before they can submit it, in the order of the form."""
    missing = []

    def lacks(where, text):
        missing.append(Missing(text, where))

    if proposal.kind not in proposal.call.kinds_asked_for():
        lacks("kind", f"This call does not ask for this kind of event: {proposal.get_kind_display().lower()}.")
    if not proposal.title:
        lacks("title", "Give the proposal a title.")
    if not proposal.abstract:
        lacks("abstract", "Write an abstract.")
    if not proposal.as_text().strip():
        lacks("description", "Describe what you plan.")
    if not proposal.focus_areas.all():
        lacks("topics", "Choose at least one focus area.")
    if proposal.format != MeetingFormat.ONLINE and not proposal.place:
        lacks("place", "Say where it takes place.")
    moments = [time.starts_at for time in proposal.preferred_times.all()]
    if not moments:
        lacks("times", "Name at least one time you would like.")
    elif max(moments) <= timezone.now():
        lacks("times", "The times you named have passed; name one that is still to come.")
    if not proposal.expected_outcome.strip():
        lacks("expected_outcome", "Say what should come of it.")
    for organiser in proposal.organisers.all():
        if organiser.is_needed and organiser.answer == Answer.INVITED:
            lacks("organisers", f"{organiser.coalition.short_name} has not confirmed its part yet.")
    return missing


def missing_in_input(written_input: WrittenInput) -> list[Missing]:
    """What the coalitions have to do before they can submit it."""
    missing = []

    def lacks(where, text):
        missing.append(Missing(text, where))

    if not written_input.title:
        lacks("title", "Give the text a title.")
    if not written_input.words:
        lacks("text", "Write the text.")
    if written_input.words > written_input.call.input_words:
        over = written_input.words - written_input.call.input_words
        lacks("text", f"Shorten the text by {over} word{'s' if over > 1 else ''}.")
    if not written_input.no_dissent and not written_input.dissenting_views.strip():
        lacks("dissent", "Add dissenting views, or say that none were expressed.")
    for row in written_input.coalitions.all():
        if row.answer == Answer.INVITED:
            lacks("coalitions", f"{row.coalition.short_name} has not confirmed its part yet.")
    return missing
