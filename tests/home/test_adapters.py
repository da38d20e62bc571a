"""Every mail that allauth would send is ours: queued, in our words, none forgotten."""

from pathlib import Path

import allauth
import pytest
from django.template.loader import get_template

from coalitions.models import Notice
from home.adapters import CHANGES, AccountAdapter, MFAAdapter
from tests.factories import make_user

pytestmark = pytest.mark.django_db
TEMPLATES = Path(allauth.__file__).parent / "templates"
MAILS = sorted(
    path.relative_to(TEMPLATES).as_posix().removesuffix("_subject.txt")
    for room in ("account", "mfa")
    for path in (TEMPLATES / room / "email").glob("*_subject.txt")
)
# Never sent here: a reset is by code, not by link.
UNUSED = {"account/email/password_reset_key"}


def test_allauths_mails_are_found():
    assert len(MAILS) >= 15
    assert set(CHANGES) < set(MAILS)


@pytest.mark.parametrize("prefix", sorted(set(MAILS) - UNUSED))
def test_every_mail_waits_in_the_outbox_in_our_words(rf, prefix):
    context = {"code": "1234-5678", "request": rf.get("/"), "user": make_user()}
    AccountAdapter(rf.get("/")).send_mail(prefix, "ada@example.org", context)
    notice = Notice.objects.get()
    assert (notice.address, notice.at_once) == ("ada@example.org", True)
    assert notice.matter == f"account:{prefix.rpartition('/')[2]}"
    assert notice.text.endswith((".", "/accounts/"))
    assert ("1234-5678" in notice.text) is (prefix.endswith("_code") or "confirmation" in prefix)


@pytest.mark.parametrize("prefix", sorted(set(MAILS) - UNUSED - set(CHANGES)))
def test_every_other_mail_has_a_template_of_ours(prefix):
    assert get_template(f"{prefix}.txt").origin.name.startswith(str(Path(__file__).parents[2] / "dc_portal"))


def test_nobody_signs_up(rf):
    assert AccountAdapter(rf.get("/")).is_open_for_signup(rf.get("/")) is False


def test_the_portal_is_called_by_its_name_and_passkeys_are_numbered(rf):
    adapter, user = MFAAdapter(), make_user()
    assert adapter.get_totp_issuer() == "Dynamic Coalitions Portal"
    assert adapter.generate_authenticator_name(user, "webauthn") == "Passkey 1"
    user.authenticator_set.create(type="webauthn", data={})
    user.authenticator_set.create(type="totp", data={})
    assert adapter.generate_authenticator_name(user, "webauthn") == "Passkey 2"
