from django.urls import path, re_path

from events.calendars import subscriptions as calendars
from events.feeds import subscriptions as feeds
from events.views import reporting

app_name = "events"

# A page's slug may repeat in the tree, and may hold letters of any script: the number finds the page.
PAGE = r"(?P<pk>[0-9]{1,9})-(?P<slug>[^/]+)"

urlpatterns = [
    path("calendars/everything.ics", calendars.everything, name="calendar-everything"),
    path("calendars/deadlines.ics", calendars.deadlines, name="calendar-deadlines"),
    re_path(rf"^calendars/coalitions/{PAGE}\.ics$", calendars.of_coalition, name="calendar-coalition"),
    re_path(rf"^calendars/series/{PAGE}\.ics$", calendars.of_series, name="calendar-series"),
    path("calendars/meetings/<uuid:uid>.ics", calendars.of_meeting, name="calendar-meeting"),
    re_path(rf"^calendars/phases/{PAGE}\.ics$", calendars.of_phase, name="calendar-phase"),
    path("calendars/focus-areas/<int:pk>.ics", calendars.of_focus_area, name="calendar-focus-area"),
    path("calendars/events/<uuid:uid>.ics", calendars.of_event, name="calendar-event"),
    path("feeds/reports/", feeds.reports, name="feed-reports"),
    re_path(rf"^feeds/coalitions/{PAGE}/$", feeds.of_coalition, name="feed-coalition"),
    re_path(rf"^feeds/phases/{PAGE}/$", feeds.of_phase, name="feed-phase"),
    path("feeds/focus-areas/<int:pk>/", feeds.of_focus_area, name="feed-focus-area"),
    path("preparatory-events/<uuid:uid>/report/", reporting.event_report, name="event-report"),
]
