"""Verbs of what stands in people's calendars, whatever page it is."""

import hashlib

from django.utils import timezone


def note_calendar_change(page):
    """Raise the calendar entry's SEQUENCE if what calendars show of a page has changed. Returns the page.

    The page is a meeting's or a preparatory event's, locked by the caller.
    """
    content = hashlib.sha256("\n".join(page.calendar_parts()).encode()).hexdigest()
    if page.calendar_content != content:
        if page.calendar_content:
            page.calendar_sequence += 1
        page.calendar_content = content
        page.calendar_changed_at = timezone.now()
        page.save(update_fields=list(page.CALENDAR_FIELDS), clean=False)
    return page
