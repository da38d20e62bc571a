"""Reading archives into the room's rows."""

from coalitions.activity.importers.list_archives import digest_of, joined, run_import

__all__ = ["digest_of", "joined", "run_import"]
