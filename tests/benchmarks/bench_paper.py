"""A draft of 300 paragraphs with 2 000 comments: the page and the table of comments, nothing kept."""

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coalitions.papers.models import ParagraphComment
from coalitions.papers.redline import words_of
from tests.benchmarks.timing import milliseconds, side_by_side
from tests.coalitions.papers.factories import make_body, make_draft, make_paper, numbered

PARAGRAPHS, COMMENTS = 300, 2_000
MOST_SECONDS = 0.3
TABLE = "comments and answers"
WORDS = "Coalitions are open groups, and what they write carries the views of those who disagree. " * 5


def run(report):
    draft = make_long_draft()
    addresses = {
        "the draft": draft.url,
        TABLE: reverse("papers:responses", args=[draft.pk]),
        "plain text": reverse("papers:draft-text", args=[draft.pk]),
    }
    client = Client(SERVER_NAME="localhost")

    def visit(address):
        cache.clear()
        assert client.get(address).status_code == 200

    taken = side_by_side({name: lambda path=path: visit(path) for name, path in addresses.items()}, rounds=8)
    for name, seconds in taken.items():
        bar = () if name == TABLE else (f"< {milliseconds(MOST_SECONDS)}", seconds < MOST_SECONDS)
        report(f"{name}, nothing kept", milliseconds(seconds), *bar)
    client.get(draft.url)
    with CaptureQueriesContext(connection) as queries:
        client.get(draft.url)
    report("queries of a second visit", len(queries), "<= 12", len(queries) <= 12)


def make_long_draft():
    """The second version of a long draft, a third of it reworded, with comments on every paragraph."""
    paper = make_paper()
    body = make_body(*(f"{place}. {WORDS}" for place in range(PARAGRAPHS)))
    first = make_draft(paper, body=body, title="First")
    changed = [
        {**block, "value": block["value"].replace("open groups", "open and public groups")}
        if place % 3 == 0
        else block
        for place, block in enumerate(body)
    ]
    draft = make_draft(paper, body=changed, title="Second", number=2, previous=first)
    parts = numbered(draft)
    quoted = [words_of(part) for part in parts]
    now = timezone.now()
    ParagraphComment.objects.bulk_create(
        ParagraphComment(
            draft=draft,
            block_id=parts[place % PARAGRAPHS].block.id,
            number=parts[place % PARAGRAPHS].number,
            quoted_text=quoted[place % PARAGRAPHS],
            name=f"Person {place}",
            capacity="as an individual",
            text="This should say more.\n\nAnd it should say why, in a sentence or two of its own.",
            state="published",
            disposition="accepted" if place % 2 else "",
            received_at=now,
            published_at=now,
        )
        for place in range(COMMENTS)
    )
    return draft
