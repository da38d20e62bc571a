from django.urls import path

from events import calendars, feeds

app_name = "events"

# A page's slug may repeat in the tree, and may hold letters of any script: the number finds the page.
urlpatterns = [
    path("calendars/everything.ics", calendars.everything, name="calendar-everything"),
    path("calendars/deadlines.ics", calendars.deadlines, name="calendar-deadlines"),
    path("calendars/coalitions/<int:pk>-<str:slug>.ics", calendars.of_coalition, name="calendar-coalition"),
    path("calendars/series/<int:pk>-<str:slug>.ics", calendars.of_series, name="calendar-series"),
    path("calendars/meetings/<uuid:uid>.ics", calendars.of_meeting, name="calendar-meeting"),
    path("feeds/reports/", feeds.reports, name="feed-reports"),
    path("feeds/coalitions/<int:pk>-<str:slug>/", feeds.of_coalition, name="feed-coalition"),
]
