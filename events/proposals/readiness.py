"""What a proposal or a written input still lacks before it can be submitted: sentences, empty when it is ready."""

from events.enums import MeetingFormat
from events.proposals.enums import Answer
from events.proposals.models import Proposal, WrittenInput


def missing_in_proposal(proposal: Proposal) -> list[str]:
    """What organisers have to do before they can submit it, in the order of the form."""
    missing = []
    if not proposal.title:
        missing.append("Give the proposal a title.")
    if not proposal.abstract:
        missing.append("Write an abstract.")
    if not proposal.as_text().strip():
        missing.append("Describe what you plan.")
    if not proposal.focus_areas.all():
        missing.append("Choose at least one focus area.")
    if proposal.kind not in proposal.call.kinds_asked_for():
        missing.append(f"This call does not ask for this kind of event: {proposal.get_kind_display().lower()}.")
    if proposal.format != MeetingFormat.ONLINE and not proposal.place:
        missing.append("Say where it takes place.")
    if not proposal.preferred_times.all():
        missing.append("Name at least one time you would like.")
    if not proposal.expected_outcome.strip():
        missing.append("Say what should come of it.")
    for organiser in proposal.organisers.all():
        if organiser.is_needed and organiser.answer == Answer.INVITED:
            missing.append(f"{organiser.coalition.short_name} has not confirmed its part yet.")
    return missing


def missing_in_input(written_input: WrittenInput) -> list[str]:
    """What the coalitions have to do before they can submit it."""
    missing = []
    if not written_input.title:
        missing.append("Give the text a title.")
    if not written_input.words:
        missing.append("Write the text.")
    if written_input.words > written_input.call.input_words:
        over = written_input.words - written_input.call.input_words
        missing.append(f"Shorten the text by {over} word{'s' if over > 1 else ''}.")
    if not written_input.no_dissent and not written_input.dissenting_views.strip():
        missing.append("Add dissenting views, or say that none were expressed.")
    for row in written_input.coalitions.all():
        if row.answer == Answer.INVITED:
            missing.append(f"{row.coalition.short_name} has not confirmed its part yet.")
    return missing
