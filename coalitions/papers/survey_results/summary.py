"""The beginning of a summary of input: sections and paragraphs from a survey's results, for somebody to edit."""

from django.utils.html import escape

MOST_TEXTS = 40  # of one question; whoever writes the summary finds all of them in the export


def summary_sections(results):
    """[(heading, [paragraph as HTML, …]), …] of a survey's results, one section for each of its own."""
    survey, opening = results.survey, f"{escape(results.survey.title)}: {escape(results.rate)}"
    late = f", {results.late} of them after the deadline" if results.late else ""
    sections = [(survey.title, [f"<p>{opening}{late}.</p>"])]
    for result in results.questions:
        if result.is_heading:
            sections.append((result.question.label, []))
        else:
            sections[-1][1].append(_paragraph(result))
    return [(heading, paragraphs) for heading, paragraphs in sections if paragraphs]


def _paragraph(result):
    said = f"<b>{escape(result.question.label)}</b> {escape(result.sentence)}"
    if result.table:
        columns = result.question.column_options
        lines = [
            f"{row}: {', '.join(f'{column} {count}' for column, count in zip(columns, counts, strict=True) if count)}"
            for row, counts in result.table
        ]
    else:
        lines = [" ".join(text.split()) for text in result.texts[:MOST_TEXTS]]
    listed = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<p>{said}</p>" + (f"<ul>{listed}</ul>" if listed else "")
