"""The interface for programs: schemas and endpoints."""

from events.proposals.api.endpoints import router

__all__ = ["router"]
