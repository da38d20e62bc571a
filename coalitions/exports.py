"""Coalitions out, as a table the importer reads back without a change."""

from coalitions.importers import COLUMNS, editors_version
from coalitions.importing import write_csv, write_xlsx
from coalitions.models import CoalitionPage

FORMATS = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
HEADERS = ("slug", "status", *(column.key for column in COLUMNS))


def coalition_rows(directory):
    """One row for each coalition of a directory, by name, as its editors see it; columns as in HEADERS."""
    for page in CoalitionPage.objects.child_of(directory).for_export():
        draft = editors_version(page)
        yield [page.slug, page.status, *(column.cell(draft) for column in COLUMNS)]


def export_directory(directory, file_format):
    """The directory as a file. `file_format` is one of FORMATS. Returns `(bytes, content type)`."""
    write, content_type = FORMATS[file_format]
    return write(HEADERS, coalition_rows(directory)), content_type
