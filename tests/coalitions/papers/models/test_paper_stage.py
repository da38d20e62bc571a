"""A stage's state follows from its dates and the clock."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from coalitions.papers.enums import StageState
from coalitions.papers.models import PaperStage

OPENS = datetime.datetime(2021, 3, 22, tzinfo=datetime.UTC)
CLOSES = datetime.datetime(2021, 5, 2, 23, 59, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "starts_at", "ends_at", "is_skipped", "state"),
    [
        (OPENS, None, None, False, StageState.TO_BE_ANNOUNCED),
        (OPENS - SECOND, OPENS, CLOSES, False, StageState.PLANNED),
        (OPENS, OPENS, CLOSES, False, StageState.OPEN),
        (CLOSES, OPENS, CLOSES, False, StageState.OPEN),
        (CLOSES + SECOND, OPENS, CLOSES, False, StageState.CLOSED),
        (OPENS - SECOND, OPENS, None, False, StageState.PLANNED),
        (CLOSES + SECOND, OPENS, None, False, StageState.OPEN),
        (OPENS, None, CLOSES, False, StageState.OPEN),
        (CLOSES + SECOND, None, CLOSES, False, StageState.CLOSED),
        (OPENS, OPENS, CLOSES, True, StageState.SKIPPED),
        (OPENS, None, None, True, StageState.SKIPPED),
    ],
)
def test_state(time_machine, now, starts_at, ends_at, is_skipped, state):
    time_machine.move_to(now, tick=False)
    assert PaperStage(starts_at=starts_at, ends_at=ends_at, is_skipped=is_skipped).state == state


def test_a_stage_closes_after_it_opens():
    with pytest.raises(ValidationError) as refused:
        PaperStage(starts_at=CLOSES, ends_at=OPENS).clean()
    assert refused.value.message_dict == {"ends_at": ["A stage closes after it opens."]}
