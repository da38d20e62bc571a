import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from dc_portal.wsgi import application
from events.enums import MeetingState
from tests.factories import make_action_item, make_coalition, make_cycle, make_meeting, make_output

pytestmark = pytest.mark.django_db

ENDPOINTS = [
    "/api/v1/action-items/",
    "/api/v1/calls/",
    "/api/v1/coalitions/",
    "/api/v1/coalitions/{slug}/",
    "/api/v1/cycles/",
    "/api/v1/drafts/",
    "/api/v1/drafts/{draft_id}/",
    "/api/v1/events/",
    "/api/v1/events/{uid}/",
    "/api/v1/meetings/",
    "/api/v1/meetings/{uid}/",
    "/api/v1/outputs/",
    "/api/v1/papers/",
    "/api/v1/proposals/",
    "/api/v1/proposals/{code}/",
    "/api/v1/surveys/",
    "/api/v1/surveys/{survey_id}/results/",
]


CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def _requests_leave_the_connection_open():
    """As with Django's own test client: the rows of a test stand in a transaction that a request must not end."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def described(client, _requests_leave_the_connection_open):
    """The interface as it describes itself, over a portal with a row of everything."""
    coalition = make_coalition(slug="a", tags=["a"])
    make_cycle()
    make_output(coalition)
    make_action_item(make_meeting(state=MeetingState.ADOPTED, report=[("paragraph", "<p>One.</p>")]))
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.mark.parametrize("place", range(len(ENDPOINTS)), ids=ENDPOINTS)
def test_answers_are_as_described(described, place):
    operation = sorted((found.ok() for found in described.get_all_operations()), key=lambda one: one.path)[place]

    @settings(max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def ask(case):
        case.call_and_validate(checks=CHECKS)

    ask()


def test_the_description(client):
    description = client.get("/api/v1/openapi.json").json()

    assert description["openapi"] == "3.1.0"
    assert sorted(description["paths"]) == ENDPOINTS
    assert {verb for path in description["paths"].values() for verb in path} == {"get"}
    assert all("422" in path["get"]["responses"] for path in description["paths"].values())


def test_no_page_that_loads_from_elsewhere(client):
    assert client.get("/api/v1/docs", follow=True).status_code == 404


def test_nothing_is_there_in_words(client):
    response = client.get("/api/v1/coalitions/none/")

    assert (response.status_code, response.json()) == (
        404,
        {
            "title": "Not Found",
            "status": 404,
            "detail": "There is no public coalition with this slug.",
            "errors": [],
        },
    )


@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete"])
def test_it_is_read_only(client, verb):
    assert getattr(client, verb)("/api/v1/coalitions/").status_code == 405
