"""Who may do what with a meeting or a preparatory event: `(user, thing) -> bool`."""

from django.utils import timezone

from coalitions.permissions import coordinated_ids, is_coordinator


def can_edit_meeting(user, meeting):
    return meeting.permissions_for_user(user).can_edit()


def can_manage_meeting(user, meeting):
    """May take the meeting through its states: whoever may publish its page."""
    return user.is_authenticated and meeting.permissions_for_user(user).can_publish()


def can_adopt_report(user, meeting):
    """Whoever may take the meeting through its states, once its corrections have ended."""
    over = meeting.corrections_until is None or meeting.corrections_until <= timezone.now()
    return over and can_manage_meeting(user, meeting)


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


def can_create_event(user, phase):
    """May plan events of a phase: whoever may add pages below it."""
    return user.is_authenticated and phase.permissions_for_user(user).can_add_subpage()


def can_manage_event(user, event):
    """May take the event through its states: whoever may publish its page."""
    return user.is_authenticated and event.permissions_for_user(user).can_publish()


def can_report_event(user, event):
    """Whoever may publish the page, and the coordinators of those who lead or co-organise the event."""
    return can_manage_event(user, event) or is_organiser(user, event)


def is_organiser(user, event):
    """Coordinates today a coalition that leads or co-organises the event."""
    own = coordinated_ids(user)
    return bool(own) and any(one.coalition_id in own for one in event.organisers.all() if one.speaks_for_event)


def can_keep_external_dates(user):
    """May import the dates that events should keep clear of."""
    return user.is_active and user.has_perms(["events.add_externaldate", "events.change_externaldate"])
