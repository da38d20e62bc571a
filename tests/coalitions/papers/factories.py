"""What the tests of papers need: a paper with stages."""

import datetime

from django.utils import timezone

from coalitions.papers.enums import StageKind
from coalitions.papers.models import PaperPage, PaperStage
from tests.factories import make_cycle, make_home_page


def in_days(days):
    return timezone.now() + datetime.timedelta(days=days)


def make_paper(title="The paper of 2021", *, parent=None, cycle=None, **fields):
    """The page of the work on a paper, published."""
    return (parent or make_home_page()).add_child(
        instance=PaperPage(title=title, cycle=cycle or make_cycle(), **fields)
    )


def make_stage(paper=None, kind=StageKind.DRAFTING, **fields):
    """A stage; without dates it is to be announced."""
    return PaperStage.objects.create(paper=paper or make_paper(), kind=kind, **fields)
