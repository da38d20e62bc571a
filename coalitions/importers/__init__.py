from coalitions.importers.coalitions import editors_version, import_coalitions
from coalitions.importers.columns import COLUMNS, unknown_columns
from coalitions.importers.members import MEMBER_COLUMNS, import_members, unknown_member_columns

__all__ = [
    "COLUMNS",
    "MEMBER_COLUMNS",
    "editors_version",
    "import_coalitions",
    "import_members",
    "unknown_columns",
    "unknown_member_columns",
]
