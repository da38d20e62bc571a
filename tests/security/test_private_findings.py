"""What is found, said and decided of a coalition before it is published: every door × every role × every state."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coalitions.activity import services
from coalitions.activity.enums import AssessmentState, Decision
from coalitions.activity.indicators import indicators
from coalitions.activity.models import Assessment, EvidenceOffer
from home.models import StandardPage
from search.services import rebuild_entries
from tests.coalitions.activity.factories import make_assessment, make_slot_request
from tests.events.proposals.factories import make_reviewer
from tests.factories import (
    make_coalition,
    make_facilitator_user,
    make_home_page,
    make_secretariat_user,
    make_series,
    make_user,
)
from tests.world import LISTS

pytestmark = pytest.mark.django_db

State = AssessmentState
SECRET = "A secret sentence"
OUTSIDERS = ("visitor", "account", "other", "facilitator", "reviewer")
# What stands nowhere but in the assessment and what belongs to it.
TELLING = (SECRET, "Not eligible", "not-eligible")


@pytest.fixture
def people():
    return {
        "visitor": None,
        "account": make_user("account"),
        "other": make_user("other"),
        "coordinator": make_user("coordinator"),
        "facilitator": make_facilitator_user(make_series(), "facilitator"),
        "reviewer": make_reviewer("reviewer"),
        "secretariat": make_secretariat_user("secretariat"),
    }


@pytest.fixture
def coalition(people):
    make_coalition("Another coalition", coordinators=[people["other"]])
    return make_coalition("Dynamic Coalition on Secrets", coordinators=[people["coordinator"]])


@pytest.fixture
def page(coalition):
    """A page with both blocks of activity, about the coalition."""
    found = StandardPage(title="Numbers", slug="numbers")
    blocks = [
        {
            "type": "activity_indicators",
            "value": {
                "title": "Numbers",
                "coalition": coalition.pk,
                "indicators": [indicator.key for indicator in indicators.all()],
                "period": "year",
                "year": 2021,
            },
        },
        {"type": "activity_grid", "value": {"title": "Grid", "indicator": "list-messages", "period": "latest"}},
    ]
    found.body = StandardPage._meta.get_field("body").to_python(blocks)
    make_home_page().add_child(instance=found)
    found.save_revision(clean=False)
    return found


def make_secrets(state, coalition):
    """An assessment in a state, in which every text that somebody wrote is secret, and a slot request beside it."""
    assessment = make_assessment(state, coalition=coalition, decision=Decision.NOT_ELIGIBLE)
    written = ("reply", "decision_reason", "appeal", "appeal_answer", "left_out_because")
    Assessment.objects.filter(pk=assessment.pk).update(
        **{name: SECRET for name in written if getattr(assessment, name)}
    )
    assessment.steps.update(reason=SECRET)
    if assessment.is_shared:
        EvidenceOffer.objects.create(
            assessment=assessment,
            criterion=assessment.evidence["criteria"][0]["rule"]["key"],
            text=SECRET,
            offered_at=timezone.now(),
        )
    request = make_slot_request(coalition, assessment.criteria_set, title=SECRET, purpose=SECRET, evidence=SECRET)
    rebuild_entries()
    return Assessment.objects.for_listing().get(pk=assessment.pk), request


def open_doors(coalition, page):
    """Where everybody may come, and which show what is published alone."""
    of_coalition = [coalition.pk, coalition.slug]
    return [
        "/",
        coalition.url,
        page.url,
        reverse("activity:coalition-activity", args=of_coalition),
        reverse("activity:coalition-table", args=of_coalition),
        reverse("activity:assessments", args=[2021]),
        reverse("activity:indicators"),
        reverse("activity:grid"),
        reverse("activity:grid-table"),
        "/search/?q=secret+sentence",
        f"/search/?q=secret&coalition={coalition.pk}",
        "/sitemap.xml",
        reverse("events:feed-coalition", args=of_coalition),
        reverse("events:calendar-coalition", args=of_coalition),
        f"/api/v1/coalitions/{coalition.slug}/",
        *(f"/api/v1/{name.replace(' ', '-')}/?limit=100" for name in LISTS),
        "/api/v1/openapi.json",
    ]


def shut_doors(assessment, request, coalition, page):
    """Where the Secretariat, the coalition's coordinators, or whoever is signed in, find something."""
    index = reverse("activity_assessment_modeladmin_index")
    slots = reverse("activity_slotrequest_modeladmin_index")
    return [
        reverse("activity:own-assessment", args=[coalition.pk, assessment.pk]),
        reverse("activity:own-assessment-appeal", args=[coalition.pk, assessment.pk]),
        reverse("activity:own-slot", args=[coalition.pk, 2021]),
        "/my-coalition/",
        reverse("home:account-data"),
        reverse("activity_admin:assessment", args=[assessment.pk]),
        reverse("activity_admin:assessments", args=[assessment.criteria_set_id]),
        reverse("activity_admin:assessments-decide", args=[assessment.criteria_set_id]),
        reverse("activity_admin:what-if", args=[assessment.criteria_set_id]),
        f"{reverse('activity_admin:what-if', args=[assessment.criteria_set_id])}?format=csv",
        *(reverse("activity_admin:assessment-step", args=[assessment.pk, verb]) for verb in ("settle", "leave_out")),
        *(
            reverse("activity_admin:assessment-offer", args=[assessment.pk, offer.pk])
            for offer in assessment.offers.all()
        ),
        index,
        *(f"{index}?export={kind}" for kind in ("csv", "xlsx")),
        f"{index}?q=secrets",
        slots,
        *(f"{slots}?export={kind}" for kind in ("csv", "xlsx")),
        reverse("activity_slotrequest_modeladmin_inspect", args=[request.pk]),
        reverse("activity_criteriaset_modeladmin_inspect", args=[assessment.criteria_set_id]),
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_reports:site_history"),
        f"{reverse('wagtailadmin_pages:search')}?q=secret",
        *(
            reverse(f"wagtailadmin_pages:{name}", args=[one.pk])
            for one in (coalition, page)
            for name in ("edit", "view_draft", "preview_on_edit", "history")
        ),
    ]


def as_(user):
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def tells(client, address):
    """Whether the answer to an address says anything of what is secret. Tables of a workbook count as such."""
    response = client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    is_workbook = body.startswith(b"PK")
    return is_workbook or any(word in body.decode(errors="replace") for word in TELLING)


def telling(people, names, addresses):
    clients = {name: as_(people[name]) for name in names}
    return [(name, address) for name in names for address in addresses if tells(clients[name], address)]


@pytest.mark.parametrize("state", list(State))
def test_nobody_else_finds_anything_at_any_door(people, coalition, page, state):
    assessment, request = make_secrets(state, coalition)
    addresses = open_doors(coalition, page) + shut_doors(assessment, request, coalition, page)
    assert telling(people, OUTSIDERS, addresses) == []


@pytest.mark.parametrize("state", list(State))
def test_no_door_for_everybody_says_more_to_those_who_know(people, coalition, page, state):
    make_secrets(state, coalition)
    previews = [
        reverse(f"wagtailadmin_pages:{name}", args=[one.pk])
        for one in (coalition, page)
        for name in ("view_draft", "preview_on_edit")
    ]
    assert telling(people, ["coordinator", "secretariat"], open_doors(coalition, page) + previews) == []


def test_the_doors_of_those_who_may_know_do_tell(people, coalition, page):
    """The proof that the doors above are shut, not empty."""
    assessment, request = make_secrets(State.APPEALED, coalition)
    addresses = shut_doors(assessment, request, coalition, page)
    of_the_secretariat = {address for _name, address in telling(people, ["secretariat"], addresses)}
    index, slots = reverse("activity_assessment_modeladmin_index"), reverse("activity_slotrequest_modeladmin_index")
    assert of_the_secretariat >= {
        reverse("activity_admin:assessment", args=[assessment.pk]),
        reverse("activity_admin:assessments", args=[assessment.criteria_set_id]),
        reverse("activity_admin:assessment-step", args=[assessment.pk, "settle"]),
        reverse("activity_admin:assessment-offer", args=[assessment.pk, assessment.offers.get().pk]),
        index,
        f"{index}?export=csv",
        f"{index}?export=xlsx",
        slots,
        f"{slots}?export=csv",
        f"{slots}?export=xlsx",
        reverse("activity_slotrequest_modeladmin_inspect", args=[request.pk]),
    }
    of_the_coordinator = {address for _name, address in telling(people, ["coordinator"], addresses)}
    assert of_the_coordinator >= {
        reverse("activity:own-assessment", args=[coalition.pk, assessment.pk]),
        reverse("activity:own-slot", args=[coalition.pk, 2021]),
        "/my-coalition/",
    }


def test_everybody_finds_what_is_published_where_it_belongs_and_never_the_slot_request(people, coalition, page):
    assessment, request = make_secrets(State.FINAL, coalition)
    Assessment.objects.get().offers.all().delete()
    addresses = open_doors(coalition, page) + shut_doors(assessment, request, coalition, page)
    services.publish_assessments(assessment.criteria_set, by=people["secretariat"])
    assert {address for _name, address in telling(people, OUTSIDERS, addresses)} == {
        reverse("activity:assessments", args=[2021]),
        reverse("activity:coalition-activity", args=[coalition.pk, coalition.slug]),
    }
