"""The list of participants: who was there, in which capacity, and on whose behalf."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from coalitions.document_text.inline import plain
from coalitions.document_text.lines import Line
from events.report_text.parsed import ParsedParticipant, ParseIssue

GROUPS = {
    "facilitator": r"(?:(?:coordination|meeting|dccg|co)[ -]*)*facilitators?|(?:co-?)?chairs?|moderators?",
    "secretariat_support": r"(?:igf )?secretariat(?: support| staff| team)?",
    "participant": r"(?:list of |other |meeting )*(?:participants?|attendees|attendance)(?: list)?|present",
}
_COUNT = r"(?:\s*[:(–-]?\s*[0-9]{1,4}\s*\)?)?"
_HEADERS = {
    "given": r"(?:first|given) ?names?|forename",
    "family": r"(?:last|family) ?names?|surname",
    "name": r"(?:full )?names?|participants?",
    "affiliation": r"affiliation|organi[sz]ation|coalition|dc|dynamic coalition|institution|entity|representing",
    "capacity": r"capacity|role",
    "ordinal": r"no\.?|nr\.?|#|№",
}
_PARTICLES = {
    "af", "al", "av", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "e", "el",
    "ibn", "la", "le", "ten", "ter", "van", "von", "y", "zu",
}  # fmt: skip
_ORDINAL = re.compile(r"\(?([1-9][0-9]{0,2})[.)]?")


@dataclass
class People:
    """What a list of participants gave; ``unplaced`` are the lines that say more than who was there."""

    participants: list[ParsedParticipant] = field(default_factory=list)
    unplaced: list[Line] = field(default_factory=list)
    issues: list[ParseIssue] = field(default_factory=list)


def group_of(text: str) -> str:
    """The capacity that a label such as "Secretariat support" announces; empty if it is no such label."""
    label = " ".join(text.split()).strip(" :").lower()
    return next((group for group, words in GROUPS.items() if re.fullmatch(f"(?:{words}){_COUNT}", label)), "")


def read_people(lines: Iterable[Line], prose: str) -> People:
    """Reads the lines below "List of participants".

    Facilitators are printed "family, given" and everybody else "given, family", unless a header row says otherwise, or
    ``prose``, the report's other words, has the name the other way round.
    """
    people = People()
    rows = [(line, _cells(line)) for line in lines]
    whole_names = _hold_whole_names([cells for _, cells in rows])
    group, columns, ordinal = "participant", [], 0
    for line, cells in rows:
        filled = [cell for cell in cells if cell]
        if len(filled) == 1 and (announced := group_of(filled[0])):
            group = announced
            if any(character.isdigit() for character in filled[0]):
                people.unplaced.append(line)
            continue
        if header := _header(cells):
            columns, ordinal = header, 0
            if "other" in columns:
                people.unplaced.append(line)
            continue
        number = _ORDINAL.fullmatch(cells[0]) if len(cells) > 1 and "ordinal" not in columns else None
        if number and int(number[1]) == ordinal + 1:
            ordinal, cells = ordinal + 1, cells[1:]
        given, family, affiliation, capacity = _read_row(cells, columns, group, whole_names)
        one_text = len(cells) == 1
        if not _is_name(given) or not (_is_name(family) if family else not one_text):
            people.unplaced.append(line)
            continue
        if _is_swapped(given, family, prose):
            given, family = family, given
        people.participants.append(ParsedParticipant(given, family, capacity, affiliation, line.number))
        if one_text:
            message = "This entry was printed as one text; please check how it was divided."
            people.issues.append(ParseIssue("info", line.number, message, cells[0]))
    return people


def _cells(line: Line) -> list[str]:
    """The cells of a line as plain text. Empty ones at the end are dropped; in a line that is no table's row, all."""
    if line.kind == "row":
        cells = [" ".join(plain(cell).split()) for cell in line.cells]
    else:
        printed = re.split(r"\s*\|\s*|\t+|\s{2,}", line.text)
        cells = [" ".join(cell.split()) for cell in printed if cell.strip()]
        if cells and (number := re.match(r"\(?[1-9][0-9]{0,2}[.)]\s+(?=\D)", cells[0])):
            cells[:1] = [number[0].strip(), cells[0][number.end() :]]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _header(cells: list[str]) -> list[str]:
    """The columns that a header row names; empty if it is none."""
    columns = []
    for cell in cells:
        label = cell.lower().strip(" :")
        columns.append(next((key for key, words in _HEADERS.items() if re.fullmatch(words, label)), "other"))
    names = sorted(key for key in columns if key in ("given", "family", "name"))
    understood = names in (["family", "given"], ["family", "name"], ["name"])
    return columns if understood and columns.count("other") * 2 < len(columns) else []


def _hold_whole_names(rows: list[list[str]]) -> bool:
    """Whether a table of two columns is one of names and affiliations, not of given and family names."""
    pairs = [cells for cells in rows if len(cells) > 1]
    spaced = sum(" " in cells[0] for cells in pairs)
    return bool(pairs) and max(map(len, pairs)) == 2 and spaced * 2 > len(pairs)


def _read_row(cells: list[str], columns: list[str], group: str, whole_names: bool) -> tuple[str, str, str, str]:
    """Given name, family name, affiliation and capacity of one row."""
    if columns and len(cells) > 1:
        found: dict[str, str] = {}
        rest = []
        for key, cell in zip([*columns, *["other"] * len(cells)], cells, strict=False):
            if key in ("given", "family", "name"):
                found[key] = cell
            elif key == "capacity" and group_of(cell) and not re.search("[0-9]", cell):
                group = group_of(cell)
            elif cell and not (key == "ordinal" and _ORDINAL.fullmatch(cell)):
                rest.append(cell)
        given, family = found.get("given", ""), found.get("family", "")
        if "name" in found:
            given, family = (found["name"], family) if family else _divide(found["name"])
        return given, family, ", ".join(rest), group
    if len(cells) == 1:
        name, affiliation = _name_and_rest(cells[0], group)
        return *name, affiliation, group
    if whole_names and len(cells) == 2:
        return *_divide(cells[0]), cells[1], group
    first, second, *rest = cells or ["", ""]
    given, family = (second, first) if group == "facilitator" else (first, second)
    return given, family, ", ".join(filter(None, rest)), group


def _name_and_rest(text: str, group: str) -> tuple[tuple[str, str], str]:
    """Name and affiliation that were printed as one text, with a comma, a dash or brackets between."""
    name, separator, rest = [*re.split(r"(,\s+|\s+[–—-]\s+|\s+\()", text, maxsplit=1), "", ""][:3]
    if separator.strip() == "," and " " not in name and group == "facilitator":
        return (rest, name), ""
    return _divide(name), rest.removesuffix(")") if "(" in separator else rest


def _divide(name: str) -> tuple[str, str]:
    """Given and family name: the family name begins at a particle, at capitals, or is the last word."""
    words = name.split()
    for position, word in enumerate(words[1:], start=1):
        if word in _PARTICLES or (word.isupper() and len(word) > 2 and not words[0].isupper()):
            return " ".join(words[:position]), " ".join(words[position:])
    return (" ".join(words[:-1]), words[-1]) if len(words) > 1 else (name, "")


def _is_name(text: str) -> bool:
    words = [word for word in text.split() if word not in _PARTICLES]
    capitals = all(re.match(r"(?:[dl]['’])?[^\W\d_]", word) and not word[:3].islower() for word in words)
    return 0 < len(words) <= 6 and capitals and not re.search(r"[0-9:;!?/@]", text)


def _is_swapped(given: str, family: str, prose: str) -> bool:
    return bool(family) and f"{family} {given}" in prose and f"{given} {family}" not in prose
