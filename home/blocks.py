"""The body of the site's own pages: every block that the rooms below offer."""

from coalitions.activity.blocks import ActivityGridBlock, ActivityIndicatorsBlock
from coalitions.blocks import BodyBlock
from events.blocks import MeetingListBlock, OpenActionItemsBlock, UpcomingEventsBlock


class SiteBodyBlock(BodyBlock):
    """The text of a page of the site, with the lists that the events know and the numbers of activity."""

    upcoming_events = UpcomingEventsBlock()
    open_action_items = OpenActionItemsBlock()
    meeting_list = MeetingListBlock()
    activity_indicators = ActivityIndicatorsBlock()
    activity_grid = ActivityGridBlock()
