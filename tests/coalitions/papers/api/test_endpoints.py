"""Papers and drafts for programs: only what everybody may see, and all of that."""

import pytest

from tests.coalitions.papers.factories import in_days, make_comment, make_draft, make_paper, make_stage, numbered
from tests.factories import make_cycle

pytestmark = pytest.mark.django_db


def get(client, path, status=200):
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == status, response.content
    return response.json()


def test_papers_with_their_stages(client):
    paper = make_paper(intro="<p>What it is.</p>")
    make_stage(paper, kind="survey", ends_at=in_days(-1))
    make_stage(paper, kind="publication", title="Presentation")
    make_paper("Hidden", live=False)
    make_paper("Of 2020", cycle=make_cycle(2020))
    found = get(client, "papers/?cycle=2021")
    assert (found["count"], found["items"][0]["title"], found["items"][0]["cycle"]) == (1, "The paper of 2021", 2021)
    assert [(stage["kind"], stage["title"], stage["state"]) for stage in found["items"][0]["stages"]] == [
        ("survey", "Survey of the coalitions", "closed"),
        ("publication", "Presentation", "to-be-announced"),
    ]
    assert [paper["title"] for paper in get(client, "papers/")["items"]] == ["The paper of 2021", "Of 2020"]


def test_drafts_and_one_draft(client):
    paper = make_paper()
    first = make_draft(paper, "Heading:A < B", "One.", "Dissent:No.", title="Draft")
    second = make_draft(paper, "Two.", title="Draft", number=2, previous=first, kind="final")
    hidden = make_draft(paper, live=False)
    make_comment(first, email="ada@example.org")
    found = get(client, f"drafts/?paper={paper.pk}")
    assert [(one["id"], one["version"], one["comment_period"], one["paper"]) for one in found["items"]] == [
        (second.pk, 2, "open", paper.pk),
        (first.pk, 1, "open", paper.pk),
    ]
    assert [one["id"] for one in get(client, "drafts/?kind=final")["items"]] == [second.pk]
    draft = get(client, f"drafts/{first.pk}/")
    assert [(part["kind"], part["number"], part["who"], part["html"]) for part in draft["parts"]] == [
        ("heading", "", "", "A &lt; B"),
        ("paragraph", "1", "", "<p>One.</p>"),
        ("dissent", "", "Somebody", "<p>No.</p>"),
    ]
    assert draft["parts"][1]["citation"] == "Draft, version 1, para 1"
    assert draft["parts"][1]["anchor"] == numbered(first)[0].anchor
    assert get(client, f"drafts/{second.pk}/")["previous"] == first.pk
    get(client, f"drafts/{hidden.pk}/", 404)
    get(client, "drafts/x/", 422)
    get(client, "drafts/?kind=x", 422)
