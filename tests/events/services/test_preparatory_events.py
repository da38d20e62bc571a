"""An event's life: what each step writes, when it is refused, what readers and followers learn, what the log keeps."""

import datetime
import re

import pytest
import time_machine
from django.db import IntegrityError, transaction
from wagtail.models import PageLogEntry

from coalitions.workflow import NotAllowed
from events import services
from events.enums import EventState, MeetingFormat, OrganiserRole
from events.models import EventChange, PreparatoryEventPage
from events.sections import event_followers
from tests.attack_corpus import ATTACKS
from tests.factories import (
    make_coalition,
    make_contact,
    make_event,
    make_focus_area,
    make_phase,
    make_secretariat_user,
    make_user,
)

pytestmark = pytest.mark.django_db

UTC = datetime.UTC
NOW = datetime.datetime(2021, 10, 25, 9, 0, tzinfo=UTC)
STARTS = datetime.datetime(2021, 11, 3, 14, 0, tzinfo=UTC)
ENDS = STARTS + datetime.timedelta(hours=1)
LATER = STARTS + datetime.timedelta(days=2)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def user():
    return make_secretariat_user()


@pytest.fixture
def told():
    """What followers were told: (verb, state at that moment, reason)."""
    heard = []

    def follow(event, *, verb, by, reason):
        heard.append((verb, event.state, reason))

    event_followers["tests"] = follow
    yield heard
    del event_followers["tests"]


def _event(**fields):
    return make_event(starts_at=STARTS, **fields)


def _log(event):
    entries = PageLogEntry.objects.for_instance(event).filter(action__startswith="events.").order_by("pk")
    return [(entry.action, entry.data["from"], entry.data["to"], entry.data["reason"]) for entry in entries]


def _changes():
    return [
        (change.kind, change.from_starts_at, change.to_starts_at, change.reason)
        for change in EventChange.objects.all()
    ]


# create_event


def _create(phase=None, **fields):
    fields.setdefault("title", "Consent that means something")
    fields.setdefault("starts_at", STARTS)
    fields.setdefault("ends_at", ENDS)
    if "organisers" not in fields:
        fields["organisers"] = [(make_coalition(), OrganiserRole.LEAD)]
    fields.setdefault("by", make_secretariat_user())
    return services.create_event(phase or make_phase(), **fields)


def test_an_event_is_made_as_a_draft_with_all_it_has():
    area = make_focus_area(questions=["Standards"])
    one, two = make_coalition(), make_coalition()
    event = _create(
        format=MeetingFormat.HYBRID,
        place="Katowice",
        organisers=[(two, OrganiserRole.LEAD), (one, OrganiserRole.SUPPORTER)],
        focus_areas=[area],
        policy_questions=area.policy_questions.all(),
        speakers=[("Ada Example", "A school"), ("Bo Example", "")],
        description="<p>What <b>matters</b>.</p>",
        accessibility="Captions\nSigns",
        languages="English",
        expected_outcome="A page",
        registration_url="https://example.org/register",
        join_url="https://example.org/join",
    )

    event = PreparatoryEventPage.objects.get(pk=event.pk)
    draft = event.get_latest_revision_as_object()

    for page in (event, draft):
        assert (page.live, page.has_unpublished_changes, page.state) == (False, True, EventState.SCHEDULED)
        assert (page.title, page.slug) == ("Consent that means something", "consent-that-means-something")
        assert (page.starts_at, page.ends_at, page.format, page.place) == (STARTS, ENDS, "hybrid", "Katowice")
        assert [(row.coalition, row.role) for row in page.organisers.all()] == [(two, "lead"), (one, "supporter")]
        assert [(row.name, row.affiliation) for row in page.speakers.all()] == [
            ("Ada Example", "A school"),
            ("Bo Example", ""),
        ]
        assert [list(page.focus_areas.all()), list(page.policy_questions.all())] == [
            [area],
            list(area.policy_questions.all()),
        ]
        assert (page.description, page.accessibility) == ("<p>What <b>matters</b>.</p>", "Captions\nSigns")
        assert (page.registration_url, page.join_url) == (
            "https://example.org/register",
            "https://example.org/join",
        )
    draft.get_latest_revision().publish()
    event.refresh_from_db()
    assert (event.live, event.calendar_sequence, event.calendar_changed_at) == (True, 0, NOW)


def test_two_events_of_one_title_and_one_without_letters_get_addresses():
    phase, user = make_phase(), make_secretariat_user()
    events = [_create(phase, title=title, by=user) for title in ("Twice", "Twice", "会議", "🌍")]

    assert [event.slug for event in events[:3]] == ["twice", "twice-2", "会議"]
    assert events[3].slug == f"event-{events[3].uid.hex[:8]}"


# What is asked for, and what is said.
REFUSED = {
    "no title": ({"title": " "}, "cannot be blank"),
    "ends before it starts": ({"ends_at": STARTS - DAY}, "A preparatory event ends after it starts."),
    "ends when it starts": ({"ends_at": STARTS}, "A preparatory event ends after it starts."),
    "lasts too long": ({"ends_at": STARTS + 32 * DAY}, "An event lasts at most 31 days."),
    "on site nowhere": ({"format": MeetingFormat.ON_SITE}, "Say where an on-site event takes place."),
    "no such format": ({"format": "dream"}, "is not a valid choice"),
    "a script as address": ({"join_url": "javascript:alert(1)"}, "The join link is not an address"),
    "a mail address among the speakers": ({"speakers": [("Ada ada@example.org", "")]}, "Leave e-mail addresses out"),
    "too long": ({"accessibility": "a" * 2_001}, "This text is too long: at most 2,000 characters"),
    "a coalition twice": ({"organisers": "twice"}, "A coalition organises an event once, in one role."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_event_is_refused_with_a_sentence(case):
    fields, sentence = REFUSED[case]
    if fields.get("organisers") == "twice":
        coalition = make_coalition()
        fields = {"organisers": [(coalition, OrganiserRole.LEAD), (coalition, OrganiserRole.SUPPORTER)]}

    with pytest.raises(NotAllowed, match=sentence):
        _create(**fields)

    assert PreparatoryEventPage.objects.count() == 0


def test_only_who_may_add_pages_plans_events():
    coordinator = make_user()
    make_contact(make_coalition(), user=coordinator)

    with pytest.raises(NotAllowed, match="You may not plan events in this phase"):
        _create(by=coordinator)


@pytest.mark.parametrize("name", ATTACKS)
def test_nothing_gets_through(name):
    texts = ("description", "accessibility", "languages", "expected_outcome", "place")
    try:
        event = _create(**dict.fromkeys(texts, ATTACKS[name]))
    except NotAllowed as refusal:
        assert str(refusal)
    else:
        assert [text for text in texts if "\x00" in getattr(event, text)] == []
        assert re.findall(r"<(?:script|img|svg|iframe)|href=.javascript", event.description.lower()) == []


# Steps


def test_rescheduling_tells_everybody(user, told):
    event = services.note_calendar_change(_event())

    moved = services.reschedule_event(event, starts_at=LATER, ends_at=LATER + DAY, by=user, reason=" A holiday ")

    assert (moved.starts_at, moved.ends_at, moved.state) == (LATER, LATER + DAY, EventState.SCHEDULED)
    assert (moved.calendar_sequence, moved.calendar_changed_at) == (1, NOW)
    assert _changes() == [("rescheduled", STARTS, LATER, "A holiday")]
    assert _log(event) == [("events.event_reschedule", "scheduled", "scheduled", "A holiday")]
    assert told == [("reschedule", "scheduled", "A holiday")]
    services.reschedule_event(event, starts_at=STARTS, ends_at=ENDS, by=user, reason="Back")
    assert PreparatoryEventPage.objects.get().calendar_sequence == 2


def test_a_draft_written_before_does_not_bring_the_old_time_back(user):
    event = _event()
    event.title = "Renamed"
    event.save_revision()
    services.reschedule_event(event, starts_at=LATER, ends_at=LATER + DAY, by=user, reason="A holiday")
    services.cancel_event(event, by=user, reason="Nobody")

    PreparatoryEventPage.objects.get().get_latest_revision().publish()

    event = PreparatoryEventPage.objects.get()
    assert (event.title, event.starts_at, event.state) == ("Renamed", LATER, EventState.CANCELLED)


def test_an_event_nobody_has_seen_moves_without_a_line(user):
    event = _create(by=user)

    services.reschedule_event(event, starts_at=LATER, ends_at=LATER + DAY, by=user, reason="Better so")

    assert _changes() == []
    assert PreparatoryEventPage.objects.get().get_latest_revision_as_object().starts_at == LATER


# When it is, its new time, and what is said (nothing: it is done).
MOVES = {
    "to come, to come": (STARTS, LATER, LATER + DAY, ""),
    "to come, shorter": (STARTS, STARTS, STARTS + DAY / 48, ""),
    "to come, the same": (STARTS, STARTS, ENDS, "That is the time it has already."),
    "to come, backwards": (STARTS, LATER, LATER, "An event ends after it starts."),
    "to come, too long": (STARTS, LATER, LATER + 32 * DAY, "An event lasts at most 31 days."),
    "to come, past": (STARTS, NOW - DAY, NOW, "That time has passed"),
    "to come, now": (STARTS, NOW, NOW + DAY, "That time has passed"),
    "to come, in a second": (STARTS, NOW + datetime.timedelta(seconds=1), NOW + DAY, ""),
    "over, put right": (NOW - 3 * DAY, NOW - 2 * DAY, NOW - 2 * DAY + DAY / 24, ""),
    "over, to come": (NOW - 3 * DAY, LATER, LATER + DAY, ""),
}


@pytest.mark.parametrize("case", MOVES)
def test_where_an_event_can_be_moved(user, case):
    was, starts_at, ends_at, sentence = MOVES[case]
    event = make_event(starts_at=was)
    if sentence:
        with pytest.raises(NotAllowed, match=sentence):
            services.reschedule_event(event, starts_at=starts_at, ends_at=ends_at, by=user, reason="So")
    else:
        services.reschedule_event(event, starts_at=starts_at, ends_at=ends_at, by=user, reason="So")
    assert PreparatoryEventPage.objects.get().starts_at == (was if sentence else starts_at)


def test_a_cancelled_event_stays_and_may_take_place_after_all(user, told):
    event = services.note_calendar_change(_event())

    cancelled = services.cancel_event(event, by=user, reason="Too few.")
    back = services.reinstate_event(event, by=user, reason="Enough now.")

    assert (cancelled.state, cancelled.calendar_sequence) == (EventState.CANCELLED, 1)
    assert (back.state, back.calendar_sequence) == (EventState.SCHEDULED, 2)
    assert _changes() == [
        ("cancelled", STARTS, None, "Too few."),
        ("reinstated", STARTS, STARTS, "Enough now."),
    ]
    assert _log(event) == [
        ("events.event_cancel", "scheduled", "cancelled", "Too few."),
        ("events.event_reinstate", "cancelled", "scheduled", "Enough now."),
    ]
    assert told == [("cancel", "cancelled", "Too few."), ("reinstate", "scheduled", "Enough now.")]


def test_a_follower_that_refuses_undoes_the_step(user):
    def refuse(event, **step):
        raise NotAllowed("The proposal is locked.")

    event = _event()
    event_followers["refuses"] = refuse
    try:
        with pytest.raises(NotAllowed, match="The proposal is locked"):
            services.cancel_event(event, by=user, reason="Too few.")
    finally:
        del event_followers["refuses"]

    assert (PreparatoryEventPage.objects.get().state, _changes(), _log(event)) == (EventState.SCHEDULED, [], [])


def test_a_reason_is_one_line_of_at_most_300_characters(user):
    event = _event()

    with pytest.raises(NotAllowed, match="This text is too long: at most 300 characters"):
        services.cancel_event(event, by=user, reason="a" * 301)
    services.cancel_event(event, by=user, reason="Too\r\nfew\x00 \u202ecome ")

    assert [change.reason for change in EventChange.objects.all()] == ["Too few come"]


@pytest.mark.parametrize("verb", ["cancel_event", "reinstate_event", "reschedule_event"])
def test_a_step_without_a_reason_is_refused(user, verb):
    event = _event(state=EventState.CANCELLED if verb == "reinstate_event" else EventState.SCHEDULED)
    times = {"starts_at": LATER, "ends_at": LATER + DAY} if verb == "reschedule_event" else {}

    with pytest.raises(NotAllowed, match="Give a reason"):
        getattr(services, verb)(event, by=user, reason="  ", **times)


# report_event


def test_a_report_is_published_and_put_right(user, told):
    event = make_event(state=EventState.HELD)

    first = services.report_event(
        event, by=user, outcome="<p>Three <b>things</b>.</p>", recording_url="https://a.bc/r"
    )
    with time_machine.travel(NOW + DAY, tick=False):
        second = services.report_event(event, by=user, outcome="<p>Four.</p>", outcome_url="https://a.bc/o")

    assert (first.state, first.reported_at, first.outcome) == ("reported", NOW, "<p>Three <b>things</b>.</p>")
    assert (second.outcome, second.outcome_url, second.recording_url) == ("<p>Four.</p>", "https://a.bc/o", "")
    assert second.reported_at == NOW
    assert _log(event) == [
        ("events.event_report", "held", "reported", ""),
        ("events.event_report", "reported", "reported", ""),
    ]
    before = PageLogEntry.objects.filter(action="events.event_report").order_by("pk").last().data["before"]
    assert (before["outcome"], before["recording_url"]) == ("<p>Three <b>things</b>.</p>", "https://a.bc/r")
    assert told == [("report", "reported", ""), ("report", "reported", "")]


def test_the_same_report_again_changes_nothing(user, told):
    event = make_event(state=EventState.HELD)
    services.report_event(event, by=user, outcome="<p>Three.</p>")
    services.report_event(event, by=user, outcome="<p>Three.</p>")

    assert (len(_log(event)), told) == (1, [("report", "reported", "")])


# When it is, and whether its report is taken; an event of an hour at 14:00.
MOMENTS = {
    "before": (STARTS - DAY, False),
    "while it takes place": (STARTS + DAY / 48, False),
    "at its end": (ENDS, False),
    "a second after": (ENDS + datetime.timedelta(seconds=1), True),
    "a year after": (ENDS + 365 * DAY, True),
}


@pytest.mark.parametrize("case", MOMENTS)
def test_a_report_is_taken_when_the_event_is_over(user, case):
    moment, taken = MOMENTS[case]
    event = _event()
    with time_machine.travel(moment, tick=False):
        if taken:
            assert services.report_event(event, by=user, outcome="<p>x</p>").state == EventState.REPORTED
        else:
            with pytest.raises(NotAllowed, match="not possible while the state is “scheduled”"):
                services.report_event(event, by=user, outcome="<p>x</p>")


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        ({}, "Say what came of the event"),
        ({"outcome": "<p> </p><script>alert(1)</script>"}, ""),
        ({"outcome_url": "javascript:alert(1)"}, "The report is not an address"),
        ({"recording_url": "//evil.example/"}, "The recording is not an address"),
        ({"outcome": "a" * 20_001}, "This text is too long"),
    ],
)
def test_a_report_that_says_nothing_or_too_much(user, report, sentence):
    event = make_event(state=EventState.HELD)
    if not sentence:
        assert "script" not in services.report_event(event, by=user, **report).outcome
        return
    with pytest.raises(NotAllowed, match=sentence):
        services.report_event(event, by=user, **report)
    assert PreparatoryEventPage.objects.get().state == EventState.SCHEDULED


def test_a_report_does_not_overwrite_one_the_writer_has_not_seen(user):
    event = make_event(state=EventState.HELD)
    seen = event.report_version
    services.report_event(event, by=user, outcome="<p>Ada's.</p>", seen=seen)

    with pytest.raises(NotAllowed, match="Somebody else has reported on this event meanwhile"):
        services.report_event(event, by=user, outcome="<p>Bo's.</p>", seen=seen)

    event.refresh_from_db()
    assert event.outcome == "<p>Ada's.</p>"
    assert services.report_event(event, by=user, outcome="<p>Both.</p>", seen=event.report_version).outcome == (
        "<p>Both.</p>"
    )


def test_coordinators_of_organisers_report_and_others_do_not():
    lead, supporter = make_coalition(), make_coalition()
    users = [make_user(), make_user(), make_user()]
    make_contact(lead, user=users[0])
    make_contact(supporter, user=users[1])
    event = make_event(state=EventState.HELD, organisers=[lead, (supporter, OrganiserRole.SUPPORTER)])

    for user in users[1:]:
        with pytest.raises(NotAllowed, match="You may not do this: report on the event"):
            services.report_event(event, by=user, outcome="<p>x</p>")
    assert services.report_event(event, by=users[0], outcome="<p>x</p>").state == EventState.REPORTED


def test_an_editors_draft_does_not_take_a_report_back(user):
    event = make_event(state=EventState.HELD)
    event.title = "Renamed"
    event.save_revision()
    services.report_event(event, by=user, outcome="<p>Three.</p>")

    PreparatoryEventPage.objects.get().get_latest_revision().publish()

    event = PreparatoryEventPage.objects.get()
    assert (event.title, event.outcome, event.state) == ("Renamed", "<p>Three.</p>", EventState.REPORTED)


def test_a_change_of_title_raises_the_sequence_and_one_of_text_does_not(user):
    event = _event()
    event.save_revision().publish(user=user)
    sequences = []
    for name, value in (("description", "<p>More.</p>"), ("title", "Renamed"), ("join_url", "https://example.org/")):
        draft = PreparatoryEventPage.objects.get()
        setattr(draft, name, value)
        draft.save_revision().publish(user=user)
        sequences.append(PreparatoryEventPage.objects.get().calendar_sequence)

    assert sequences == [0, 1, 1]


def test_held_is_never_stored():
    with pytest.raises(IntegrityError), transaction.atomic():
        PreparatoryEventPage.objects.filter(pk=_event().pk).update(state=EventState.HELD)


def test_a_copy_begins_anew(user):
    event = services.note_calendar_change(make_event(state=EventState.REPORTED, recording_url="https://example.org/r"))

    copy = event.copy(update_attrs={"slug": "copy"}, user=user)

    assert copy.uid != event.uid
    assert (copy.state, copy.outcome, copy.recording_url, copy.reported_at) == ("scheduled", "", "", None)
    assert (copy.calendar_sequence, copy.starts_at) == (0, event.starts_at)
    assert [row.coalition for row in copy.organisers.all()] == [row.coalition for row in event.organisers.all()]
