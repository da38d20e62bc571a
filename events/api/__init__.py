"""The interface for programs: schemas and endpoints."""

from events.api.endpoints import router
from events.api.preparatory_events import router as preparatory_router

router.add_router("", preparatory_router)

__all__ = ["router"]
