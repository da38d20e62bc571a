from events.importers.external_dates import import_external_dates, unknown_columns
from events.importers.reports import (
    Confirmed,
    ReportImport,
    conclusion_rows,
    default_times,
    import_report,
    report_blocks,
    resolve_coalitions,
    word_balance,
)

__all__ = [
    "Confirmed",
    "ReportImport",
    "conclusion_rows",
    "default_times",
    "import_external_dates",
    "import_report",
    "report_blocks",
    "resolve_coalitions",
    "unknown_columns",
    "word_balance",
]
