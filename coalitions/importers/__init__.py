from coalitions.importers.coalitions import editors_version, import_coalitions
from coalitions.importers.columns import COLUMNS, unknown_columns

__all__ = ["COLUMNS", "editors_version", "import_coalitions", "unknown_columns"]
