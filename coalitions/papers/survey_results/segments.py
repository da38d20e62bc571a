"""Visitors' answers by stakeholder group and by region, so that no number singles anybody out.

Groups of fewer than LEAST people are counted together, and so are options within a group. Whoever knows this rule and
the total still knows nobody's answer.
"""

import statistics
from collections import Counter, defaultdict
from dataclasses import dataclass

from coalitions.enums import Region, StakeholderGroup
from coalitions.papers.enums import CHOSEN, NUMERIC
from coalitions.papers.survey_results.counting import OTHER, Row, answers_of, numbered
from coalitions.suppression import LEAST, publishable

NOT_SAID = "Not said"
SEGMENTS = {"group": ("Stakeholder group", StakeholderGroup), "region": ("Region", Region)}


@dataclass(frozen=True)
class Segment:
    """A group of people, or several that are only counted together."""

    label: str
    count: int
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class SegmentTable:
    """One question: for each segment how many answered (None: too few), and what, as far as it may be told."""

    question: object
    number: int
    cells: list[tuple[Segment, int | None, list[Row], float | None]]


def _segments(rows, by):
    """The Segments of rows of `answers_of`; [] for too few people."""
    _title, choices = SEGMENTS[by]
    labels = {**dict(choices.choices), "": NOT_SAID}
    place = 1 if by == "group" else 2
    sizes = Counter(row[place] for row in rows)
    cells = publishable({value: sizes[value] for value in labels})
    return [Segment(", ".join(labels[key] for key in cell.keys), cell.count, cell.keys) for cell in cells]


def segments_of(survey):
    """Title → Segments of a survey, for each way to tell people apart. Two queries."""
    rows = answers_of(survey, list(survey.questions.all()))
    return {title: _segments(rows, by) for by, (title, _choices) in SEGMENTS.items()}


def segment_tables(survey, by):
    """(segments, tables): questions with options, scales and numbers by "group" or "region". Two queries."""
    questions = list(survey.questions.all())
    rows = answers_of(survey, questions)
    segments = [segment for segment in _segments(rows, by) if segment.count]
    place = 1 if by == "group" else 2
    answers = defaultdict(list)
    for row in rows:
        for segment in segments:
            if row[place] in segment.keys:
                answers[segment].append(row[0])
    tables = [
        SegmentTable(question, number, [(segment, *_told(question, answers[segment])) for segment in segments])
        for question, number in numbered(questions)
        if question.field_type in (*CHOSEN, *NUMERIC)
    ]
    return segments, tables


def _told(question, answers):
    """(how many answered, rows, mean) of one segment; (None, [], None) where they are too few to be told of."""
    given = [answer[question.name] for answer in answers if question.name in answer]
    if not given:
        return 0, [], None
    if len(given) < LEAST:
        return None, [], None
    if question.field_type in NUMERIC:
        return len(given), [], statistics.fmean(given)
    chosen = Counter(option for value in given for option in value["chosen"])
    counts = {option: chosen[option] for option in [*question.options, *chosen]}
    if question.allows_other:
        counts[OTHER] = sum(bool(value["other"]) for value in given)
    cells = publishable(counts)
    if len(cells) == 1 and len(counts) > 1:
        return len(given), [], None
    rows = [Row(", ".join(cell.keys), cell.count, round(100 * cell.count / len(given))) for cell in cells]
    return len(given), rows, None
