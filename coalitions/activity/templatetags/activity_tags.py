"""What the templates of this room ask for. Numbers come from the indicators; here they are only laid out."""

from dataclasses import dataclass
from itertools import groupby

from django import template
from django.utils.html import escape, linebreaks
from django.utils.safestring import mark_safe

from coalitions.activity.enums import CellKind
from coalitions.activity.indicators import indicators, wording
from coalitions.activity.indicators.tables import PER_GRID, grid_of, period_of, rows_of
from coalitions.enums import DirectorySort
from coalitions.models import CoalitionPage, visible
from coalitions.sanitize import clean_html

register = template.Library()

STEP, BAR, HEIGHT = 12, 9, 48  # of the chart: from bar to bar, a bar's width, the tallest bar
SHORTEST = 2  # a number is never drawn as nothing
MARK = 6  # how tall what is no number is drawn


@dataclass(frozen=True)
class Bar:
    """One month of a chart, as a rectangle."""

    x: int
    y: float
    height: float
    kind: str


@register.filter
def may_be_shown(coalition):
    """Whether everybody may see a coalition's page, and so its numbers anywhere else."""
    return coalition is not None and visible(CoalitionPage.objects.with_ids([coalition.pk])).exists()


@register.simple_tag
def coalition_rows(coalition, keys, period=None, year=None):
    """The rows of a coalition for the indicators with these keys. Keys that nobody registered are left out."""
    chosen = [indicator for indicator in map(indicators.get, keys) if indicator is not None]
    return rows_of(coalition, period_of(period, year, [coalition.pk]), chosen)


@register.simple_tag
def activity_grid(key, period=None, year=None):
    """The grid of an indicator: the first PER_GRID coalitions by name. None for one that nobody registered."""
    indicator = indicators.get(key)
    if indicator is None or not indicator.by_month:
        return None
    coalitions = visible(CoalitionPage.objects.sorted_by(DirectorySort.ACRONYM).defer_streamfields())
    return grid_of(coalitions[:PER_GRID], indicator, period_of(period, year))


@register.simple_tag
def offers_of(assessment):
    """{key of a criterion: the other evidence offered for it} of an assessment fetched for a listing."""
    return {offer.criterion: offer for offer in assessment.offers.all()}


@register.filter
def as_written(text):
    """Plain text as HTML: paragraphs, lists of lines that begin with "- ", addresses as links."""
    return mark_safe(clean_html(_blocks(text)))


def _blocks(text):
    parts = []
    for is_list, lines in groupby(text.split("\n"), key=lambda line: line.startswith("- ")):
        lines = [escape(line.removeprefix("- ")) for line in lines]
        if is_list:
            parts.append(f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>")
        else:
            parts.append(linebreaks("\n".join(lines).strip("\n")))
    return "".join(parts)


@register.filter
def sentence(row):
    """A row in plain words, with its trend."""
    return wording.sentence(row)


@register.inclusion_tag("activity/_chart.html")
def chart(row):
    """A row's months as bars. Heights are in proportion to the largest of this row alone: rows are not compared."""
    largest = max((cell.value or 0 for _month, cell in row.months if cell.is_number), default=0)
    return {
        "row": row,
        "bars": [_bar(place, cell, largest) for place, (_month, cell) in enumerate(row.months)],
        "width": STEP * len(row.months),
        "height": HEIGHT,
        "bar_width": BAR,
    }


def _bar(place, cell, largest):
    x = place * STEP + (STEP - BAR) // 2
    if cell.is_hidden:
        return Bar(x, HEIGHT - MARK, MARK, "hidden")
    if cell.kind == CellKind.NUMBER:
        height = max(SHORTEST, round(HEIGHT * cell.value / largest, 1))
        return Bar(x, HEIGHT - height, height, "number")
    if cell.kind == CellKind.ZERO:
        return Bar(x, HEIGHT - 1, 1, "zero")
    return Bar(x, HEIGHT - MARK, MARK, "unknown")
