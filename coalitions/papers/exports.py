"""Out: a draft as PDF and text, the comment-response table, answers to surveys, and what is kept about a person.

All are made of the same text as the page. PDFs are tagged (PDF/UA-1), and fetch nothing from anywhere.
"""

from pathlib import Path

from django.template.loader import render_to_string
from django.utils import timezone

from coalitions.importing import write_csv, write_xlsx
from coalitions.papers.models import ParagraphComment, SurveyResponse, SurveyStep
from coalitions.papers.responses import responses_to, summary_of
from coalitions.papers.survey_results import results_of
from coalitions.rich_text import expand_links
from coalitions.sanitize import plain_text
from coalitions.templatetags.coalitions_tags import utc

STYLES = Path(__file__).resolve().parent / "static" / "papers" / "css" / "pdf.css"
RESPONSE_HEADERS = (
    *("paragraph", "text commented on", "name", "capacity", "coalition", "comment", "reply to", "received", "late"),
    *("came by", "disposition", "reason", "used in"),
)


def response_rows(draft):
    """The comment-response table, one row for each comment or reply; columns as in RESPONSE_HEADERS."""
    for row in responses_to(draft):
        for comment in (row.comment, *row.replies):
            yield [
                comment.number,
                comment.quoted_text,
                comment.name,
                comment.capacity,
                comment.coalition.short_name if comment.coalition else "",
                comment.text,
                str(comment.answers_id or ""),
                utc(comment.received_at),
                "yes" if comment.is_late else "no",
                comment.get_source_display(),
                comment.get_disposition_display(),
                comment.disposition_reason,
                "; ".join(use.text for use in row.uses) if comment is row.comment else "",
            ]


def response_csv(draft):
    """The comment-response table as CSV (UTF-8); no cell runs as a formula."""
    return write_csv(RESPONSE_HEADERS, response_rows(draft))


def table_pdf(draft):
    """The comment-response table as PDF/UA."""
    rows = responses_to(draft)
    context = {"draft": draft, "rows": rows, "summary": summary_of(rows), "made_at": timezone.now()}
    return _pdf("papers/print/responses.html", context)


def paper_pdf(draft):
    """A draft or paper as PDF/UA, with its dissenting views."""
    return _pdf("papers/print/draft.html", {"draft": draft, "rows": printed(draft), "made_at": timezone.now()})


def printed(draft):
    """(part, safe HTML) of every part of a draft, links looked up; "" for a heading."""
    parts = draft.parts()
    sources = [_source(part) for part in parts]
    return list(zip(parts, expand_links(sources), strict=True))


def _source(part):
    if part.kind == "heading":
        return ""
    return part.block.value["text"].source if part.kind == "dissent" else part.block.value.source


def draft_text(draft):
    """A draft or paper as plain text (UTF-8)."""
    lines = [draft.title, f"{draft.get_kind_display()}, {draft.version_name.lower()}", draft.full_url or "", ""]
    for part in draft.parts():
        words = plain_text(_source(part))
        if part.kind == "heading":
            lines += [part.block.value.upper(), ""]
        elif part.kind == "dissent":
            lines += [
                f"    Dissenting view, {part.block.value['who']}:",
                *(f"    {one}" for one in words.split("\n")),
                "",
            ]
        else:
            lines += [f"{part.number}. {words}" if part.number else words, ""]
    return "\n".join(lines).strip() + "\n"


class NoPdf(Exception):
    """This machine lacks what draws PDFs: the system’s library Pango."""


def _pdf(template, context):
    """Raises NoPdf."""
    try:
        # Here, because it takes longer to load than everything else of the room.
        from weasyprint import CSS, HTML
    except OSError as error:
        raise NoPdf from error
    html = HTML(string=render_to_string(template, context), url_fetcher=_fetch_nothing)
    return html.write_pdf(stylesheets=[CSS(filename=STYLES)], pdf_variant="pdf/ua-1")


def _fetch_nothing(url, *args, **kwargs):
    """For weasyprint: a document is whole in itself; nothing is asked of any address."""
    raise ValueError(f"Not fetched: {url}")


def personal_data_of(user):
    """The comments of an account, as JSON holds it."""
    return {
        "comments_on_drafts": [
            {
                "draft": str(comment.draft),
                "paragraph": comment.number,
                "name": comment.name,
                "email": comment.email,
                "capacity": comment.capacity,
                "text": comment.text,
                "state": comment.state,
                "received_at": comment.received_at.isoformat(),
            }
            for comment in ParagraphComment.objects.of_person(user).select_related("draft").in_order()
        ]
    }


FORMATS = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
# The columns before the questions; docs/editors.md says what each holds.
ANSWER_HEADERS = (
    *("answer", "coalition", "name", "email", "stakeholder_group", "region", "submitted_at", "late", "by_staff"),
)
RESULT_HEADERS = ("number", "question", "kind", "answered", "row", "option", "count", "percent", "mean")


def answer_table(survey):
    """(headers, rows) of every answer that counts: a column for each question, and for what is no longer asked."""
    questions = [question for question in survey.questions.all() if not question.is_heading]
    responses = list(SurveyResponse.objects.of_survey(survey).handed_in().in_order().select_related("coalition"))
    known = {question.name for question in questions}
    gone = sorted({name for response in responses for name in response.answers} - known)
    headers = [
        *ANSWER_HEADERS,
        *(f"{question.name}: {question.label}" for question in questions),
        *(f"{name}: no longer asked" for name in gone),
    ]
    return headers, (_answer_row(response, questions, gone) for response in responses)


def _answer_row(response, questions, gone):
    answers = response.answers
    about = [
        response.pk,
        response.coalition.title if response.coalition else "",
        response.name,
        response.email,
        response.group,
        response.region,
        response.submitted_at,
        response.is_late,
        response.entered_by_staff,
    ]
    asked = [_cell(question, answers.get(question.name)) for question in questions]
    return [*about, *asked, *(str(answers.get(name, "")) for name in gone)]


def _cell(question, value):
    return value if isinstance(value, int) else "; ".join(question.in_words(value))


def export_answers(survey, file_format):
    """Every answer that counts, as a file. Not for the public. Returns `(bytes, content type)`."""
    write, content_type = FORMATS[file_format]
    return write(*answer_table(survey)), content_type


def result_rows(survey):
    """One row for each option of each public question; of texts only how many; columns as in RESULT_HEADERS."""
    for result in results_of(survey).questions:
        if result.is_heading:
            continue
        question = result.question
        mean = round(result.mean, 2) if result.mean is not None else ""
        about = [result.number, question.label, question.get_field_type_display(), result.answered]
        for row in result.rows:
            yield [*about, "", row.label, row.count, row.share, mean]
        for row, counts in result.table:
            for column, number in zip(question.column_options, counts, strict=True):
                yield [*about, row, column, number, "", ""]
        if not result.rows and not result.table:
            yield [*about, "", "", "", "", mean]


def export_results(survey, file_format):
    """The results as everybody may read them, as a file. Returns `(bytes, content type)`."""
    write, content_type = FORMATS[file_format]
    return write(RESULT_HEADERS, result_rows(survey)), content_type


def survey_data_of(user):
    """The answers given with the address of an account, and what it did with coalitions' answers, as JSON holds it."""
    return {
        "answers_to_surveys": [
            {
                "survey": response.survey.title,
                "name": response.name,
                "email": response.email,
                "stakeholder_group": response.group,
                "region": response.region,
                "state": response.state,
                "answers": response.answers,
                "updated_at": response.updated_at.isoformat(),
            }
            for response in SurveyResponse.objects.of_person(user).select_related("survey")
        ],
        "steps_of_answers_to_surveys": [
            {
                "survey": step.response.survey.title,
                "step": step.label,
                "reason": step.reason,
                "at": step.at.isoformat(),
            }
            for step in SurveyStep.objects.of_person(user)
        ],
    }
