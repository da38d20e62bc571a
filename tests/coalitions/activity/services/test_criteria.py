"""Criteria settled while somebody still writes, and when slots can be asked for."""

import datetime

import pytest
from django.utils import timezone

from coalitions.activity import services
from coalitions.activity.enums import AssessmentState
from coalitions.activity.models import Assessment, CriteriaSet
from coalitions.models import Notice
from coalitions.workflow import NotAllowed
from tests.coalitions.activity.factories import a_document, make_assessment, make_criteria_set, month
from tests.factories import make_coalition, make_secretariat_user, make_user

pytestmark = pytest.mark.django_db


def test_what_is_agreed_on_meanwhile_is_not_changed():
    by, as_read = make_secretariat_user(), make_criteria_set(criteria=[a_document()])
    written = []
    services.change_criteria(as_read, save=lambda: written.append("while proposed"), by=by)
    services.agree_criteria(as_read, on=month(2021, 5), by=by)
    with pytest.raises(NotAllowed):
        services.change_criteria(as_read, save=lambda: written.append("too late"), by=by)
    with pytest.raises(NotAllowed):
        services.change_criteria(make_criteria_set(), save=lambda: written.append("by nobody"), by=make_user())
    assert written == ["while proposed"]


def test_an_older_copy_of_a_set_carries_nothing_back():
    by, as_read = make_secretariat_user(), make_criteria_set(criteria=[a_document()])
    services.agree_criteria(as_read, on=month(2021, 5), by=by)
    as_read.title = "Another title"
    as_read.save()
    assert CriteriaSet.objects.get().is_agreed


@pytest.mark.parametrize(("is_agreed", "days", "is_opened"), [(True, 1, True), (True, -1, False), (False, 1, False)])
def test_slots_are_asked_for_under_agreed_criteria_until_a_moment_to_come(is_agreed, days, is_opened):
    by, criteria_set = make_secretariat_user(), make_criteria_set(criteria=[a_document()])
    if is_agreed:
        services.agree_criteria(criteria_set, on=month(2021, 5), by=by)
    until = timezone.now() + datetime.timedelta(days=days)
    if is_opened:
        services.open_slot_requests(criteria_set, until=until, by=by)
    else:
        with pytest.raises(NotAllowed):
            services.open_slot_requests(criteria_set, until=until, by=by)
    assert CriteriaSet.objects.get().takes_slot_requests == is_opened


def test_coalitions_at_work_are_told_until_when_slots_can_be_asked_for():
    by, criteria_set = make_secretariat_user(), make_criteria_set(criteria=[a_document()])
    cora, clive = make_user("cora"), make_user("clive")
    make_coalition("A", coordinators=[cora])
    make_coalition("B", coordinators=[cora])
    make_coalition("Closed", status="closed", coordinators=[clive])
    services.agree_criteria(criteria_set, on=month(2021, 5), by=by)
    until = datetime.datetime(2121, 9, 1, 12, tzinfo=datetime.UTC)
    for day in (0, 1):
        services.open_slot_requests(criteria_set, until=until + datetime.timedelta(days=day), by=by)
    told = Notice.objects.values_list("user__username", "subject")
    assert list(told) == [("cora", "Slots at IGF 2021: please ask by 2 September 2121, 12:00 UTC")]


def test_other_criteria_are_agreed_once_nobody_is_being_assessed():
    by = make_secretariat_user()
    first = services.agree_criteria(make_criteria_set(criteria=[a_document()]), on=month(2021, 5), by=by)
    until = timezone.now() + datetime.timedelta(days=9)
    services.open_slot_requests(first, until=until, by=by)
    shared = make_assessment(AssessmentState.SHARED, criteria_set=first, by=by)
    make_assessment(AssessmentState.DRAFT, criteria_set=first, by=by)
    second = make_criteria_set(first.cycle, criteria=[a_document()])
    with pytest.raises(NotAllowed):
        services.agree_criteria(second, on=month(2021, 6), by=by)
    services.leave_out(shared, reason="Other criteria are agreed.", by=by)
    agreed = services.agree_criteria(second, on=month(2021, 6), by=by)
    # The drafts that nobody was shown are gone; the time to ask for a slot goes on.
    assert ([str(row.state) for row in Assessment.objects.all()], agreed.slots_until) == (["left-out"], until)
