from django.urls import path, re_path

from coalitions.views import members, mine, my_members, statements

app_name = "coalitions"

# A page's slug may repeat in the tree, and may hold letters of any script: the number finds the page.
PAGE = r"(?P<pk>[0-9]{1,9})-(?P<slug>[^/]+)"
MINE = r"^my-coalition/(?P<pk>[0-9]{1,9})"
KEY = r"(?P<key>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"

urlpatterns = [
    path("my-coalition/", mine.my_coalition, name="my-coalition"),
    re_path(rf"{MINE}/members/$", my_members.list_members, name="members"),
    re_path(rf"{MINE}/members\.(?P<file_format>[a-z]{{1,9}})$", my_members.export, name="members-export"),
    re_path(rf"{MINE}/members/{KEY}/hide/$", my_members.hide_member_name, name="member-hide-name"),
    re_path(rf"{MINE}/statement/(?P<version>[0-9]{{1,4}})/$", my_members.adopt, name="adopt-statement"),
    re_path(rf"^coalitions/{PAGE}/join/$", members.join, name="member-join"),
    re_path(rf"^coalitions/{PAGE}/members/$", members.public_members, name="member-names"),
    path("members/statement/", statements.membership_statement, name="membership-statement"),
    path("members/statement/<int:version>/", statements.membership_statement, name="membership-statement-version"),
    path("members/mail-sent/", members.mail_sent, name="member-mail-sent"),
    path("members/new-link/", members.new_link, name="member-link"),
    path("members/erased/", members.erased, name="member-erased"),
    path("members/confirm/<str:token>/", members.confirm, name="member-confirm"),
    path("members/own/<str:token>/", members.manage, name="member-manage"),
    path("members/own/<str:token>/still-interested/", members.still_interested, name="member-still-interested"),
    path("members/own/<str:token>/leave/", members.leave, name="member-leave"),
    path("members/own/<str:token>/erase/", members.erase, name="member-erase"),
    path("members/own/<str:token>/data.json", members.export_own_data, name="member-data"),
]
