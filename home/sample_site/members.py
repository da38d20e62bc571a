"""Invented members of real coalitions, and an invented statement of membership. Each says that it is sample data.

Every person is called Sample, every organisation begins with "Sample", and every address ends in example.org: nobody
can be taken for somebody.
"""

import datetime

from django.utils import timezone

from coalitions.enums import AdoptionAnswer, CoalitionKind, Engagement, MemberKind, Region, StakeholderGroup
from coalitions.importers import import_members
from coalitions.importing import Row
from coalitions.models import CoalitionPage, Membership, MembershipStatement
from coalitions.notifications import forget
from coalitions.services import adopt_statement, change_member
from home.sample_site.people import user

# How many members the sample invents for whom.
MEMBERS = {"dc3": 34, "dcad": 21, "ycig": 48, "dc-iot": 3, "dc-sig": 11}
GIVEN_NAMES = (
    *("Alma", "Bruno", "Chipo", "Dina", "Emil", "Farida", "Goran", "Hana", "Ivo", "Jaya", "Kofi", "Lena"),
    *("Malik", "Noor", "Otto", "Priya", "Quinn", "Rosa", "Samir", "Tala", "Uma", "Viktor", "Wanjiru", "Yara"),
)
ENGAGEMENTS = [Engagement.FOLLOW] * 5 + [Engagement.CONTRIBUTE] * 3 + [Engagement.COORDINATE]
GROUPS = (
    *[StakeholderGroup.CIVIL_SOCIETY] * 4,
    *[StakeholderGroup.TECHNICAL_COMMUNITY] * 3,
    *(StakeholderGroup.PRIVATE_SECTOR, StakeholderGroup.GOVERNMENT, StakeholderGroup.OTHER, ""),
)
REGIONS = [*list(Region)[:5], Region.AFRICAN, Region.GRULAC, ""]
NAMED, SILENT = 4, 5  # every so many-th shows the name, has not answered
STATEMENT = {
    "title": "Sample data: What it means to be a member of a dynamic coalition",
    "text": (
        "<p>Sample data: this text is invented; the coalitions have agreed on nothing of the kind.</p>"
        "<h3>Open</h3><p>Whoever shares the coalition’s purpose may join, and leaves when they like. Nobody approves "
        "a member, and nobody is removed for silence.</p>"
        "<h3>What members do</h3><ul><li>They say how they want to take part: follow, contribute or help coordinate."
        "</li><li>They say once a year whether they are still interested.</li>"
        "<li>They treat one another with respect, on the list and in calls.</li></ul>"
        "<h3>What the coalition does</h3><ul><li>It keeps its list and its archive open.</li>"
        "<li>It publishes minority or dissenting views with its outputs.</li></ul>"
    ),
}
ADOPTED, ADAPTED = 14, 3  # of the 22 coalitions, so that the sample reads "17 of 22"


def load_members():
    for slug, count in MEMBERS.items():
        coalition = CoalitionPage.objects.get(slug=slug)
        if not Membership.objects.of_coalition(coalition).exists():
            _enter(coalition, count)


def _enter(coalition, count):
    rows = [Row(number + 2, _row(coalition, number)) for number in range(count)]
    result = import_members(rows, by=user("secretariat"))
    if result.errors:
        raise ValueError(f"The sample's own members were refused: {result.errors}")
    for number, member in enumerate(Membership.objects.of_coalition(coalition).order_by("pk")):
        if number % NAMED == 0:
            change_member(member, visibility="public")
        elif number % SILENT == 0:  # as if somebody had asked them a quarter of a year ago
            Membership.objects.filter(pk=member.pk).update(asked_at=timezone.now() - datetime.timedelta(days=90))
        forget(member.matter)  # nobody is there to be written to


def _row(coalition, number):
    given = GIVEN_NAMES[number % len(GIVEN_NAMES)]
    is_organisation = number % 7 == 6
    initial = "ABCDEFGHIJ"[number // len(GIVEN_NAMES)]
    return {
        "coalition": coalition.slug,
        "email": f"{given.lower()}.{number}@{coalition.slug}.example.org",
        "name": f"Sample {given} Institute" if is_organisation else f"{given} {initial}. Sample",
        "kind": MemberKind.ORGANISATION if is_organisation else MemberKind.INDIVIDUAL,
        "engagement": ENGAGEMENTS[number % len(ENGAGEMENTS)],
        "stakeholder_group": GROUPS[number % len(GROUPS)],
        "region": REGIONS[number % len(REGIONS)],
        "joined_on": (datetime.date(2021, 1, 4) + datetime.timedelta(days=9 * number)).isoformat(),
    }


def load_statement():
    statement, created = MembershipStatement.objects.get_or_create(version=1, defaults=STATEMENT)
    if not created:
        return
    secretariat = user("secretariat")
    asked = CoalitionPage.objects.active().of_kind(CoalitionKind.DYNAMIC_COALITION).order_by("title")
    for number, coalition in enumerate(asked[: ADOPTED + ADAPTED]):
        answer, own = AdoptionAnswer.ADOPTED, {}
        if number % 5 == 4 and number < 5 * ADAPTED:
            answer = AdoptionAnswer.ADAPTED
            own = {"own_text": "Sample data: as proposed, and members speak for themselves, not for the coalition."}
        adopt_statement(statement, coalition, answer=answer, by=secretariat, **own)
