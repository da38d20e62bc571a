"""The interface for programs: schemas, how things are rendered, and the endpoints."""

from coalitions.api.endpoints import router

__all__ = ["router"]
