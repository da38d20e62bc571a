"""The body of the site's own pages: every block that the rooms below offer."""

from wagtail import blocks

from coalitions.activity.blocks import ActivityGridBlock, ActivityIndicatorsBlock
from coalitions.blocks import BodyBlock
from coalitions.papers.blocks import SurveyCountBlock, SurveyResultBlock
from events.blocks import FocusAreasBlock, MeetingListBlock, OpenActionItemsBlock, UpcomingEventsBlock
from events.proposals.blocks import OpenCallsBlock, SessionProposalsBlock


class PointBlock(blocks.StructBlock):
    """A short text with a title, and where it leads."""

    title = blocks.CharBlock(max_length=80)
    text = blocks.RichTextBlock(features=["bold", "italic", "link"])
    page = blocks.PageChooserBlock(required=False, help_text="Where somebody reads on.")
    link_text = blocks.CharBlock(max_length=80, required=False, help_text="For example “How to cite a report”.")


class PointsBlock(blocks.StructBlock):
    """Two to four short texts beside each other."""

    title = blocks.CharBlock(max_length=120, required=False)
    points = blocks.ListBlock(PointBlock(), min_num=2, max_num=4)

    class Meta:
        icon = "grip"
        template = "home/blocks/points.html"
        description = "Two to four short texts beside each other, each with a title and a link."
        preview_value = {
            "title": "What this is",
            "points": [
                {"title": "Open", "text": "<p>Anybody may join.</p>"},
                {"title": "All year", "text": "<p>Work goes on between the annual meetings.</p>"},
            ],
        }


class SiteBodyBlock(BodyBlock):
    """The text of a page of the site, with the lists that the events know and the numbers of activity."""

    points = PointsBlock()
    upcoming_events = UpcomingEventsBlock()
    focus_areas = FocusAreasBlock()
    open_action_items = OpenActionItemsBlock()
    meeting_list = MeetingListBlock()
    open_calls = OpenCallsBlock()
    session_proposals = SessionProposalsBlock()
    activity_indicators = ActivityIndicatorsBlock()
    activity_grid = ActivityGridBlock()
    survey_count = SurveyCountBlock()
    survey_result = SurveyResultBlock()
