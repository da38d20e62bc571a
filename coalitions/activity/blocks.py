"""Blocks that show activity. Their numbers come from the template tags of this room."""

from django.utils.module_loading import import_string
from wagtail import blocks

from coalitions.activity.enums import PeriodChoice

REGISTRY = "coalitions.activity.indicators.indicators"


def indicator_choices():
    """Every registered indicator: known only when all rooms are ready, so it is asked for by name."""
    return [(indicator.key, indicator.label) for indicator in import_string(REGISTRY).all()]


def monthly_indicator_choices():
    return [(indicator.key, indicator.label) for indicator in import_string(REGISTRY).by_month()]


def period_choice():
    return blocks.ChoiceBlock(choices=PeriodChoice.choices, default=PeriodChoice.LATEST)


def year_choice():
    return blocks.IntegerBlock(min_value=2006, max_value=2100, required=False, help_text="For a calendar year.")


class ActivityIndicatorsBlock(blocks.StructBlock):
    """Indicators of one coalition: a sentence, a small chart and its table for each."""

    title = blocks.CharBlock(max_length=120, default="Activity")
    coalition = blocks.PageChooserBlock(page_type="coalitions.CoalitionPage")
    indicators = blocks.MultipleChoiceBlock(choices=indicator_choices, default=["list-messages"])
    period = period_choice()
    year = year_choice()

    class Meta:
        icon = "history"
        template = "activity/blocks/activity_indicators.html"
        description = "Numbers of one coalition, with their source and date, in words, as a chart and as a table."


class ActivityGridBlock(blocks.StructBlock):
    """One indicator for all coalitions, month by month, in the order of their names."""

    title = blocks.CharBlock(max_length=120, default="Activity of the coalitions")
    indicator = blocks.ChoiceBlock(choices=monthly_indicator_choices, default="list-messages")
    period = period_choice()
    year = year_choice()

    class Meta:
        icon = "table"
        template = "activity/blocks/activity_grid.html"
        description = "A table of coalitions and months. It shows evidence and ranks nobody."
