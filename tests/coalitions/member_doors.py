"""Who stands before the doors to a coalition's members, and what is behind them. Shared by the tests of each door."""

from dataclasses import dataclass

from coalitions.enums import MembershipState
from coalitions.models import CoalitionPage, Membership, MembershipStatement
from tests.factories import (
    make_coalition,
    make_contact,
    make_facilitator_user,
    make_member,
    make_secretariat_user,
    make_series,
    make_statement,
    make_superuser,
    make_user,
)

ROLES = (
    "nobody",
    "account",
    "former coordinator",
    "facilitator",
    "coordinator of another coalition",
    "coordinator",
    "secretariat",
    "superuser",
)


@dataclass
class World:
    """A coalition with a named and a counted member, and everybody who might knock."""

    coalition: CoalitionPage
    other: CoalitionPage
    members: dict[str, Membership]
    statement: MembershipStatement
    actors: dict


def make_world():
    coordinator, other_coordinator, former = make_user("cora"), make_user(), make_user()
    coalition = make_coalition("Own", acronym="OWN", slug="own", coordinators=[coordinator])
    other = make_coalition("Other", acronym="OTHER", slug="other", coordinators=[other_coordinator])
    make_contact(coalition, user=former, to_date="2020-01-01")
    return World(
        coalition,
        other,
        {
            "named": make_member(coalition, name="Named Member", visibility="public"),
            "counted": make_member(coalition, name="Counted Member"),
            "unconfirmed": make_member(coalition, name="Unconfirmed", state=MembershipState.UNCONFIRMED),
            "foreign": make_member(other, name="Foreign Member", visibility="public"),
        },
        make_statement(),
        {
            "nobody": None,
            "account": make_user(),
            "former coordinator": former,
            "facilitator": make_facilitator_user(make_series()),
            "coordinator of another coalition": other_coordinator,
            "coordinator": coordinator,
            "secretariat": make_secretariat_user(),
            "superuser": make_superuser(),
        },
    )
