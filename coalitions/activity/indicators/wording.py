"""Indicators in plain sentences: what it was, and whether it became more or less. They never praise nor blame."""

from coalitions.activity.enums import CellKind

LEAST_MONTHS = 6  # a trend is told from so many on
LEAST_TOLD = 10  # of fewer in all, a difference tells nothing
ALIKE = 0.1  # two halves that differ by less are told as about the same


def sentence(row):
    """A row in one or two sentences, for example "Messages on the list: 132 messages in 2021."."""
    indicator, cell = row.indicator, row.cell
    if cell.kind == CellKind.NO_SOURCE:
        return f"{indicator.label}: no source. Nothing was imported or entered here yet."
    if cell.kind == CellKind.NOT_MEASURED:
        return f"{indicator.label}: not measured {during(row.period)}."
    note = f" ({cell.note})" if cell.note else ""
    return " ".join(filter(None, [f"{indicator.label}: {row.in_words} {during(row.period)}{note}.", trend(row)]))


def during(period):
    """A period as it stands in a sentence."""
    if period.first == period.last or " to " not in str(period):
        return f"in {period}"
    return f"from {period}"


def trend(row):
    """Whether the second half of the months had more than the first; "" where the months do not tell."""
    cells = [cell for _month, cell in row.months]
    if not row.indicator.adds_up or len(cells) < LEAST_MONTHS or len(cells) % 2:
        return ""
    if not all(cell.is_number and not cell.is_hidden for cell in cells):
        return ""
    half = len(cells) // 2
    before, after = (sum(cell.value for cell in part) for part in (cells[:half], cells[half:]))
    if before + after < LEAST_TOLD:
        return ""
    if abs(after - before) <= max(2, ALIKE * max(before, after)):
        change = "about as many as"
    else:
        change = "more than" if after > before else "fewer than"
    return f"In its second half there were {change} in the first ({after:,}; before {before:,})."
