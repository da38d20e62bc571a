import csv
import io
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from coalitions import importing
from coalitions.importing import (
    ImportingError,
    ImportResult,
    Row,
    RowOutcome,
    Table,
    read_table,
    write_csv,
    write_xlsx,
)
from tests.attack_corpus import ATTACKS


def make_xlsx(*rows, **sheets):
    """A workbook with the rows on its first sheet, and further sheets by name."""
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    for name, more in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in more:
            sheet.append(row)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def make_bomb(member, content):
    """A workbook in which one member is replaced, or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(make_xlsx(["Name"], ["x"]))) as good, zipfile.ZipFile(file, "w", 8) as bad:
        for name in {*good.namelist(), member}:
            bad.writestr(name, content if name == member else good.read(name))
    return file.getvalue()


SMALL = Table(
    ["name", "list_host"],
    [Row(2, {"name": "Zoë", "list_host": "a.org"}), Row(3, {"name": "B", "list_host": ""})],
)


@pytest.mark.parametrize(
    "data",
    [
        "Name,List host\r\nZoë,a.org\r\nB,\r\n".encode(),
        "\ufeffName;List host\nZoë;a.org\nB\n".encode(),
        "name\tLIST-HOST\nZoë\ta.org\nB\t\t\n".encode(),
        "Name,List host\rZoë,a.org\rB".encode("cp1252"),
        "Name;List host\nZoë;a.org\nB;\n".encode("utf-16"),
        '"Name";"List host"\n"Zoë";"a.org"\n"B";""\n'.encode(),
    ],
)
def test_csv_is_read_in_every_usual_dialect(data):
    assert read_table(data, "coalitions.CSV") == SMALL


def test_xlsx_is_read_from_its_first_sheet():
    data = make_xlsx(["Name", "List host", None], ["Zoë", "a.org"], ["B"], more=[["not", "this"]])
    assert read_table(data, "coalitions.xlsx") == SMALL


def test_cells_become_text():
    row = [2007, 2.0, 2.5, True, date(2021, 5, 13), datetime(2021, 5, 13, 11, 30), "  a\r\nb ", None]
    headings = ["int", "whole", "part", "yes", "day", "moment", "text", "nothing"]
    texts = ["2007", "2", "2.5", "yes", "2021-05-13", "2021-05-13T11:30:00", "a\nb", ""]
    assert read_table(make_xlsx(headings, row), "a.xlsx").rows == [Row(2, dict(zip(headings, texts, strict=True)))]


def test_rows_keep_the_line_they_began_on():
    data = b'\n,\nName,Note\n\n"A","one\ntwo"\nB,\n'
    first, second = read_table(data, "a.csv").rows
    assert first == Row(5, {"name": "A", "note": "one\ntwo"})
    assert second == Row(7, {"name": "B", "note": ""})
    assert [row.line for row in read_table(make_xlsx([], ["Name"], [], ["A"], [], ["B"]), "a.xlsx").rows] == [4, 6]


def test_a_table_without_rows_is_a_table():
    assert read_table(b"Name", "a.csv") == Table(["name"], [])


@pytest.mark.parametrize(
    ("data", "filename", "message"),
    [
        (b"", "a.csv", "The file is empty."),
        (b" \n ", "a.xlsx", "The file is empty."),
        (b"Name", "a.xls", "Please choose a .csv or .xlsx file."),
        (b"Name", "csv", "Please choose a .csv or .xlsx file."),
        (b"a" * (5 * 1024**2 + 1), "a.csv", "The file is too large: at most 5 MB, please."),
        (b",,\n;", "a.csv", "The file has no headings."),
        (make_xlsx(), "a.xlsx", "The file has no headings."),
        (b"-,?\nx,y", "a.csv", "The file has no headings."),
        (b"Name,,Note\nx,y,z", "a.csv", "Column 2 has no heading."),
        (b"Name,Note,name \n", "a.csv", "The heading “name” is there twice."),
        (b"Name,Note\n\na,b,c\n", "a.csv", "Line 3 has 3 cells, but there are only 2 headings."),
        (b'Name\n"a', "a.csv", "Line 2 cannot be read: its quotation marks do not match, or a cell is far too long."),
        (b"Name\n" + b"a" * 20_001, "a.csv", "Line 2: This text is too long: at most 20,000 characters, please."),
        (b"Na\0me", "a.csv", "The file is broken, or is no CSV file."),
        (b"Name\x81", "a.csv", "The file is broken, or is no CSV file."),
        (make_xlsx(["Name"]), "a.csv", "The file is broken, or is no CSV file."),
        (b"Name,Note", "a.xlsx", "The file is broken, or is no XLSX workbook."),
        (make_xlsx(["Name"])[:-100], "a.xlsx", "The file is broken, or is no XLSX workbook."),
        (make_bomb("xl/worksheets/sheet1.xml", b"<broken"), "a.xlsx", "The file is broken, or is no XLSX workbook."),
        (make_bomb("xl/workbook.xml", b""), "a.xlsx", "The file is broken, or is no XLSX workbook."),
        (b"Name\n" + b"a\n" * 5_001, "a.csv", "The file has too many rows: at most 5,000, please."),
        (b",".join(b"h%d" % i for i in range(101)), "a.csv", "Line 1 has too many columns: at most 100, please."),
        (make_xlsx([f"h{i}" for i in range(101)]), "a.xlsx", "Line 1 has too many columns: at most 100, please."),
        (make_xlsx(*[["a"]] * 5_002), "a.xlsx", "The file has too many rows: at most 5,000, please."),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(data, filename, message):
    with pytest.raises(ImportingError) as refused:
        read_table(data, filename)
    assert str(refused.value) == message


def test_the_largest_table_is_read():
    assert len(read_table(b"Name\n" + b"a\n" * importing.MAX_ROWS, "a.csv").rows) == importing.MAX_ROWS


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = make_bomb("xl/sharedStrings.xml", b" " * (51 * 1024**2))
    assert len(bomb) < 100_000
    with pytest.raises(ImportingError, match="too large: at most 50 MB unpacked"):
        read_table(bomb, "a.xlsx")


@pytest.mark.parametrize("member", ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"])
def test_exploding_xml_entities_are_refused(member):
    entities = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">' for i in range(9))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{entities}]><x>&e9;</x>'.encode()
    with pytest.raises(ImportingError, match="broken"):
        read_table(make_bomb(member, bomb), "a.xlsx")


def test_a_cell_far_below_is_refused():
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        b'<c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>2</v></c></row></sheetData></worksheet>'
    )
    with pytest.raises(ImportingError, match="goes on below line 50,000"):
        read_table(make_bomb("xl/worksheets/sheet1.xml", sheet), "a.xlsx")


def test_an_import_reports_its_counts():
    result = ImportResult(
        created=[RowOutcome(2, "DCAD"), RowOutcome(3, "DC3")],
        updated=[RowOutcome(4, "YCIG", changes={"name": ("Old", "New")})],
        errors=[RowOutcome(5, "", "The name is missing.")],
    )
    assert result.counts == {"created": 2, "updated": 1, "skipped": 0, "errors": 1}
    assert str(result) == "2 created, 1 updated, 0 unchanged, 1 refused"


IN_GENEVA = datetime(2021, 5, 13, 13, tzinfo=timezone(timedelta(hours=2)))
CELLS = ["=1+1", -5, Decimal("1.5"), date(2021, 5, 13), IN_GENEVA, None, True]


def test_csv_is_written_safely():
    assert (
        write_csv(["Name", "@x"], [CELLS, ["a,b", 'say "hi"\n']])
        == (
            '\ufeffName,\'@x\r\n\'=1+1,-5,1.5,2021-05-13,2021-05-13 11:00 UTC,,True\r\n"a,b","say ""hi""\n"\r\n'
        ).encode()
    )


def test_xlsx_is_written_safely():
    sheet = load_workbook(io.BytesIO(write_xlsx(["Name"], [CELLS]))).active
    assert [(cell.value, cell.data_type) for cell in sheet[2]] == [
        ("'=1+1", "s"),
        (-5, "n"),
        (1.5, "n"),
        (datetime(2021, 5, 13), "d"),
        ("2021-05-13 11:00 UTC", "s"),
        (None, "n"),
        (True, "b"),
    ]


def test_moments_are_written_in_utc():
    assert write_csv(["At"], [[datetime(2021, 5, 24, 23, 59, tzinfo=UTC)]]).endswith(b"\r\n2021-05-24 23:59 UTC\r\n")


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_no_attack_leaves_its_cell(write):
    attacks = [attack for attack in ATTACKS.values() if len(attack) < 100_000]  # csv reads no longer cells
    data = write(["Text", "After"], [[attack, "end"] for attack in attacks])
    if write is write_csv:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1:]
    else:
        sheet = load_workbook(io.BytesIO(data)).active
        assert {cell.data_type for row in sheet.iter_rows(max_row=len(attacks) + 1) for cell in row} == {"s"}
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[1:] for row in rows] == [["end"]] * len(attacks)
    assert not any(row[0].lstrip().startswith(("=", "+", "-", "@")) for row in rows)


@pytest.mark.parametrize(("write", "filename"), [(write_csv, "a.csv"), (write_xlsx, "a.xlsx")])
def test_what_is_written_is_read_again(write, filename):
    rows = [["=1+1", "'x'"], ["-", "two\nlines"], ["Zoë; a, b", '"quoted"']]
    table = read_table(write(["First", "Second"], rows), filename)
    assert [list(row.values.values()) for row in table.rows] == rows
