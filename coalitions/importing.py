"""Tables in and out: reading CSV and XLSX for the importers, what an import did, and writing exports."""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from datetime import time as clock_time
from decimal import Decimal
from pathlib import PurePath
from typing import NamedTuple

from openpyxl import Workbook, load_workbook

from coalitions.sanitize import SanitizeError, clean_text, from_spreadsheet, spreadsheet_safe

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED_BYTES = 50 * 1024 * 1024
MAX_ROWS = 5_000
MAX_COLUMNS = 100
MAX_LINES = 10 * MAX_ROWS  # empty ones included, which spreadsheets save by the thousand
DELIMITERS = (",", ";", "\t")


class ImportingError(ValueError):
    """A file that cannot be read as a table; `str(error)` is a sentence for people."""


class Row(NamedTuple):
    """One row of a table: the line it stands on in the file (the first is 1), and its text by column."""

    line: int
    values: dict[str, str]


@dataclass(frozen=True)
class Table:
    """What a file held: the columns' keys in order, and the rows that are not empty."""

    columns: list[str]
    rows: list[Row]


@dataclass(frozen=True)
class RowOutcome:
    """What became of one row. `changes` maps a field's name to (before, after)."""

    line: int
    reference: str
    message: str = ""
    changes: dict[str, tuple] = field(default_factory=dict)


@dataclass
class ImportResult:
    """What an import did, or in a preview would do, row by row."""

    created: list[RowOutcome] = field(default_factory=list)
    updated: list[RowOutcome] = field(default_factory=list)
    skipped: list[RowOutcome] = field(default_factory=list)
    errors: list[RowOutcome] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows had each outcome, by its name."""
        return {
            "created": len(self.created),
            "updated": len(self.updated),
            "skipped": len(self.skipped),
            "errors": len(self.errors),
        }

    def __str__(self):
        return "{created} created, {updated} updated, {skipped} unchanged, {errors} refused".format(**self.counts)


def read_table(data: bytes, filename: str) -> Table:
    """The table in a .csv or .xlsx file (of a workbook, the first sheet).

    The first row that is not empty holds the headings; they become snake_case keys ("List host" → `list_host`).
    Every cell comes as clean text: whole numbers without a point, dates in ISO form, yes and no for a Boolean, ""
    for nothing.
    Raises ImportingError for anything that is no such table, or larger than the limits above.
    """
    if not data.strip():
        raise ImportingError("The file is empty.")
    if len(data) > MAX_BYTES:
        raise ImportingError(f"The file is too large: at most {MAX_BYTES // 1024**2} MB, please.")
    match PurePath(filename).suffix.lower():
        case ".csv":
            lines = _csv_lines(data)
        case ".xlsx":
            lines = _xlsx_lines(data)
        case _:
            raise ImportingError("Please choose a .csv or .xlsx file.")
    return _table(_filled(lines))


def write_csv(headers: Sequence[str], rows: Iterable[Sequence]) -> bytes:
    """The rows as CSV in UTF-8, marked so that spreadsheets read it as such. No cell is run as a formula."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_export_cell(cell) for cell in row] for row in _with_headers(headers, rows))
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(headers: Sequence[str], rows: Iterable[Sequence]) -> bytes:
    """The rows as a workbook with one sheet; numbers and dates keep their type. No cell is run as a formula."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Export")
    for row in _with_headers(headers, rows):
        sheet.append([_export_cell(cell) for cell in row])
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _with_headers(headers: Sequence[str], rows: Iterable[Sequence]) -> Iterator[Sequence]:
    yield headers
    yield from rows


def _export_cell(value):
    # Spreadsheets know no time zones: a moment is written out in UTC.
    if isinstance(value, datetime) and value.tzinfo:
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    if value is None or isinstance(value, int | float | Decimal | date | clock_time):
        return value
    return spreadsheet_safe(str(value))


def _csv_lines(data: bytes) -> Iterator[tuple[int, list]]:
    text = _decoded(data)
    delimiter = max(DELIMITERS, key=lambda delimiter: _heading_width(text, delimiter))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1  # a quoted cell may span several lines; the row is named by its first
    except csv.Error as error:
        problem = "its quotation marks do not match, or a cell is far too long"
        raise ImportingError(f"Line {line} cannot be read: {problem}.") from error


def _decoded(data: bytes) -> str:
    is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if is_utf16 else ["utf-8-sig", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ImportingError("The file is broken, or is no CSV file.")


def _heading_width(text: str, delimiter: str) -> int:
    """How many columns the first row that is not empty has, cut at this delimiter."""
    try:
        return next(len(cells) for cells in csv.reader(io.StringIO(text), delimiter=delimiter) if any(cells))
    except (StopIteration, csv.Error):
        return 0


def _xlsx_lines(data: bytes) -> list[tuple[int, list]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            raise ImportingError(f"The workbook is too large: at most {MAX_UNPACKED_BYTES // 1024**2} MB unpacked.")
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = workbook.worksheets[0]
        sheet.reset_dimensions()  # the size a file claims for its sheet need not be true
        lines = []
        for line, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True), 1):
            if line > MAX_LINES:
                raise ImportingError(f"The sheet goes on below line {MAX_LINES:,}. Please delete its empty rows.")
            if any(cell is not None for cell in cells):
                lines.append((line, list(cells)))
            if len(lines) > MAX_ROWS + 1:
                break  # one too many: refused by `_filled`, whatever may follow
        return lines
    except ImportingError:
        raise
    except Exception as error:  # a broken workbook makes openpyxl raise nearly anything
        raise ImportingError("The file is broken, or is no XLSX workbook.") from error


def _filled(lines: Iterable[tuple[int, list]]) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, as text, without the empty cells at their end."""
    count = 0
    for line, cells in lines:
        texts = [_cell_text(line, cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            continue
        if len(texts) > MAX_COLUMNS:
            raise ImportingError(f"Line {line} has too many columns: at most {MAX_COLUMNS}, please.")
        count += 1
        if count > MAX_ROWS + 1:
            raise ImportingError(f"The file has too many rows: at most {MAX_ROWS:,}, please.")
        yield line, texts


def _cell_text(line: int, cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() if cell.time() == clock_time():
            return cell.date().isoformat()
        case date() | clock_time():
            return cell.isoformat()
    try:
        return from_spreadsheet(clean_text(str(cell)))
    except SanitizeError as error:
        raise ImportingError(f"Line {line}: {error}") from error


def _table(lines: Iterator[tuple[int, list[str]]]) -> Table:
    _line, headings = next(lines, (0, []))
    columns = [_column_key(heading) for heading in headings]
    if not any(columns):
        raise ImportingError("The file has no headings.")
    for number, (heading, column) in enumerate(zip(headings, columns, strict=True), 1):
        if not column:
            raise ImportingError(f"Column {number} has no heading.")
        if columns.index(column) != number - 1:
            raise ImportingError(f"The heading “{heading}” is there twice.")
    rows = []
    for line, texts in lines:
        if len(texts) > len(columns):
            raise ImportingError(f"Line {line} has {len(texts)} cells, but there are only {len(columns)} headings.")
        texts += [""] * (len(columns) - len(texts))
        rows.append(Row(line, dict(zip(columns, texts, strict=True))))
    return Table(columns, rows)


def _column_key(heading: str) -> str:
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")
