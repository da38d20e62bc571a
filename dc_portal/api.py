"""The public interface for programs at `/api/v1/`; its description is at `/api/v1/openapi.json`.

There is no page to try it out on: those on offer load their parts from other people's servers.
"""

from http import HTTPStatus

from django.http import Http404
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from coalitions.api import router as coalitions_router
from coalitions.papers.api import router as papers_router
from events.api import router as events_router
from events.proposals.api import router as proposals_router

api = NinjaAPI(
    title="Dynamic Coalitions Portal",
    version="1",
    description=(
        "Coalitions, their meetings, reports, action items, calls, proposals, preparatory events, papers and outputs, "
        "as every visitor may see them. Read-only, no sign-in. Moments are in UTC (ISO 8601), days are calendar days, "
        "addresses are absolute. Lists are asked for in windows (limit and offset) and say how many rows there are."
    ),
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", coalitions_router)
api.add_router("", papers_router)
api.add_router("", events_router)
api.add_router("", proposals_router)


def problem(request, status, detail, errors=()):
    """An answer that says what was wrong, as `coalitions.api.Problem` describes it."""
    body = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail, "errors": list(errors)}
    return api.create_response(request, body, status=status)


@api.exception_handler(Http404)
def missing(request, error):
    return problem(request, 404, str(error) or "There is nothing here.")


@api.exception_handler(ValidationError)
def refused(request, error):
    errors = [{"where": ".".join(str(part) for part in one["loc"]), "message": one["msg"]} for one in error.errors]
    return problem(request, 422, "Some of what was asked could not be understood.", errors)


@api.exception_handler(HttpError)
def failed(request, error):
    return problem(request, error.status_code, str(error))
