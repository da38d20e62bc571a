"""The interface for programs: schemas and endpoints."""

from events.api.endpoints import router

__all__ = ["router"]
