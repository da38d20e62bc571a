"""The life of an assessment: frozen evidence, the right of reply, decisions in a batch, all published together."""

import contextlib
import datetime

import pytest
import time_machine
from django.utils import timezone

from coalitions.activity import services
from coalitions.activity.criteria import judge_all, judged_again
from coalitions.activity.enums import UNDECIDED, AssessmentState, Decision, Finding, OfferState, Result
from coalitions.activity.models import Assessment
from coalitions.models import Notice
from coalitions.workflow import NotAllowed
from tests.coalitions.activity.factories import (
    a_document,
    an_indicator,
    make_assessment,
    make_criteria_set,
    make_list_month,
    make_report,
    month,
)
from tests.factories import make_coalition, make_secretariat_user, make_user

pytestmark = pytest.mark.django_db

State = AssessmentState
DAYS = datetime.timedelta(days=1)


def again(assessment):
    return Assessment.objects.for_listing().get(pk=assessment.pk)


def coordinator_of(assessment):
    return assessment.coalition.contacts.get().user


def agreed(**fields):
    return services.agree_criteria(make_criteria_set(**fields), on=month(2021, 6), by=make_secretariat_user())


def mails():
    return sorted(Notice.objects.values_list("user__username", "subject"))


def test_a_draft_for_every_coalition_at_work_and_none_twice():
    criteria_set, by = agreed(criteria=[a_document()]), make_secretariat_user()
    first, second = make_coalition("Dynamic Coalition on B"), make_coalition("Dynamic Coalition on A")
    make_coalition("Closed", status="closed")
    made = services.make_assessments(criteria_set, by=by)
    assert [row.coalition for row in made] == [second, first]
    assert services.make_assessments(criteria_set, by=by) == []
    assert [step.label for step in made[0].steps.all()] == ["Draft made"]


@pytest.mark.parametrize("is_agreed", [True, False])
def test_coalitions_are_assessed_under_agreed_criteria_by_the_secretariat_alone(is_agreed):
    criteria_set = agreed(criteria=[a_document()]) if is_agreed else make_criteria_set(criteria=[a_document()])
    by = make_user() if is_agreed else make_secretariat_user()
    with pytest.raises(NotAllowed):
        services.make_assessments(criteria_set, by=by)
    assert Assessment.objects.count() == 0


def test_what_if_says_what_the_assessments_say():
    criteria = [
        a_document(),
        an_indicator("A list in use", "list-months", 2),
        an_indicator("Members", "members", 5),
    ]
    criteria_set = agreed(criteria=criteria)
    for place in range(4):
        coalition = make_coalition(f"Coalition {place}")
        if place:
            make_report(coalition, datetime.date(2021, 5, 3))
        for number in range(1, 1 + 6 * place):
            make_list_month(coalition, month(2021, min(number, 12))) if number <= 12 else None
    what_if = {row.coalition.pk: row.judgement for row in judge_all(criteria_set)}
    made = services.make_assessments(criteria_set, by=make_secretariat_user())
    services.share_assessments(made, reply_by=timezone.now() + DAYS, by=make_secretariat_user())
    shared = {row.coalition_id: judged_again(row.evidence) for row in Assessment.objects.all()}
    assert shared == what_if
    assert {row.coalition_id: row.finding for row in Assessment.objects.all()} == {
        pk: judgement.finding for pk, judgement in what_if.items()
    }


def test_evidence_is_frozen_when_it_is_shared_and_reads_the_same_years_later():
    assessment = make_assessment(State.SHARED)
    before = judged_again(assessment.evidence)
    make_report(assessment.coalition, datetime.date(2021, 5, 3))
    assessment.criteria_set.criteria.update(text="Other words", threshold=7)
    assessment.criteria_set.groups.all().delete()
    with time_machine.travel(timezone.now() + 3000 * DAYS, tick=False):
        later = again(assessment)
    assert (judged_again(later.evidence), later.finding) == (before, Finding.CANNOT_BE_SAID)
    assert [row.rule.text for row in before.rows] == ["An annual report"]


def test_a_reply_with_other_evidence_that_is_accepted():
    assessment = make_assessment(State.SHARED)
    key = f"c{assessment.criteria_set.criteria.get().pk}"
    services.reply_to_assessment(
        assessment,
        version=assessment.version,
        reply="We published elsewhere.",
        offers={key: ("Our report", "https://example.org/report"), "c0": ("Nothing of ours", "")},
        by=coordinator_of(assessment),
    )
    offer = again(assessment).offers.get()
    assert (offer.criterion, offer.text, offer.url, offer.state) == (
        *(key, "Our report", "https://example.org/report"),
        OfferState.OFFERED,
    )
    services.answer_offer(offer, accept=True, by=make_secretariat_user())
    found = again(assessment)
    judgement = judged_again(found.evidence, found.accepted_keys())
    assert ([row.result for row in judgement.rows], found.finding) == ([Result.EQUIVALENT], Finding.MEETS)
    assert [step.label for step in found.steps.all()] == [
        "Shared with the coalition",
        "Replied",
        "Other evidence accepted as equivalent: An annual report",
    ]


def test_evidence_is_not_refused_without_a_word():
    assessment = make_assessment(State.SHARED)
    key = f"c{assessment.criteria_set.criteria.get().pk}"
    coordinator = coordinator_of(assessment)
    services.reply_to_assessment(assessment, version=2, reply="", offers={key: ("Our report", "")}, by=coordinator)
    offer = again(assessment).offers.get()
    with pytest.raises(NotAllowed):
        services.answer_offer(offer, accept=False, by=make_secretariat_user())
    services.answer_offer(offer, accept=False, reason="It is of another year.", by=make_secretariat_user())
    assert (again(assessment).finding, again(assessment).offers.get().answer) == (
        Finding.CANNOT_BE_SAID,
        "It is of another year.",
    )


def test_nobody_overwrites_a_reply():
    assessment = make_assessment(State.SHARED)
    by = coordinator_of(assessment)
    services.reply_to_assessment(assessment, version=assessment.version, reply="First", offers={}, by=by)
    with pytest.raises(services.Stale) as stale:
        services.reply_to_assessment(assessment, version=assessment.version, reply="Second", offers={}, by=by)
    assert (stale.value.current.reply, again(assessment).reply) == ("First", "First")


@pytest.mark.parametrize(("days", "is_kept"), [(13, True), (14, False), (15, False)])
def test_a_reply_before_at_and_after_its_moment(days, is_kept):
    with time_machine.travel(datetime.datetime(2021, 9, 1, tzinfo=datetime.UTC), tick=False) as clock:
        assessment = make_assessment(State.SHARED)
        clock.shift(days * DAYS)
        with contextlib.suppress(NotAllowed):
            services.reply_to_assessment(
                assessment, version=assessment.version, reply="Now", offers={}, by=coordinator_of(assessment)
            )
        assert again(assessment).state == (State.REPLIED if is_kept else State.SHARED)


@pytest.mark.parametrize(("days", "is_decided"), [(13, False), (14, True)])
def test_who_has_not_replied_has_the_whole_time(days, is_decided):
    with time_machine.travel(datetime.datetime(2021, 9, 1, tzinfo=datetime.UTC), tick=False) as clock:
        assessment = make_assessment(State.SHARED)
        clock.shift(days * DAYS)
        decisions = [(assessment, Decision.ELIGIBLE, "As agreed.")]
        with contextlib.suppress(NotAllowed):
            services.decide_assessments(decisions, appeal_by=timezone.now() + DAYS, by=make_secretariat_user())
        assert again(assessment).state == (State.DECIDED if is_decided else State.SHARED)


def test_a_batch_is_decided_as_a_whole_or_not_at_all():
    by = make_secretariat_user()
    one = make_assessment(State.REPLIED, by=by)
    other = make_assessment(State.REPLIED, criteria_set=one.criteria_set, by=by)
    soon = timezone.now() + DAYS
    wrong = [(one, Decision.ELIGIBLE, "As agreed."), (other, Decision.NOT_ELIGIBLE, "  ")]
    with pytest.raises(NotAllowed) as refusal:
        services.decide_assessments(wrong, appeal_by=soon, by=by)
    assert str(refusal.value).startswith(f"{other.coalition.short_name}: ")
    assert [again(row).state for row in (one, other)] == [State.REPLIED, State.REPLIED]
    right = [(one, Decision.ELIGIBLE, "As agreed."), (other, Decision.NOT_ELIGIBLE, "No report.")]
    services.decide_assessments(right, appeal_by=soon, by=by)
    assert [(again(row).state, again(row).decision) for row in (one, other)] == [
        (State.DECIDED, Decision.ELIGIBLE),
        (State.DECIDED, Decision.NOT_ELIGIBLE),
    ]


def test_offered_evidence_is_answered_before_anything_is_decided():
    assessment = make_assessment(State.SHARED)
    key = f"c{assessment.criteria_set.criteria.get().pk}"
    by = coordinator_of(assessment)
    services.reply_to_assessment(assessment, version=2, reply="", offers={key: ("Our report", "")}, by=by)
    decisions = [(assessment, Decision.NOT_ELIGIBLE, "No report.")]
    with pytest.raises(NotAllowed):
        services.decide_assessments(decisions, appeal_by=timezone.now() + DAYS, by=make_secretariat_user())
    assert again(assessment).state == State.REPLIED


def test_nobody_decides_on_what_they_have_not_read():
    assessment, by = make_assessment(State.REPLIED), make_secretariat_user()
    coordinator = coordinator_of(assessment)
    services.reply_to_assessment(
        assessment, version=assessment.version, reply="Something new.", offers={}, by=coordinator
    )
    with pytest.raises(NotAllowed) as refusal:
        services.decide_assessments([(assessment, Decision.ELIGIBLE, "Yes.")], appeal_by=timezone.now() + DAYS, by=by)
    assert str(refusal.value).endswith("something was said or decided meanwhile. Read it before you decide.")
    services.decide_assessments(
        [(again(assessment), Decision.ELIGIBLE, "Yes.")], appeal_by=timezone.now() + DAYS, by=by
    )
    assert again(assessment).state == State.DECIDED


@pytest.mark.parametrize(("days", "state"), [(13, State.APPEALED), (14, State.DECIDED)])
def test_an_appeal_has_its_moment(days, state):
    with time_machine.travel(datetime.datetime(2021, 9, 1, tzinfo=datetime.UTC), tick=False) as clock:
        assessment = make_assessment(State.DECIDED)
        clock.shift(days * DAYS)
        with contextlib.suppress(NotAllowed):
            services.appeal_assessment(assessment, text="We see it otherwise.", by=coordinator_of(assessment))
        assert again(assessment).state == state


def test_the_answer_to_an_appeal_is_final():
    assessment = make_assessment(State.APPEALED, decision=Decision.NOT_ELIGIBLE)
    by = make_secretariat_user()
    services.settle_appeal(assessment, decision=Decision.WITH_CONDITIONS, reason="The report came late.", by=by)
    found = again(assessment)
    assert (found.state, found.first_decision, found.decision, found.decision_reason, found.appeal_answer) == (
        State.FINAL,
        Decision.NOT_ELIGIBLE,
        Decision.WITH_CONDITIONS,
        "As agreed.",
        "The report came late.",
    )


@pytest.mark.parametrize(
    "state", [State.DRAFT, State.SHARED, State.REPLIED, State.DECIDED, State.APPEALED, State.FINAL]
)
def test_all_are_published_together_or_none(state):
    by = make_secretariat_user()
    settled = make_assessment(State.FINAL, by=by)
    other = make_assessment(state, criteria_set=settled.criteria_set, by=by)
    with contextlib.suppress(NotAllowed):
        services.publish_assessments(settled.criteria_set, by=by)
    is_published = state == State.FINAL
    assert [again(row).is_published for row in (settled, other)] == [is_published, is_published]


def test_a_coalition_that_closes_in_mid_cycle_holds_back_nobody():
    by = make_secretariat_user()
    settled = make_assessment(State.FINAL, by=by)
    left_out = [make_assessment(state, criteria_set=settled.criteria_set, by=by) for state in UNDECIDED]
    with pytest.raises(NotAllowed) as refusal:
        services.publish_assessments(settled.criteria_set, by=by)
    assert str(refusal.value) == (
        f"{left_out[0].coalition.short_name}: nothing is published while the state is “draft”. "
        "Decide on it, or leave it out and say why."
    )
    for row in left_out:
        services.leave_out(row, reason="It was closed.", by=by)
    assert services.publish_assessments(settled.criteria_set, by=by) == [settled]
    assert [(again(row).state, again(row).left_out_because, again(row).is_published) for row in left_out] == [
        (State.LEFT_OUT, "It was closed.", False)
    ] * 3
    with pytest.raises(NotAllowed):
        services.publish_assessments(settled.criteria_set, by=by)


def test_nobody_is_left_out_without_a_reason_or_once_it_is_decided():
    by, criteria_set = make_secretariat_user(), agreed(criteria=[a_document()])
    for state, reason in ((State.SHARED, "  "), (State.DECIDED, "It was closed.")):
        assessment = make_assessment(state, criteria_set=criteria_set, by=by)
        with pytest.raises(NotAllowed):
            services.leave_out(assessment, reason=reason, by=by)
        assert again(assessment).state == state


def test_who_was_left_out_is_taken_in_as_a_draft_with_what_it_said():
    assessment, by = make_assessment(State.SHARED), make_secretariat_user()
    key = f"c{assessment.criteria_set.criteria.get().pk}"
    coordinator = coordinator_of(assessment)
    services.reply_to_assessment(assessment, version=2, reply="So.", offers={key: ("Here", "")}, by=coordinator)
    services.answer_offer(again(assessment).offers.get(), accept=True, by=by)
    services.leave_out(assessment, reason="It was closed.", by=by)
    with pytest.raises(NotAllowed):
        services.reply_to_assessment(again(assessment), version=5, reply="But", offers={}, by=coordinator)
    services.take_in(assessment, reason="It was reopened.", by=by)
    draft = again(assessment)
    assert (draft.state, draft.is_shared, draft.finding, draft.left_out_because) == (State.DRAFT, False, "", "")
    assert Assessment.objects.shared().count() == 0
    services.share_assessments([draft], reply_by=timezone.now() + DAYS, by=by)
    shared = again(assessment)
    assert (shared.state, shared.reply, shared.finding) == (State.SHARED, "So.", Finding.MEETS)
    reasons = shared.steps.filter(verb__in=("leave_out", "take_in")).values_list("label", "reason")
    assert list(reasons) == [("Left out", "It was closed."), ("Taken in again", "It was reopened.")]


@pytest.mark.parametrize("state", [State.DRAFT, State.SHARED])
def test_a_coalition_is_told_that_it_is_left_out_with_an_address_it_can_open(state):
    coalition = make_coalition("A coalition", acronym="DC-A", coordinators=[make_user("cora")])
    assessment = make_assessment(state, coalition=coalition)
    services.leave_out(assessment, reason="It was closed.", by=make_secretariat_user())
    notice = Notice.objects.get()
    own_page = f"/my-coalition/{coalition.pk}/assessments/{assessment.pk}/"
    assert (notice.subject, "It was closed." in notice.text, own_page in notice.text) == (
        *("Not assessed after all: DC-A", True),
        state == State.SHARED,
    )


def test_what_nobody_appealed_against_in_time_becomes_final_when_it_is_published():
    with time_machine.travel(datetime.datetime(2021, 9, 1, tzinfo=datetime.UTC), tick=False) as clock:
        assessment, by = make_assessment(State.DECIDED), make_secretariat_user()
        with pytest.raises(NotAllowed):
            services.publish_assessments(assessment.criteria_set, by=by)
        clock.shift(15 * DAYS)
        services.publish_assessments(assessment.criteria_set, by=by)
        found = again(assessment)
        assert (found.state, found.published_at) == (State.FINAL, timezone.now())
        assert [step.verb for step in found.steps.all()] == ["share", "reply", "decide", "close", "publish"]


def test_every_step_leaves_a_row_with_its_reason():
    assessment = make_assessment(State.FINAL)
    rows = assessment.steps.values_list("verb", "from_state", "to_state", "reason", "is_of_the_coalition")
    assert list(rows) == [
        ("share", "draft", "shared", "", False),
        ("reply", "shared", "replied", "", True),
        ("decide", "replied", "decided", "As agreed.", False),
        ("appeal", "decided", "appealed", "We see it otherwise.", True),
        ("settle", "appealed", "final", "It stays.", False),
    ]


def test_whom_the_mails_go_to_and_what_is_dropped():
    coordinator, by = make_user("cora"), make_secretariat_user("sam")
    coalition = make_coalition("A coalition", acronym="DC-A", coordinators=[coordinator])
    make_coalition(coordinators=[make_user("other")])
    assessment = make_assessment(State.SHARED, coalition=coalition, by=by)
    assert [(name, subject.split(":")[0]) for name, subject in mails()] == [("cora", "Assessment of DC-A")]
    services.reply_to_assessment(assessment, version=2, reply="So.", offers={}, by=coordinator)
    assert mails() == [
        ("cora", "Reply kept: assessment of DC-A"),
        ("sam", "Reply: assessment of DC-A"),
    ]


@pytest.mark.parametrize("state", [State.SHARED, State.REPLIED])
def test_the_time_to_reply_is_moved_with_a_reason_and_nothing_that_was_read_changes(state):
    assessment, by = make_assessment(state), make_secretariat_user()
    later = assessment.reply_by + DAYS
    for moment, reason in ((timezone.now(), "Holidays"), (later + 400 * DAYS, "Holidays"), (later, " ")):
        with pytest.raises(NotAllowed):
            services.extend_reply(assessment, reply_by=moment, reason=reason, by=by)
    services.extend_reply(assessment, reply_by=later, reason="Holidays", by=by)
    found = again(assessment)
    assert (found.reply_by, found.state, found.version) == (later, state, assessment.version)
