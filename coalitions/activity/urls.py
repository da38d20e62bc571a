from django.urls import path, re_path

from coalitions.activity.views import mine, public

app_name = "activity"

# A page's slug may repeat in the tree, and may hold letters of any script: the number finds the page.
PAGE = r"(?P<pk>[0-9]{1,9})-(?P<slug>[^/]+)"

urlpatterns = [
    path("my-coalition/<int:pk>/activity/", mine.records, name="own-records"),
    path("my-coalition/<int:pk>/activity/<int:record_pk>/", mine.record_edit, name="own-record-edit"),
    path("my-coalition/<int:pk>/activity/<int:record_pk>/delete/", mine.record_delete, name="own-record-delete"),
    path("indicators/", public.catalogue, name="indicators"),
    path("indicators/grid/", public.grid, name="grid"),
    path("indicators/grid.csv", public.grid_table, name="grid-table"),
    re_path(rf"^indicators/coalitions/{PAGE}\.csv$", public.coalition_table, name="coalition-table"),
    re_path(rf"^indicators/coalitions/{PAGE}/$", public.coalition_activity, name="coalition-activity"),
]
