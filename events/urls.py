from django.urls import path, re_path

from events import calendars, feeds

app_name = "events"

# A page's slug may repeat in the tree, and may hold letters of any script: the number finds the page.
PAGE = r"(?P<pk>[0-9]{1,9})-(?P<slug>[^/]+)"

urlpatterns = [
    path("calendars/everything.ics", calendars.everything, name="calendar-everything"),
    path("calendars/deadlines.ics", calendars.deadlines, name="calendar-deadlines"),
    re_path(rf"^calendars/coalitions/{PAGE}\.ics$", calendars.of_coalition, name="calendar-coalition"),
    re_path(rf"^calendars/series/{PAGE}\.ics$", calendars.of_series, name="calendar-series"),
    path("calendars/meetings/<uuid:uid>.ics", calendars.of_meeting, name="calendar-meeting"),
    path("feeds/reports/", feeds.reports, name="feed-reports"),
    re_path(rf"^feeds/coalitions/{PAGE}/$", feeds.of_coalition, name="feed-coalition"),
]
