"""What kind of conclusion a sentence is, whose it is, and until when."""

import re
from datetime import date

from coalitions.document_text.inline import plain
from events.report_text.dates import find_deadline
from events.report_text.parsed import ParsedConclusion, ParseIssue

_OWNERS = {
    "all_coalitions": (
        r"(?:(?:all|the)\s+)*(?:DCs|(?:dynamic\s+)?coalitions|(?:DC|coalition)\s+(?:coordinators|representatives)|all)"
    ),
    "secretariat": r"(?:the\s+)?(?:IGF\s+|DC\s+|UN\s+)*secretariat",
    "facilitators": r"(?:the\s+)?(?:(?:DC|coordination|meeting)\s+)*(?:co-?)?facilitators?",
    "mag": r"(?:the\s+)?(?:IGF\s+)?MAG(?:\s+(?:chair|members?))?",
}
_ASKED = r"(?:is|are)\s+(?:invited|asked|requested|encouraged|expected)\s+to"
_DUTY = rf"\s*(?:\||:|\b(?:to|will|shall|should|must|{_ASKED})\b(?!\s+be\b))"
_STARTS = {owner: re.compile(words + _DUTY, re.IGNORECASE) for owner, words in _OWNERS.items()}
_AGENT_ENDS = r"(?=\s*(?:[,.;|)]|by\b|until\b|before\b|$))"
_AGENTS = {
    owner: re.compile(rf"(?:\bby\s+|\bowner:\s*|\|\s*){words}{_AGENT_ENDS}", re.IGNORECASE)
    for owner, words in _OWNERS.items()
}
_ANYONE_TO = re.compile(r"(?:[A-Z][\w'’.&-]*\s+){1,5}(?:to|will|shall|should|must)\s+(?!be\b|continue\b)[a-z]")
_PLANNED = re.compile(
    r"\b(?:to\s+be|will\s+be)\s+\w+(?:ed|en|held|built|sent|set|put|run)\b|\bplanned\b|\bfurther activities\b", re.I
)
_TBA = re.compile(
    r"\bto\s+be\s+(?:announced|confirmed|determined|decided|shared|communicated)\b|\bTB[ACD]\b"
    r"|\b(?:at\s+a\s+later\s+(?:stage|date|time)|in\s+due\s+course|later\s+on)\b",
    re.IGNORECASE,
)


def read_conclusion(
    html: str, sub_items: list[str], line: int, *, held_on: date | None, under_actions: bool
) -> tuple[ParsedConclusion, list[ParseIssue]]:
    """The conclusion that the inline HTML states. ``under_actions``: its heading promises actions."""
    text = " ".join(plain(html).split())
    first_sentence = re.split(r"(?<=[.!?])\s+(?=[A-Z])", text, maxsplit=1)[0]
    due_on, deadline = find_deadline(text, held_on)
    owner = _owner(first_sentence) or (_agent(text) if deadline or under_actions else "")
    if deadline or owner or _ANYONE_TO.match(first_sentence):
        kind = "action"
    elif _PLANNED.search(first_sentence):
        kind = "planned_activity"
    else:
        kind = "action" if under_actions else "conclusion"
    issues = []
    if deadline and not due_on:
        issues.append(ParseIssue("warning", line, "This deadline could not be turned into a date.", deadline))
    due_tba = due_on is None and kind != "conclusion" and bool(_TBA.search(text))
    return ParsedConclusion(kind, html, sub_items, due_on, due_tba, owner, line), issues


def _owner(sentence: str) -> str:
    return next((owner for owner, words in _STARTS.items() if words.match(sentence)), "")


def _agent(text: str) -> str:
    return next((owner for owner, words in _AGENTS.items() if words.search(text)), "")
