"""Reports for the tests: the sample and a DOCX made from it, and views of what was parsed."""

import io
import re
from collections import Counter
from dataclasses import replace
from html import unescape
from pathlib import Path

import docx

from coalitions.document_text.reader import read_document
from events.report_text.parser import ParsedReport, parse_report

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "home" / "sample" / "dccg-53-summary.txt"
SEED = ROOT.parent / "shared" / "seeds" / "dccg-meeting-53-summary.txt"
PLAIN_BODY = "1. The first thing was said.\n\n2. The second thing was said.\n"
_HEADINGS = ["Conclusions and action items", "Purpose of the call", "The DC paper", "Coalitions and IGF 2021", "AOB"]


def parse(text: str, filename: str = "report.txt") -> ParsedReport:
    """The report that a text file gives."""
    return parse_report(read_document(text.encode(), filename))


def without_lines(report: ParsedReport) -> ParsedReport:
    """The report without the places it was read from."""
    return replace(
        report,
        conclusions=[replace(each, line=0) for each in report.conclusions],
        blocks=[replace(each, line=0) for each in report.blocks],
        participants=[replace(each, line=0) for each in report.participants],
        issues=[replace(each, line=None) for each in report.issues],
    )


def bodies(report: ParsedReport) -> list[tuple]:
    """Kind, number and html of each block."""
    return [(block.kind, block.printed_number, block.html) for block in report.blocks]


def people(report: ParsedReport) -> list[tuple]:
    """Given name, family name, capacity and affiliation of each participant."""
    return [(each.given_name, each.family_name, each.capacity, each.affiliation) for each in report.participants]


def warnings(report: ParsedReport) -> list[tuple]:
    """Line and message of each warning."""
    return [(issue.line, issue.message) for issue in report.issues if issue.level == "warning"]


def words(text: str) -> Counter:
    """The words of a text, whatever their case."""
    return Counter(re.findall(r"[^\W_]+", text.casefold()))


def words_of_html(*pieces: str) -> Counter:
    """The words a reader of the HTML sees, and those of its link addresses."""
    html = " ".join(pieces)
    addresses = " ".join(re.findall(r'href="([^"]*)"', html))
    text = re.sub(r"</?(?:p|ul|ol|li)>", " ", html)
    return words(unescape(re.sub(r"<[^>]*>", "", text))) + words(unescape(addresses))


def words_of_report(report: ParsedReport) -> Counter:
    """All words that came out of a report; dates and numbers in each way they are usually printed."""
    found = words(f"{report.series} {report.title} {report.cycle_year or ''}")
    for number in {report.number} - {None}:
        found += words(" ".join(f"{number}{ending}" for ending in ("", "st", "nd", "rd", "th")))
    if day := report.held_on:
        found += words(day.strftime("%Y %m %d %B %b Sept "))
        found += words(" ".join(f"{day.day}{ending}" for ending in ("", "st", "nd", "rd", "th")))
    found += words_of_html(*(block.html for block in report.blocks))
    found += words(" ".join(str(block.printed_number) for block in report.blocks if block.printed_number))
    for conclusion in report.conclusions:
        found += words_of_html(conclusion.html, *conclusion.sub_items)
    for person in report.participants:
        found += words(f"{person.given_name} {person.family_name} {person.affiliation}")
    return found


def make_docx(text: str) -> bytes:
    """The sample report as Word would hold it: heading styles, lists, bold runs, a table of people."""
    document = docx.Document()
    body, people = text.split("List of participants")
    for line in body.split("\n"):
        plain = line.replace("](#)", "").replace("[", "")
        if line in _HEADINGS:
            document.add_heading(line, level=1)
        elif bullet := re.match(r"( *)- ", plain):
            _add_runs(document.add_paragraph(style=f"List Bullet{' 2' if bullet[1] else ''}"), plain[bullet.end() :])
        elif plain.strip():
            _add_runs(document.add_paragraph(), plain)
    document.add_heading("List of participants", level=1)
    rows = [row.split("\t") for row in people.strip().split("\n")]
    table = document.add_table(rows=0, cols=3)
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=False):
            cell.text = value
    return saved(document)


def saved(document) -> bytes:
    """The bytes of a python-docx document."""
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _add_runs(paragraph, text: str) -> None:
    for position, part in enumerate(text.split("**")):
        paragraph.add_run(part).bold = bool(position % 2)
