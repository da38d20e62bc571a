"""What papers show on the pages of the rooms below."""

import pytest
from django.urls import reverse

from coalitions.papers.services import link_source
from coalitions.sections import my_sections, waiting_sections
from events.numbering import number_report
from home.sections import MEETING_PARAGRAPHS
from tests.coalitions.papers.factories import in_days, make_comment, make_draft, make_interview, make_paper, numbered
from tests.factories import make_coalition, make_meeting, make_secretariat_user, make_series, make_user

pytestmark = pytest.mark.django_db


def shown(sections, subject, key="papers"):
    return next((rows for section, rows in sections.fetch(subject) if section.key == key), None)


def test_the_coalitions_page_names_the_drafts_it_commented(client):
    coalition = make_coalition()
    draft = make_draft(title="Draft with comments")
    make_comment(draft, coalition=coalition)
    make_comment(draft, coalition=coalition)
    make_comment(coalition=coalition, state="pending")
    page = client.get(coalition.url).content.decode()
    assert "Draft with comments" in page
    assert "2 comments for the coalition" in page


def test_coordinators_see_what_is_open_for_comments():
    coordinator = make_user()
    make_coalition(coordinators=[coordinator])
    make_draft(title="Open")
    make_draft(title="Closed", comments_open_at=in_days(-9), comments_close_at=in_days(-1))
    assert [link.text for link in shown(my_sections, coordinator)["links"]] == ["Open, version 1"]
    assert shown(my_sections, make_user()) is None


def test_the_secretariat_sees_what_waits():
    secretariat, draft = make_secretariat_user(), make_draft(title="Draft")
    assert shown(waiting_sections, secretariat) is None
    make_comment(draft, state="pending")
    comment = make_comment(draft)
    make_comment(draft, answers=comment)
    make_comment(draft, disposition="accepted")
    assert [(link.text, link.note) for link in shown(waiting_sections, secretariat)["links"]] == [
        ("Draft, version 1", "1 comment to read and publish."),
        ("Draft, version 1", "1 comment without an answer."),
    ]
    assert shown(waiting_sections, make_user()) is None


def test_the_queue_lists_what_waits_and_nothing_unconfirmed(client):
    client.force_login(make_secretariat_user())
    make_comment(state="pending", name="Pending One")
    make_comment(state="unconfirmed", name="Unconfirmed One")
    make_comment(name="Published One")
    address = reverse("papers_paragraphcomment_modeladmin_index")
    page = client.get(address).content.decode()
    assert [f"{name} One" in page for name in ("Pending", "Unconfirmed", "Published")] == [True, False, True]
    page = client.get(f"{address}?todo=pending").content.decode()
    assert ["Pending One" in page, "Published One" in page] == [True, False]
    assert client.get(f"{address}?draft=99999999999999999999&todo=x").status_code == 200


def test_private_notes_are_in_no_export(client):
    client.force_login(make_secretariat_user())
    make_interview(notes="A secret.")
    address = reverse("papers_interview_modeladmin_index")
    export = b"".join(client.get(f"{address}?export=csv").streaming_content).decode()
    assert ["They want more time." in export, "secret" in export] == [True, False]


def test_a_paragraph_of_a_report_and_a_recommendation_show_one_another(client):
    secretariat = make_secretariat_user()
    meeting = make_meeting(make_series(), number=53, state="adopted", report=[("paragraph", "<p>As agreed.</p>")])
    draft = make_draft(make_paper(), "Recommend:Do it.", title="Paper")
    [part] = number_report(meeting.report)
    link = link_source(draft, numbered(draft)[0].anchor, f"{meeting.url}#{part.anchor}", by=secretariat)
    assert link.kind == MEETING_PARAGRAPHS.key
    page = client.get(draft.url).content.decode()
    assert f'<a href="{meeting.url}#{part.anchor}">DCCG 53, para 1: As agreed.</a>' in page
    page = client.get(meeting.url).content.decode()
    assert "Paper, version 1, para 1</a>" in page
