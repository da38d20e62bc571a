"""Who may do what with a meeting: `(user, thing) -> bool`."""

from coalitions.permissions import is_coordinator


def can_edit_meeting(user, meeting):
    return meeting.permissions_for_user(user).can_edit()


def can_manage_meeting(user, meeting):
    """May take the meeting through its states: whoever may publish its page."""
    return user.is_authenticated and meeting.permissions_for_user(user).can_publish()


def can_import_reports(user, series):
    """May import a summary report into a series: whoever may add pages below it."""
    return user.is_authenticated and series.permissions_for_user(user).can_add_subpage()


def can_manage_item(user, item):
    return can_manage_meeting(user, item.meeting)


def can_delete_item(user, item):
    """An item that readers may have seen is not deleted but dropped, with a reason."""
    return can_manage_item(user, item) and not item.meeting.report_is_public


def can_finish_part(user, part):
    """A coalition's coordinators mark their own part; the meeting's editors may do it for them."""
    return is_coordinator(user, part.coalition) or can_manage_item(user, part.item)
