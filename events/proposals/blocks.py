"""Blocks that show calls and proposals. Their rows come from the template tags of this room."""

from django.apps import apps
from wagtail import blocks


def focus_areas():
    """Focus areas to choose from: (primary key, title and year)."""
    areas = apps.get_model("coalitions", "FocusArea").objects.in_order().with_cycle()
    return [(str(area.pk), f"{area.title} ({area.cycle.year})") for area in areas]


class SessionProposalsBlock(blocks.StructBlock):
    """Proposals that everybody may read."""

    title = blocks.CharBlock(max_length=120, default="Session proposals")
    call = blocks.PageChooserBlock(
        page_type="proposals.CallPage", required=False, help_text="Only what answers this call."
    )
    coalition = blocks.PageChooserBlock(
        page_type="coalitions.CoalitionPage", required=False, help_text="Only what this coalition organises."
    )
    focus_area = blocks.ChoiceBlock(
        choices=focus_areas, required=False, help_text="Only what is about this focus area."
    )
    limit = blocks.IntegerBlock(min_value=1, max_value=50, default=10)

    class Meta:
        icon = "form"
        template = "proposals/blocks/session_proposals.html"
        description = "Accepted proposals of a call, a coalition or a focus area."
        preview_value = {"title": "Session proposals", "focus_area": "", "limit": 3}


class OpenCallsBlock(blocks.StructBlock):
    """Calls that coalitions can answer now."""

    title = blocks.CharBlock(max_length=120, default="Open calls")
    limit = blocks.IntegerBlock(min_value=1, max_value=20, default=5)

    class Meta:
        icon = "mail"
        template = "proposals/blocks/open_calls.html"
        description = "Calls that are open now, with the time left."
        preview_value = {"title": "Open calls", "limit": 3}
