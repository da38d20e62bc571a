import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email
from wagtail.models import ModelLogEntry

from coalitions.enums import ContactRole
from coalitions.models import Contact, Membership, Notice
from coalitions.notifications import Mail, deliver, hand_over, queue
from coalitions.permissions import is_coordinator
from coalitions.services import forget_person, invite_contact
from coalitions.workflow import NotAllowed
from home.models import User
from tests.factories import make_coalition, make_contact, make_member, make_secretariat_user, make_user

pytestmark = pytest.mark.django_db
CREATE = reverse("coalitions_contact_modeladmin_create")


def form_of(coalition, **fields):
    given = {"coalition": coalition.pk, "role": "coordinator", "given_name": "Ada", "family_name": "Example"}
    return given | {"from_date": "", "to_date": "", "user": "", "invite": ""} | fields


def test_an_invitation_makes_an_account_links_it_and_says_how_to_sign_in(client, mailoutbox):
    secretariat, coalition = make_secretariat_user(), make_coalition("Coalition on Tests", acronym="DC-T")
    client.force_login(secretariat)
    response = client.post(CREATE, form_of(coalition, invite="ada@example.org"))
    assert response.status_code == 302
    account = User.objects.get(email="ada@example.org")
    assert (account.username, account.get_full_name()) == ("ada-example", "Ada Example")
    assert (account.has_usable_password(), account.is_active) == (False, True)
    assert is_coordinator(account, coalition)
    assert [entry.user for entry in ModelLogEntry.objects.filter(action="coalitions.invite")] == [secretariat]
    hand_over()
    deliver()
    [mail] = mailoutbox
    assert (mail.to, mail.subject) == (["ada@example.org"], "You can now keep the pages of DC-T")
    assert "\nhttp://127.0.0.1:8000/accounts/login/\n" in mail.body
    assert "your e-mail address, ada@example.org." in mail.body


def test_an_address_that_has_an_account_links_that_one(client):
    client.force_login(make_secretariat_user())
    account = make_user("ada", email="ada@example.org")
    before = User.objects.count()
    client.post(CREATE, form_of(make_coalition(), invite="ADA@example.org"))
    assert (Contact.objects.get().user, User.objects.count()) == (account, before)


@pytest.mark.parametrize(
    "fields, error",
    [
        ({"invite": "nonsense"}, "Enter a valid email address."),
        ({"invite": "closed@example.org"}, "The account with this address is closed; ask for another address."),
        ({"invite": "a@example.org", "role": "secretary"}, "Only a coordinator or co-coordinator has an account."),
        ({"invite": "a@example.org", "user": "other"}, "Choose an account or invite by e-mail, one of the two."),
    ],
)
def test_an_invitation_that_cannot_be(client, fields, error):
    client.force_login(make_secretariat_user())
    make_user(email="closed@example.org", is_active=False)
    other = make_user()
    fields = {name: other.pk if value == "other" else value for name, value in fields.items()}
    response = client.post(CREATE, form_of(make_coalition(), **fields))
    assert (response.status_code, response.context["form"].errors["invite"]) == (200, [error])
    assert (Contact.objects.count(), Notice.objects.count()) == (0, 0)


def test_without_an_address_nobody_is_invited(client):
    client.force_login(make_secretariat_user())
    before = User.objects.count()
    client.post(CREATE, form_of(make_coalition()))
    assert (Contact.objects.get().user, User.objects.count(), Notice.objects.count()) == (None, before, 0)


def test_a_contact_may_be_invited_later(client):
    client.force_login(make_secretariat_user())
    contact = make_contact(role=ContactRole.CO_COORDINATOR)
    address = reverse("coalitions_contact_modeladmin_edit", args=[contact.pk])
    client.post(address, form_of(contact.coalition, role="co-coordinator", invite="ada@example.org"))
    contact.refresh_from_db()
    assert contact.user.email == "ada@example.org"


def test_namesakes_get_user_names_of_their_own():
    by = make_secretariat_user()
    accounts = [
        invite_contact(
            make_contact(given_name="Ada", family_name="Example"), address=f"ada{number}@example.org", by=by
        )
        for number in range(3)
    ]
    assert [account.username for account in accounts] == ["ada-example", "ada-example-2", "ada-example-3"]


def test_a_name_without_latin_letters_gets_a_user_name_too():
    contact = make_contact(given_name="Ада", family_name="")
    assert invite_contact(contact, address="ada@example.org", by=make_secretariat_user()).username == "coordinator"


def test_a_closed_account_is_not_linked():
    make_user(email="closed@example.org", is_active=False)
    contact = make_contact()
    with pytest.raises(NotAllowed):
        invite_contact(contact, address="closed@example.org", by=make_secretariat_user())
    contact.refresh_from_db()
    assert (contact.user, Notice.objects.count()) == (None, 0)


def test_forgetting_a_person_erases_memberships_of_the_own_address_and_no_others():
    ada = make_user(email="ada@example.org")
    make_member(email="ada@example.org")
    make_member(email="ada@example.org")
    kept = make_member(email="bea@example.org")
    forget_person(ada)
    forget_person(make_user(email=""))
    assert list(Membership.objects.all()) == [kept]


def test_forgetting_a_person_ends_contacts_and_takes_mails_along():
    today = timezone.now().date()
    day = datetime.timedelta(days=1)
    ada, bea = make_user(email="ada@example.org"), make_user()
    coalition = make_coalition()
    make_contact(coalition, user=ada, is_public=True, affiliation="Example Org")
    make_contact(coalition, user=ada, from_date=today - 9 * day, to_date=today - 3 * day)
    make_contact(coalition, user=ada, from_date=today + 3 * day)
    kept = make_contact(coalition, user=bea)
    queue(Mail("Sent", "Text"), to=[ada, "other@example.org"], matter="test:1")
    hand_over()
    queue(Mail("Waiting", "Text"), to=["ADA@example.org", bea], matter="test:2")
    forget_person(ada)
    assert list(
        Contact.objects.exclude(pk=kept.pk)
        .order_by("pk")
        .values_list("given_name", "family_name", "affiliation", "user", "is_public", "from_date", "to_date")
    ) == [
        ("Erased", "", "", None, False, None, today),
        ("Erased", "", "", None, False, today - 9 * day, today - 3 * day),
        ("Erased", "", "", None, False, None, today),
    ]
    assert (is_coordinator(ada, coalition), is_coordinator(bea, coalition)) == (False, True)
    assert [notice.subject for notice in Notice.objects.order_by("pk")] == ["Sent", "Waiting"]
    assert [notice.recipient for notice in Notice.objects.order_by("pk")] == ["other@example.org", bea.email]
    assert [email.to for email in Email.objects.all()] == [["other@example.org"]]
