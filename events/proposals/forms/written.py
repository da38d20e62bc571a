"""What organisers have written of a proposal, as one thing: to be shown in fields, compared, and saved.

`Written` maps each name of NAMES to a value that can be compared with what somebody else has written.
"""

from coalitions.fingerprint import fingerprint
from coalitions.sanitize import clean_html
from coalitions.templatetags.coalitions_tags import utc
from events.enums import MeetingFormat
from events.forms.fields import html_to_typed, typed_to_html
from events.proposals.enums import ProposalKind

# The names in the order of the form, as they are called there.
NAMES = {
    "kind": "Kind of event",
    "title": "Title",
    "abstract": "Abstract",
    "description": "Description",
    "topics": "Focus areas and policy questions",
    "format": "Format",
    "place": "Place",
    "minutes": "Length in minutes",
    "preferred_times": "Preferred times",
    "unavailable_periods": "Days you cannot",
    "speakers": "Speakers",
    "expected_outcome": "Expected outcome",
    "accessibility": "Accessibility",
    "languages": "Languages",
}
PLAIN = tuple(name for name in NAMES if name not in ("topics", "preferred_times", "unavailable_periods", "speakers"))


def written_of(proposal):
    """What is stored of a proposal, fetched `for_page`."""
    written = {name: getattr(proposal, name) for name in PLAIN}
    # As the form would give it back untouched.
    written["description"] = clean_html(typed_to_html(html_to_typed(proposal.description)))
    written["topics"] = (
        tuple(sorted(area.pk for area in proposal.focus_areas.all())),
        tuple(sorted(question.pk for question in proposal.policy_questions.all())),
    )
    written["preferred_times"] = tuple(time.starts_at for time in proposal.preferred_times.all())
    written["unavailable_periods"] = tuple(
        (period.first_on, period.last_on) for period in proposal.unavailable_periods.all()
    )
    written["speakers"] = tuple(
        (speaker.name, speaker.affiliation, speaker.email, speaker.has_agreed) for speaker in proposal.speakers.all()
    )
    return {name: written[name] for name in NAMES}


def as_saved(written):
    """The arguments of `services.save_proposal`."""
    speaker_fields = ("name", "affiliation", "email", "has_agreed")
    areas, questions = written["topics"]
    return {
        "written": {name: written[name] for name in PLAIN},
        "focus_areas": areas,
        "policy_questions": questions,
        "preferred_times": list(written["preferred_times"]),
        "unavailable_periods": list(written["unavailable_periods"]),
        "speakers": [dict(zip(speaker_fields, speaker, strict=True)) for speaker in written["speakers"]],
    }


def fingerprints(written):
    """A short name of each value, so that a form can remember what its reader had before them."""
    return {name: fingerprint(value) for name, value in written.items()}


def in_words(name, value, areas):
    """A value as lines of text; `areas` are the focus areas one may choose, with their questions."""
    match name:
        case "kind":
            return [ProposalKind(value).label]
        case "format":
            return [MeetingFormat(value).label]
        case "description":
            return html_to_typed(value).split("\n") if value else []
        case "topics":
            chosen, asked = value
            lines = []
            for area in areas:
                if area.pk in chosen:
                    lines.append(area.title)
                lines += [f"– {question.label}" for question in area.policy_questions.all() if question.pk in asked]
            return lines
        case "preferred_times":
            return [utc(moment) for moment in value]
        case "unavailable_periods":
            return [
                f"{first:%-d %B %Y}" if first == last else f"{first:%-d %B %Y} to {last:%-d %B %Y}"
                for first, last in value
            ]
        case "speakers":
            return [
                ", ".join(filter(None, speaker[:3])) + (" (has agreed)" if speaker[3] else "") for speaker in value
            ]
        case _:
            return str(value).split("\n") if value != "" else []
