"""Every address of the project × every role. An address without a row in the table fails the test."""

import datetime

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from coalitions.activity import services as activity_services
from coalitions.activity.enums import AssessmentState, ListSource, ReportState
from coalitions.activity.models import AnnualReport, EvidenceOffer, ListImport
from coalitions.links import sign
from coalitions.models import Contact, Membership, Notice
from coalitions.papers.notifications import CONFIRM_LINK as COMMENT_LINK
from coalitions.papers.services import CONFIRM_SURVEY_LINK, take_snapshot
from coalitions.services import CONFIRM_LINK, MANAGE_LINK
from events.models import ActionItemPart, ExternalDate
from events.proposals.enums import InputState, ProposalState, Recommendation
from events.proposals.models import Review
from tests.coalitions.activity.factories import (
    a_document,
    make_assessment,
    make_criteria_set,
    make_list_month,
    make_record,
    make_slot_request,
)
from tests.coalitions.papers.factories import make_comment, make_response, numbered
from tests.events.proposals.factories import make_assignment, make_input, make_proposal, make_reviewer
from tests.factories import (
    make_coalition,
    make_contact,
    make_cycle,
    make_facilitator_user,
    make_secretariat_user,
    make_user,
)
from tests.security.doors import ADDRESSES, DOORS, POSTED, ROLES, arguments
from tests.world import make_world

pytestmark = pytest.mark.django_db

OURS = {"coalitions", "events", "home", "search", "dc_portal"}
REFUSALS = {302, 401, 403, 404, 405, 409, 410}


def patterns(resolver, route="", namespace=""):
    """(route, full name, view) of every address."""
    for pattern in resolver.url_patterns:
        here = f"{route}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inside = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from patterns(pattern, here, inside)
        else:
            yield here, f"{namespace}{pattern.name}" if pattern.name else "", pattern.callback


def is_ours(route, name, view):
    """Whether it is an address of this project: all of the public site, and of the admin what is not Wagtail's own."""
    if not route.startswith("admin/"):
        return True
    return view.__module__.split(".")[0] in OURS or "_modeladmin_" in name


def test_every_address_has_a_row_and_every_row_an_address():
    found = {name or route for route, name, view in patterns(get_resolver()) if is_ours(route, name, view)}
    assert (sorted(found - set(DOORS)), sorted(set(DOORS) - found)) == ([], [])


def make_people(world):
    """Role → account, or None for a visitor. The coordinator is the one of the world's coalition."""
    coordinator, other = make_user("coordinator"), make_user("other")
    make_coalition("Another coalition", coordinators=[other])
    make_contact(world.coalition, user=coordinator)
    return {
        "visitor": None,
        "other": other,
        "coordinator": coordinator,
        "facilitator": make_facilitator_user(world.series, "facilitator"),
        "reviewer": make_reviewer("reviewer"),
        "secretariat": make_secretariat_user("secretariat"),
    }


def make_things(world, people):
    """What the addresses need besides the world: a row of each other kind, and the links that are in mails."""
    draft = make_proposal(world.call, lead=world.coalition, share_key="a" * 32)
    asked = Membership.objects.create(coalition=world.coalition, name="Asked", email="asked@example.org")
    written = make_input(world.call, coalition=world.coalition, state=InputState.SUBMITTED)
    to_review = make_proposal(world.call, state=ProposalState.SUBMITTED)
    assignment = make_assignment(to_review, people["reviewer"])
    record = make_record(world.coalition)
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)
    return {
        "contact": Contact.objects.of_user(people["coordinator"]).get(),
        "cycle": make_cycle(2030),
        "notice": Notice.objects.create(address="a@example.org", matter="test:1", subject="A mail", text="Words."),
        "external date": ExternalDate.objects.create(title="A meeting", starts_on=tomorrow, ends_on=tomorrow),
        "part": ActionItemPart.objects.get_or_create(item=world.item, coalition=world.coalition)[0],
        "draft": draft,
        "input": written,
        "input invitation": sign(
            "proposals.input-invitation", [written.coalitions.get().pk, people["coordinator"].pk]
        ),
        "to review": to_review,
        "assignment": assignment,
        "review": Review.objects.create(
            proposal=to_review, reviewer=people["reviewer"], recommendation=Recommendation.SUPPORT
        ),
        "record": record,
        **make_assessed(world.coalition),
        "list month": make_list_month(world.coalition),
        "list import": ListImport.objects.create(coalition=world.coalition, source=ListSource.MBOX, name="list.mbox"),
        "invitation": sign("proposals.invitation", [draft.organisers.get().pk, people["coordinator"].pk]),
        "survey link": sign(
            CONFIRM_SURVEY_LINK,
            make_response(world.closed_survey, state="unconfirmed", email="asked@example.org").key.hex,
        ),
        "paragraph": numbered(world.draft)[0].anchor,
        "comment token": sign(COMMENT_LINK, make_comment(world.draft, state="unconfirmed").key.hex),
        "snapshot": take_snapshot(world.draft, as_of=timezone.now(), by=people["secretariat"]),
        "trace link": world.draft.trace_links.first(),
        "discussion": world.paper.interviews.first(),
        "member token": sign(MANAGE_LINK, world.member.key.hex),
        "confirm token": sign(CONFIRM_LINK, asked.key.hex),
        "restriction": CollectionViewRestriction.objects.create(
            collection=Collection.get_first_root_node().add_child(name="Closed"),
            restriction_type=CollectionViewRestriction.PASSWORD,
            password="a-word",
        ),
        "page restriction": PageViewRestriction.objects.create(
            page=world.page, restriction_type=PageViewRestriction.PASSWORD, password="a-word"
        ),
    }


def make_assessed(coalition):
    """An assessment that was replied to with other evidence, a slot request, and reports of both states."""
    # In a cycle of their own: the world has requests and reports of the others.
    proposed = make_criteria_set(year=2031, criteria=[a_document()])
    agreed = activity_services.agree_criteria(
        make_criteria_set(proposed.cycle, criteria=[a_document()]),
        on=datetime.date(2021, 6, 1),
        by=make_secretariat_user(),
    )
    assessment = make_assessment(AssessmentState.REPLIED, coalition=coalition, criteria_set=agreed)
    EvidenceOffer.objects.create(
        assessment=assessment,
        criterion=assessment.evidence["criteria"][0]["rule"]["key"],
        text="Our report",
        offered_at=timezone.now(),
    )
    reports = {
        state: AnnualReport.objects.create(
            coalition=coalition, year=year, title=f"Report on {year}", state=state, filed_at=filed_at
        )
        for year, state, filed_at in ((2015, ReportState.FILED, timezone.now()), (2014, ReportState.DRAFT, None))
    }
    return {
        "proposed criteria": proposed,
        "assessment": assessment,
        "slot request": make_slot_request(coalition, assessment.criteria_set),
        "annual report": reports[ReportState.FILED],
        "report draft": reports[ReportState.DRAFT],
    }


def address_of(name, given):
    if name in ADDRESSES:
        return ADDRESSES[name]
    values = given.get(name, [])
    return reverse(name, kwargs=values) if isinstance(values, dict) else reverse(name, args=values)


def answered(client, address, method):
    """The answer's status; `in` for the way to the sign-in. Whatever the visit wrote is taken back."""
    with transaction.atomic():
        response = getattr(client, method)(address)
        transaction.set_rollback(True)
        if response.streaming:  # read, so that no file stays open
            b"".join(response.streaming_content)
    if response.status_code == 302 and response.headers["Location"].startswith("/accounts/login/"):
        return "in"
    return str(response.status_code)


@pytest.fixture
def opened():
    """(people, given): an account for each role, and what every address is made of."""
    world = make_world()
    people = make_people(world)
    return people, arguments(world, make_things(world, people))


def visitor_as(user):
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def test_every_role_is_answered_as_the_table_says(opened):
    people, given = opened
    assert tuple(people) == ROLES
    found = {name: [] for name in DOORS}
    for user in people.values():
        for name in DOORS:
            method = "post" if name in POSTED else "get"
            found[name].append(answered(visitor_as(user), address_of(name, given), method))
    assert {name: " ".join(answers) for name, answers in found.items()} == DOORS


def test_who_is_refused_a_page_is_refused_what_it_would_do(opened):
    """A POST to an address that its role may not see is refused like the page."""
    people, given = opened
    let_in = []
    for role, user in people.items():
        for name, row in DOORS.items():
            seen = row.split()[ROLES.index(role)]
            if name in POSTED or seen not in ("in", "302", "403", "404"):
                continue
            said = answered(visitor_as(user), address_of(name, given), "post")
            if said != "in" and int(said) not in REFUSALS:
                let_in.append((role, name, seen, said))
    assert let_in == []
