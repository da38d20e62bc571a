from django.urls import path, re_path

from coalitions.activity.views import assessments, mine, own_assessments, public, reports, slots

app_name = "activity"

# A page's slug may repeat in the tree, and may hold letters of any script: the number finds the page.
PAGE = r"(?P<pk>[0-9]{1,9})-(?P<slug>[^/]+)"

MINE = r"^my-coalition/(?P<pk>[0-9]{1,9})"
YEAR = r"(?P<year>[0-9]{4})"
ASSESSMENT = rf"{MINE}/assessments/(?P<assessment_pk>[0-9]{{1,9}})"

urlpatterns = [
    re_path(rf"{ASSESSMENT}/$", own_assessments.assessment, name="own-assessment"),
    re_path(rf"{ASSESSMENT}/appeal/$", own_assessments.appeal, name="own-assessment-appeal"),
    re_path(rf"{MINE}/slot/{YEAR}/$", slots.own_slot, name="own-slot"),
    re_path(rf"{MINE}/slot/{YEAR}/withdraw/$", slots.own_slot_withdraw, name="own-slot-withdraw"),
    re_path(rf"{MINE}/annual-report/{YEAR}/$", reports.own_report, name="own-report"),
    re_path(rf"{MINE}/annual-report/{YEAR}/start/$", reports.own_report_start, name="own-report-start"),
    path("assessments/", assessments.newest, name="assessments-newest"),
    re_path(rf"^assessments/{YEAR}/$", assessments.of_cycle, name="assessments"),
    re_path(r"^annual-reports/(?P<report_pk>[0-9]{1,9})/$", reports.annual_report, name="annual-report"),
    path("my-coalition/<int:pk>/activity/", mine.records, name="own-records"),
    path("my-coalition/<int:pk>/activity/<int:record_pk>/", mine.record_edit, name="own-record-edit"),
    path("my-coalition/<int:pk>/activity/<int:record_pk>/delete/", mine.record_delete, name="own-record-delete"),
    path("indicators/", public.catalogue, name="indicators"),
    path("indicators/grid/", public.grid, name="grid"),
    path("indicators/grid.csv", public.grid_table, name="grid-table"),
    re_path(rf"^indicators/coalitions/{PAGE}\.csv$", public.coalition_table, name="coalition-table"),
    re_path(rf"^indicators/coalitions/{PAGE}/$", public.coalition_activity, name="coalition-activity"),
]
