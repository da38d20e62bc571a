from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry

from coalitions import personal_data
from coalitions.models import Notice, StatusChange
from coalitions.personal_data import PersonalData, register_personal_data, rooms_with_personal_data
from coalitions.services import change_status
from coalitions.workflow import NotAllowed
from home.models import User
from home.services import close_account, rename_account
from tests.factories import make_coalition, make_secretariat_user, make_superuser, make_user
from tests.home.accounts import PASSWORD, enrol_app, sign_in_by_password

pytestmark = pytest.mark.django_db


def addresses(user):
    return list(EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary"))


def test_whoever_makes_an_account_vouches_for_its_address():
    user = make_user(email="Ada@Example.org")
    assert addresses(user) == [("ada@example.org", True, True)]
    user.email = "new@example.org"
    user.save()
    assert addresses(user) == [("new@example.org", True, True)]
    user.email = ""
    user.save()
    assert addresses(user) == []


def test_a_save_that_leaves_the_address_alone_asks_nothing(django_assert_num_queries):
    user = make_user()
    with django_assert_num_queries(1):
        user.save(update_fields=["last_login"])


@pytest.mark.parametrize("email, may", [("ada@example.org", False), ("ADA@example.org", False), ("", True)])
def test_an_address_is_of_one_account(email, may):
    make_user(email="ada@example.org")
    make_user(email="")
    try:
        with transaction.atomic():
            make_user(email=email)
    except IntegrityError:
        assert not may
    else:
        assert may


def test_the_admin_says_that_an_address_is_taken(client):
    make_user(email="ada@example.org")
    client.force_login(make_superuser())
    form = {"username": "bea", "first_name": "Bea", "last_name": "E", "email": "Ada@example.org", "is_active": "on"}
    response = client.post("/admin/users/new/", form)
    assert response.status_code == 200
    assert "Another account has this e-mail address." in response.content.decode()
    client.post("/admin/users/new/", form | {"email": "bea@example.org"})
    assert User.objects.get(username="bea").has_usable_password() is False


def test_a_new_name():
    user = make_user()
    rename_account(user, first_name="Ada", last_name="Example")
    assert str(User.objects.get(pk=user.pk)) == "Ada Example"


def test_an_erased_account_says_nothing_of_who_it_was_and_decided_what_it_did(client):
    ada = make_secretariat_user("ada", first_name="Ada", last_name="Example", email="ada@example.org")
    log(ada, "wagtail.edit", user=make_superuser())
    coalition = make_coalition("Own", coordinators=[ada])
    change_status(coalition, verb="close", reason="Done", by=ada)
    enrol_app(ada)
    client.force_login(ada)
    close_account(ada, by=ada)

    erased = User.objects.get(pk=ada.pk)
    assert (erased.username, str(erased), erased.email) == (f"erased-{ada.pk}", f"Erased account {ada.pk}", "")
    assert (erased.is_active, erased.has_usable_password(), erased.groups.count()) == (False, False, 0)
    assert (addresses(ada), Authenticator.objects.count()) == ([], 0)
    assert StatusChange.objects.get().by == erased
    assert PageLogEntry.objects.get(action="coalitions.status").user == erased
    assert set(ModelLogEntry.objects.filter(object_id=str(ada.pk)).values_list("action", "label")) == {
        ("wagtail.edit", f"Erased account {ada.pk}"),
        ("home.erase", f"Erased account {ada.pk}"),
    }
    assert client.get("/my-coalition/").status_code == 302
    sign_in_by_password(client, ada)
    assert client.get("/my-coalition/").status_code == 302


def test_nothing_in_the_database_names_an_erased_person():
    ada = make_user("ada-user-name", first_name="Adalind", last_name="Exemplary", email="adalind@example.org")
    log(ada, "wagtail.edit", user=ada)
    make_coalition(coordinators=[ada])
    close_account(ada, by=ada)
    found = []
    for model in apps.get_models():
        for row in model._base_manager.values():
            words = " ".join(str(value) for value in row.values())
            found += [model.__name__ for word in ("ada-user-name", "Adalind", "Exemplary") if word in words]
    assert found == []


def test_the_last_superuser_stays():
    chief = make_superuser("chief")
    with pytest.raises(NotAllowed):
        close_account(chief, by=chief)
    chief.refresh_from_db()
    assert (chief.username, chief.is_active) == ("chief", True)
    make_superuser()
    close_account(chief, by=chief)


def test_every_room_takes_its_part_and_nothing_is_done_by_halves():
    ada, seen = make_user("ada"), []

    def erase(user):
        seen.append(user.email)
        raise ZeroDivisionError

    rooms = rooms_with_personal_data()
    register_personal_data(PersonalData("test", lambda user: {}, erase))
    try:
        with pytest.raises(ZeroDivisionError):
            close_account(ada, by=ada)
    finally:
        personal_data._rooms.pop("test")
    ada.refresh_from_db()
    assert (seen, ada.username) == (["ada@example.org"], "ada")
    assert rooms == rooms_with_personal_data()


@pytest.mark.parametrize("has_password", [True, False])
def test_a_lost_second_factor_is_taken_off_and_the_owner_told(client, has_password):
    ada = make_user("ada", email="ada@example.org")
    if not has_password:
        ada.set_unusable_password()
        ada.save()
    enrol_app(ada)
    client.force_login(ada)
    printed = StringIO()
    call_command("reset_second_factor", "ada", stdout=printed)
    assert printed.getvalue() == "ada: 1 taken off, and signed out everywhere.\n"
    ada.refresh_from_db()
    assert (Authenticator.objects.count(), ada.has_usable_password()) == (0, has_password)
    assert client.get("/my-coalition/").status_code == 302
    assert ada.check_password(PASSWORD) is False
    notice = Notice.objects.get()
    assert (notice.recipient, notice.subject) == ("ada@example.org", "Your account was changed")
    assert [entry.action for entry in ModelLogEntry.objects.all()] == ["home.reset_second_factor"]


def test_a_second_factor_of_nobody_is_not_reset():
    with pytest.raises(CommandError, match="There is no account “nobody”"):
        call_command("reset_second_factor", "nobody")
