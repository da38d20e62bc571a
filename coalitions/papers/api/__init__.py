"""The interface for programs: schemas and endpoints."""

from coalitions.papers.api import surveys
from coalitions.papers.api.endpoints import router

__all__ = ["router", "surveys"]
