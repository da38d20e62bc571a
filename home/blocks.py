"""The body of the site's own pages: every block that the rooms below offer."""

from coalitions.blocks import BodyBlock
from events.blocks import FocusAreasBlock, MeetingListBlock, OpenActionItemsBlock, UpcomingEventsBlock
from events.proposals.blocks import OpenCallsBlock, SessionProposalsBlock


class SiteBodyBlock(BodyBlock):
    """The text of a page of the site, with the lists that the events know."""

    upcoming_events = UpcomingEventsBlock()
    focus_areas = FocusAreasBlock()
    open_action_items = OpenActionItemsBlock()
    meeting_list = MeetingListBlock()
    open_calls = OpenCallsBlock()
    session_proposals = SessionProposalsBlock()
