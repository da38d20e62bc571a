"""Indicators: questions about coalitions that a number answers, with its source and its date. Never a score."""

from coalitions.activity.indicators.cells import NO_SOURCE, NOT_MEASURED, Cell, Measured
from coalitions.activity.indicators.counting import as_counts, counted_since
from coalitions.activity.indicators.periods import Period, month_after, month_of, months_between
from coalitions.activity.indicators.registry import (
    CORRECTED_BY_COALITION,
    CORRECTED_BY_SECRETARIAT,
    Indicator,
    Indicators,
    Scope,
    indicators,
)

__all__ = [
    "CORRECTED_BY_COALITION",
    "CORRECTED_BY_SECRETARIAT",
    "NOT_MEASURED",
    "NO_SOURCE",
    "Cell",
    "Indicator",
    "Indicators",
    "Measured",
    "Period",
    "Scope",
    "as_counts",
    "counted_since",
    "indicators",
    "month_after",
    "month_of",
    "months_between",
    "register_indicators",
]


def register_indicators():
    """Called once, when the app is ready."""
    from coalitions.activity.indicators.lists import LIST_INDICATORS
    from coalitions.activity.indicators.members import MEMBER_INDICATORS
    from coalitions.activity.indicators.pages import PAGE_INDICATORS
    from coalitions.activity.indicators.records import RECORD_INDICATORS

    for indicator in (*LIST_INDICATORS, *PAGE_INDICATORS, *RECORD_INDICATORS, *MEMBER_INDICATORS):
        indicators.register(indicator)
