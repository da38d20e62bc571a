from django.urls import path

from coalitions.views import mine

app_name = "coalitions"

urlpatterns = [
    path("my-coalition/", mine.my_coalition, name="my-coalition"),
]
