from django.urls import path

from home import views

app_name = "home"

urlpatterns = [
    path("", views.account, name="account"),
    path("my-data.json", views.account_data, name="account-data"),
    path("erase/", views.account_erase, name="account-erase"),
]
