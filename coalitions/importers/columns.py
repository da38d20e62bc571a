"""The columns of a table of coalitions: how each cell is read, spelled and written. Import and export share them.

Cells that hold several entries separate them with ";", the parts of an entry with "|"; a backslash before either means
the character itself.
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.utils.html import escape
from taggit.models import Tag

from coalitions.enums import CoalitionKind, StakeholderGroup
from coalitions.models import FocusArea, FormerName, RepresentedGroup
from coalitions.sanitize import clean_html, clean_line, clean_url

MAX_TAG = 100


class CellError(ValueError):
    """A cell that is refused; the message is a sentence for people."""


@dataclass(frozen=True)
class Column:
    """One column: its key and label, how the page's value reads as a cell, how a cell becomes a value, where it goes.

    `parse(text, focus_areas)` raises CellError or SanitizeError; `show(value)` is the cell's text in its one spelling.
    """

    key: str
    label: str
    read: Callable
    parse: Callable
    write: Callable
    show: Callable = str

    def cell(self, page):
        """The text of the page's value in this column."""
        return self.show(self.read(page))


def split_cell(text, separator):
    """The entries of a cell, stripped, empty ones left out unless they are parts of an entry ("|")."""
    parts = re.split(rf"(?<!\\){re.escape(separator)}", text)
    return [part.strip() for part in parts if part.strip() or separator == "|"]


def join_cell(entries, separator="; "):
    """The entries in one cell, as `split_cell` reads them."""
    return separator.join(entries)


def _escaped(text):
    return re.sub(r"([;|\\])", r"\\\1", text)


def _unescaped(text):
    return re.sub(r"\\([;|\\])", r"\1", text)


def _line(text, _areas, max_length=255):
    return clean_line(text, max_length=max_length)


def choice(enum, text, _areas=None):
    """The member of an enum that a cell names by value or label, in any case. Raises CellError."""
    for value, label in enum.choices:
        if text.strip().casefold() in (value.casefold(), label.casefold()):
            return enum(value)
    known = ", ".join(enum.values)
    raise CellError(f"“{clean_line(text[:60])}” is not one of: {known}.")


def _year(text, _areas):
    if not re.fullmatch(r"[0-9]{4}", text.strip()):
        raise CellError(f"“{clean_line(text[:60])}” is not a year, such as 2012.")
    return int(text)


def _url(text, _areas):
    url = clean_url(text)
    if not url:
        raise CellError(f"“{clean_line(text[:60])}” is not an address that begins with http:// or https://.")
    return url


def _rich_text(text, _areas):
    if not re.search(r"<[a-zA-Z][^>]*>", text):
        paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
        text = "".join(f"<p>{escape(part)}</p>" for part in paragraphs if part)
    return clean_html(text)


def _date(text):
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise CellError(f"“{clean_line(text[:60])}” is not a day written as 2012-05-31.") from error


def _former_names(text, _areas):
    names = []
    for entry in split_cell(text, ";"):
        parts = [*split_cell(entry, "|"), "", "", ""]
        if any(parts[4:]) or not parts[0]:
            raise CellError("Write earlier names as “name|acronym|from|until”, several separated by “;”.")
        name = FormerName(
            name=clean_line(_unescaped(parts[0])),
            acronym=clean_line(_unescaped(parts[1]), max_length=40),
            used_from=_date(parts[2]),
            used_until=_date(parts[3]),
            sort_order=len(names),
        )
        name.clean()
        names.append(name)
    return names


def _show_former_names(names):
    rows = ([_escaped(name.name), _escaped(name.acronym), name.used_from, name.used_until] for name in names)
    return join_cell("|".join(str(part or "") for part in row) for row in rows)


def _groups(text, _areas):
    chosen = {choice(StakeholderGroup, entry) for entry in split_cell(text, ";")}
    return [group for group in StakeholderGroup if group in chosen]


def _tags(text, _areas):
    tags = {clean_line(_unescaped(entry), max_length=MAX_TAG) for entry in split_cell(text, ";")}
    for tag in tags:
        if len(Tag().slugify(tag)) > MAX_TAG:  # some single characters are a whole sentence
            raise CellError(f"The tag “{tag[:60]}” is too long as a web address.")
    return sorted(tags - {""})


def _focus_areas(text, areas):
    found = {}
    for entry in split_cell(text, ";"):
        title = clean_line(_unescaped(entry))
        matches = areas.get(title.casefold(), [])
        if len(matches) != 1:
            problem = "is in several cycles: write “2021: …”" if matches else "is not a focus area of any cycle"
            raise CellError(f"“{title[:80]}” {problem}.")
        found[matches[0].pk] = matches[0]
    return _sorted_areas(found.values())


def _sorted_areas(areas):
    return sorted(areas, key=lambda area: (area.cycle.year, area.title))


def focus_areas_by_name():
    """Lists of focus areas by "title" and "2021: title" in small letters: several cycles may share a title."""
    by_name = {}
    for area in FocusArea.objects.in_order().with_cycle():
        for name in (area.title, f"{area.cycle.year}: {area.title}"):
            by_name.setdefault(name.casefold(), []).append(area)
    return by_name


def _field(key, label, parse, name=None, *, read=getattr):
    name = name or key

    def write(page, value):
        setattr(page, name, value)

    return Column(key, label, lambda page: read(page, name), parse, write, _text)


def _text(value):
    return "" if value is None else str(value)


def _groups_of(page):
    rows = {row.group for row in page.represented_groups.all()}
    return [group for group in StakeholderGroup if group in rows]


COLUMNS = (
    _field("name", "Name", _line, "title"),
    _field("acronym", "Acronym", partial(_line, max_length=40)),
    _field("kind", "Kind", partial(choice, CoalitionKind)),
    _field("established", "Established in", _year),
    _field("website", "Website", _url),
    _field("list_address", "Mailing list", partial(_line, max_length=160)),
    _field("list_subscribe_url", "Subscribe at", _url),
    _field("list_archive_url", "Archive at", _url),
    # What the editor wrote is compared as it would be after cleaning: its markup carries Wagtail's own attributes.
    _field("mission", "Mission", _rich_text, read=lambda page, name: clean_html(getattr(page, name))),
    Column(
        "former_names",
        "Earlier names",
        lambda page: list(page.former_names.all()),
        _former_names,
        lambda page, names: setattr(page, "former_names", names),
        _show_former_names,
    ),
    Column(
        "stakeholder_groups",
        "Stakeholder groups",
        _groups_of,
        _groups,
        lambda page, groups: setattr(page, "represented_groups", [RepresentedGroup(group=group) for group in groups]),
        join_cell,
    ),
    Column(
        "tags",
        "Tags",
        lambda page: sorted(item.tag.name for item in page.tagged_items.all()),
        _tags,
        lambda page, tags: page.tags.set(tags),
        lambda tags: join_cell(map(_escaped, tags)),
    ),
    Column(
        "focus_areas",
        "Focus areas",
        lambda page: _sorted_areas(page.focus_areas.all()),
        _focus_areas,
        lambda page, areas: page.focus_areas.set(areas),
        lambda areas: join_cell(f"{area.cycle.year}: {_escaped(area.title)}" for area in areas),
    ),
)
ALIASES = {"list_host": "list_address"}
OTHER_COLUMNS = ("slug", "status", "note")


def unknown_columns(columns):
    """The columns of a table that the importer does not read."""
    known = {column.key for column in COLUMNS} | set(ALIASES) | set(OTHER_COLUMNS)
    return [column for column in columns if column not in known]
