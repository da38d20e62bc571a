"""Blocks that show meetings, what was agreed there, and the preparatory phase.

Their rows come from the template tags of this room.
"""

from wagtail import blocks

REPORT_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]


class ReportBlock(blocks.StreamBlock):
    """A summary report. Numbers follow the order of the paragraphs; a block's own id is its permanent anchor."""

    heading = blocks.CharBlock(
        max_length=200,
        icon="title",
        description="A section of the report. Numbers run on across it.",
        preview_value="The way ahead with the paper",
    )
    paragraph = blocks.RichTextBlock(
        features=REPORT_FEATURES,
        icon="pilcrow",
        description="One numbered paragraph, with the bullets that belong to it.",
        help_text="The number is given by the portal. Bullets inside carry none.",
        preview_value="<p>Participants reviewed the outline of the joint paper.</p>",
    )
    unnumbered = blocks.RichTextBlock(
        features=REPORT_FEATURES,
        icon="info-circle",
        description="Text that carries no number, such as a note.",
        preview_value="<p>This report was written from notes; no recording was kept.</p>",
    )
    unplaced = blocks.RichTextBlock(
        features=REPORT_FEATURES,
        icon="warning",
        label="Could not be placed",
        description="Text the importer kept but could not place. Readers do not see it: move it, or remove it.",
    )


class UpcomingEventsBlock(blocks.StructBlock):
    """The next meetings and preparatory events, of one series or phase or of all."""

    title = blocks.CharBlock(max_length=120, default="Upcoming events")
    series = blocks.PageChooserBlock(
        page_type="events.MeetingIndexPage", required=False, help_text="Only the meetings of this series."
    )
    phase = blocks.PageChooserBlock(
        page_type="events.PreparatoryPhasePage",
        required=False,
        help_text="Only the events of this preparatory phase. Leave both empty for everything.",
    )
    limit = blocks.IntegerBlock(min_value=1, max_value=20, default=5)

    class Meta:
        icon = "date"
        template = "events/blocks/upcoming_events.html"
        description = "The next meetings and preparatory events, with their times in UTC."
        preview_value = {"title": "Upcoming events", "series": None, "phase": None, "limit": 3}


class FocusAreasBlock(blocks.StructBlock):
    """The focus areas of a cycle, with what there is in each."""

    title = blocks.CharBlock(max_length=120, default="Focus areas")
    phase = blocks.PageChooserBlock(
        page_type="events.PreparatoryPhasePage",
        required=False,
        help_text="The preparatory phase whose cycle it is. Leave empty for the newest one.",
    )

    class Meta:
        icon = "list-ul"
        template = "events/blocks/focus_areas.html"
        description = "The focus areas of a cycle, with their coalitions and events."
        preview_value = {"title": "Focus areas", "phase": None}


class OpenActionItemsBlock(blocks.StructBlock):
    """What was agreed and is not done yet."""

    title = blocks.CharBlock(max_length=120, default="Open action items")
    series = blocks.PageChooserBlock(
        page_type="events.MeetingIndexPage", required=False, help_text="Leave empty for every series."
    )
    coalition = blocks.PageChooserBlock(
        page_type="coalitions.CoalitionPage", required=False, help_text="Only what this coalition has to do."
    )
    limit = blocks.IntegerBlock(min_value=1, max_value=50, default=10)

    class Meta:
        icon = "tasks"
        template = "events/blocks/open_action_items.html"
        description = "Action items that are open, the nearest deadline first."
        preview_value = {"title": "Open action items", "series": None, "coalition": None, "limit": 3}


class MeetingListBlock(blocks.StructBlock):
    """Past meetings with the state of their reports."""

    title = blocks.CharBlock(max_length=120, default="Meetings")
    series = blocks.PageChooserBlock(
        page_type="events.MeetingIndexPage", required=False, help_text="Leave empty for every series."
    )
    year = blocks.IntegerBlock(min_value=2006, max_value=2100, required=False)
    limit = blocks.IntegerBlock(min_value=1, max_value=50, default=10)

    class Meta:
        icon = "list-ul"
        template = "events/blocks/meeting_list.html"
        description = "Meetings that were held, the newest first."
        preview_value = {"title": "Meetings", "series": None, "year": None, "limit": 3}
