"""What nobody confirms is deleted."""

import io

import pytest
from django.core.management import call_command

from coalitions.papers.models import ParagraphComment
from tests.coalitions.papers.factories import in_days, make_comment, make_draft

pytestmark = pytest.mark.django_db


def test_only_what_was_not_confirmed_in_time_goes():
    draft, out = make_draft(), io.StringIO()
    make_comment(draft, state="unconfirmed", received_at=in_days(-8))
    kept = [make_comment(draft, state="unconfirmed"), make_comment(draft, state="pending", received_at=in_days(-8))]
    call_command("tidy_papers", stdout=out)
    assert out.getvalue() == "Comments that were not confirmed, deleted: 1\n"
    assert list(ParagraphComment.objects.order_by("pk")) == kept
