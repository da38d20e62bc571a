"""Counting archives: exactly, once, whatever they overlap, and nothing on the second reading."""

import datetime
from dataclasses import dataclass

import pytest
import time_machine
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import PageLogEntry

from coalitions.activity.enums import ImportState, ListSource
from coalitions.activity.models import ListImport, ListMessage, ListMonth, ListSender
from coalitions.activity.services import begin_import, forget_archives, request_import
from coalitions.workflow import NotAllowed
from tests.coalitions.activity.factories import (
    MAY_13,
    counts_of,
    import_archive,
    make_list_month,
    make_message,
    month,
)
from tests.factories import make_coalition, make_secretariat_user, make_user

pytestmark = pytest.mark.django_db

MBOX = ListSource.MBOX


def at(day, hour=11):
    return datetime.datetime(*day, hour, tzinfo=datetime.UTC)


def test_a_month_is_counted():
    archive = import_archive(
        make_message("<1@x>", sender="ada@example.org")
        + make_message("<2@x>", sender="ben@example.org", answers=["<1@x>"])
        + make_message("<3@x>", sender="ADA@Example.org", subject="Other")
    )
    assert counts_of(archive.coalition) == [(month(2021, 5), MBOX, 3, 2, 2)]
    assert (archive.state, archive.read, archive.counted, archive.skipped) == (ImportState.DONE, 3, 3, {})
    assert (archive.first_month, archive.last_month) == (month(2021, 5), month(2021, 5))


def test_months_without_a_message_are_zeros_inside_the_archive_only():
    archive = import_archive(make_message("<1@x>", at=at((2021, 1, 31))) + make_message("<2@x>", at=at((2021, 4, 1))))
    assert counts_of(archive.coalition) == [
        (month(2021, 1), MBOX, 1, 1, 1),
        (month(2021, 2), MBOX, 0, 0, 0),
        (month(2021, 3), MBOX, 0, 0, 0),
        (month(2021, 4), MBOX, 1, 1, 1),
    ]


@time_machine.travel("2021-08-20T12:00Z", tick=False)
def test_zeros_go_on_to_the_day_the_archive_was_complete():
    coalition = make_coalition()
    import_archive(make_message("<1@x>"), coalition, until=datetime.date(2021, 7, 2))
    assert counts_of(coalition) == [
        (month(2021, 5), MBOX, 1, 1, 1),
        (month(2021, 6), MBOX, 0, 0, 0),
        (month(2021, 7), MBOX, 0, 0, 0),
    ]


def test_what_lies_between_two_archives_is_not_measured():
    coalition = make_coalition()
    import_archive(make_message("<1@x>", at=at((2021, 1, 5))), coalition)
    import_archive(make_message("<2@x>", at=at((2021, 3, 5))), coalition)
    assert [row[0] for row in counts_of(coalition)] == [month(2021, 1), month(2021, 3)]


def test_reasons_are_counted_and_kept():
    archive = import_archive(
        make_message("<1@x>")
        + make_message("<1@x>")
        + make_message("<2@x>", headers=["Auto-Submitted: auto-replied"])
        + make_message("<3@x>", headers=["Precedence: bulk"])
        + make_message("<4@x>", sender="talk-request@example.org")
        + make_message("<5@x>", date="", separator="From x Thu May 13 11:00:00 2099")
        + b"From x Thu May 13 11:00:00 2021\nX-Nothing: 1\n\n\n"
        + make_message("<6@x>", sender="nobody")
    )
    assert (archive.read, archive.counted, archive.without_sender) == (8, 2, 1)
    assert archive.skipped_rows == [
        ("counted before, or twice in the archive", 1),
        ("sent by a machine (automatic reply, report of delivery)", 1),
        ("bulk mail", 1),
        ("notice of the list's own software", 1),
        ("no date that can be true", 1),
        ("not a message: it names no sender, date or identity", 1),
    ]
    assert archive.skipped_total == 6
    # “Outline” twice, none of them an answer: two conversations, one of them by nobody known.
    assert counts_of(archive.coalition) == [(month(2021, 5), MBOX, 2, 2, 1)]


def snapshot(coalition):
    return [
        list(model.objects.filter(coalition=coalition).order_by("pk").values())
        for model in (ListMonth, ListMessage, ListSender)
    ]


def test_the_same_archive_again_changes_nothing():
    data = b"".join(make_message(f"<{n}@x>", answers=[f"<{n // 2}@x>"], at=at((2021, 1 + n % 5, 2))) for n in range(9))
    with time_machine.travel("2021-06-01T12:00Z", tick=False):
        coalition = import_archive(data).coalition
    before = snapshot(coalition)
    with time_machine.travel("2021-09-01T12:00Z", tick=False):
        again = import_archive(data, coalition, by=make_secretariat_user())
    assert snapshot(coalition) == before
    assert (again.state, again.read, again.counted, again.skipped) == (ImportState.DONE, 9, 0, {"known": 9})


def test_a_newer_archive_says_that_its_months_were_looked_at_again():
    coalition = make_coalition()
    with time_machine.travel("2021-05-20T12:00Z", tick=False):
        import_archive(make_message("<1@x>", at=at((2021, 4, 2))) + make_message("<2@x>"), coalition)
    with time_machine.travel("2021-07-03T12:00Z", tick=False):
        import_archive(make_message("<2@x>") + make_message("<3@x>", at=at((2021, 6, 2))), coalition)
    days = ListMonth.objects.order_by("month").values_list("month", "messages", "collected_at")
    assert [(first, messages, collected.date().isoformat()) for first, messages, collected in days] == [
        (month(2021, 4), 1, "2021-05-20"),
        (month(2021, 5), 1, "2021-07-03"),
        (month(2021, 6), 1, "2021-07-03"),
    ]


@pytest.mark.parametrize(
    ("messages", "threads"),
    [
        # (id, answers, subject, day) in the order of the archive → conversations begun in May
        ([("1", [], "A", 1), ("2", ["1"], "Re: A", 2)], 1),
        ([("2", ["1"], "Re: A", 2), ("1", [], "A", 1)], 1),
        ([("2", ["1"], "Re: A", 2), ("3", ["1"], "Re: A", 3)], 1),
        ([("3", ["1", "2"], "Re: A", 3), ("9", [], "B", 3), ("2", ["1"], "Re: A", 2)], 2),
        ([("4", ["3"], "Re: A", 4), ("3", ["2"], "Re: A", 3), ("2", ["1"], "Re: A", 2), ("1", [], "A", 1)], 1),
        ([("1", [], "A", 1), ("2", [], "A", 2)], 2),
        ([("1", [], "A", 1), ("2", [], "Re: A", 2)], 1),
        ([("2", [], "Re: A", 2), ("1", [], "A", 1)], 1),
        ([("1", [], "A", 1), ("2", [], "Re: A", 2), ("3", [], "AW: [talk] a", 3)], 1),
        ([("2", [], "Re: A", 2), ("1", [], "A", 3)], 2),
        ([("1", [], "", 1), ("2", [], "Re:", 2)], 2),
        ([("1", ["1"], "A", 1)], 1),
        ([("1", [], "A", 1), ("2", ["1"], "Other words", 2)], 1),
    ],
)
@pytest.mark.parametrize("together", [True, False])
def test_conversations(messages, threads, together):
    parts = [
        make_message(f"<{key}@x>", answers=[f"<{name}@x>" for name in answers], subject=subject, at=at((2021, 5, day)))
        for key, answers, subject, day in messages
    ]
    coalition = make_coalition()
    for data in [b"".join(parts)] if together else parts:
        import_archive(data, coalition)
    assert [row[3] for row in counts_of(coalition)] == [threads]


def test_a_reply_without_references_finds_its_subject_for_31_days():
    for days, threads in ((31, 1), (32, 2)):
        coalition = make_coalition()
        later = at((2021, 5, 1)) + datetime.timedelta(days=days)
        import_archive(
            make_message("<1@x>", at=at((2021, 5, 1))) + make_message("<2@x>", subject="Re: Outline", at=later),
            coalition,
        )
        assert sum(row[3] for row in counts_of(coalition)) == threads


def test_an_older_archive_moves_the_beginning_of_a_conversation():
    coalition = make_coalition()
    import_archive(make_message("<2@x>", answers=["<1@x>"]), coalition)
    assert counts_of(coalition) == [(month(2021, 5), MBOX, 1, 1, 1)]
    import_archive(make_message("<1@x>", at=at((2021, 4, 30))), coalition)
    assert counts_of(coalition) == [(month(2021, 4), MBOX, 1, 1, 1), (month(2021, 5), MBOX, 1, 0, 1)]


@dataclass(frozen=True)
class Sent:
    """A message of an invented archive. `answers` are the numbers of others, which may be in no archive."""

    number: int
    sender: str
    day: int  # from 1 January 2021
    answers: tuple[int, ...]
    subject: str
    is_reply: bool

    @property
    def at(self):
        return at((2021, 1, 1)) + datetime.timedelta(days=self.day)

    @property
    def raw(self):
        subject = f"Re: {self.subject}" if self.is_reply or self.answers else self.subject
        answers = [f"<{number}@x>" for number in self.answers]
        return make_message(f"<{self.number}@x>", sender=self.sender, at=self.at, subject=subject, answers=answers)


SENT = st.builds(
    Sent,
    number=st.integers(1, 14),
    sender=st.sampled_from(["ada@example.org", "ben@example.org", "cas@example.org"]),
    day=st.integers(0, 100),
    answers=st.lists(st.integers(1, 14), max_size=2).map(tuple),
    subject=st.sampled_from(["Outline", "Next call", "Webinar"]),
    is_reply=st.booleans(),
)


def months_of(first, last):
    return [month(2021, number) for number in range(first.month, last.month + 1)]


def expected(archives):
    """Counted by hand, as it were: {month: (messages, conversations begun, senders)}."""
    sent = {one.number: one for archive in archives for one in archive}
    above = {number: number for one in sent.values() for number in (one.number, *one.answers)}

    def top(number):
        return number if above[number] == number else top(above[number])

    for one in sent.values():
        for number in one.answers:
            above[top(one.number)] = top(number)
        if one.is_reply and not one.answers:
            for other in sent.values():
                if other.subject == one.subject and not other.answers and 0 <= one.day - other.day <= 31:
                    above[top(one.number)] = top(other.number)
    begun = {}
    for one in sent.values():
        begun[top(one.number)] = min(one.day, begun.get(top(one.number), one.day))
    begun_in = [(at((2021, 1, 1)) + datetime.timedelta(days=day)).month for day in begun.values()]
    covered = {
        first
        for archive in archives
        for first in months_of(min(one.at for one in archive), max(one.at for one in archive))
    }
    there = {first: [one for one in sent.values() if one.at.month == first.month] for first in covered}
    return [
        (first, MBOX, len(there[first]), begun_in.count(first.month), len({one.sender for one in there[first]}))
        for first in sorted(covered)
    ]


@settings(max_examples=40)
@given(st.lists(SENT, min_size=1, max_size=14, unique_by=lambda one: one.number), st.data())
def test_an_archive_of_known_contents_counts_exactly(sent, data):
    """Cut into overlapping archives that come in any order, some of them twice."""
    coalition = make_coalition()
    cuts = st.lists(st.lists(st.sampled_from(sent), min_size=1, unique=True), min_size=1, max_size=4)
    archives = data.draw(cuts)
    for archive in archives:
        import_archive(b"".join(one.raw for one in archive), coalition)
    assert counts_of(coalition) == expected(archives)
    before = snapshot(coalition)
    for archive in reversed(archives):
        import_archive(b"".join(one.raw for one in archive), coalition)
    assert snapshot(coalition) == before


def test_hashes_are_of_each_coalition_alone_and_hold_no_address():
    data = make_message("<1@x>", sender="ada@example.org")
    one, other = (import_archive(data).coalition for _each in range(2))
    hashes = {
        (row.sender, message.key)
        for row in ListSender.objects.all()
        for message in ListMessage.objects.filter(coalition_id=row.coalition_id)
    }
    assert len(hashes) == 2
    stored = str(snapshot(one) + snapshot(other) + list(ListImport.objects.values()))
    assert [word for word in ("ada", "example.org", "Outline", "1@x") if word in stored] == []


def test_another_secret_key_counts_nothing_twice():
    data = make_message("<1@x>")
    with override_settings(SECRET_KEY="first"):
        coalition = import_archive(data).coalition
    with override_settings(SECRET_KEY="second", SECRET_KEY_FALLBACKS=["first"]):
        assert import_archive(data, coalition).skipped == {"known": 1}
    with override_settings(SECRET_KEY="third"):
        refused = import_archive(data, coalition)
        assert (refused.state, refused.problem.split(",")[0]) == (
            ImportState.FAILED,
            "The portal’s secret key has changed since this list was last read",
        )
        forget_archives(coalition, by=make_secretariat_user())
        assert import_archive(data, coalition).counted == 1
    assert counts_of(coalition) == [(month(2021, 5), MBOX, 1, 1, 1)]


def test_a_failed_import_leaves_the_months_and_its_messages_count_next_time(monkeypatch):
    coalition = make_coalition()
    import_archive(make_message("<1@x>"), coalition)
    broken = import_archive(b"no archive", coalition)
    assert (broken.state, broken.counted) == (ImportState.FAILED, 0)
    assert broken.problem.startswith("No message was found in this file.")
    assert counts_of(coalition) == [(month(2021, 5), MBOX, 1, 1, 1)]
    assert import_archive(make_message("<2@x>"), coalition).counted == 1


def test_one_archive_at_a_time_unless_the_first_was_cut_off():
    coalition, other = make_coalition(), make_coalition()
    with time_machine.travel("2021-06-01T12:00Z", tick=False):
        first = request_import(coalition, by=None, source=MBOX, name="a.mbox")
        begin_import(first)
    with time_machine.travel("2021-06-01T17:00Z", tick=False):
        with pytest.raises(NotAllowed, match="Another archive of this coalition is being read"):
            request_import(coalition, by=None, source=MBOX, name="b.mbox")
        assert request_import(other, by=None, source=MBOX, name="b.mbox").state == ImportState.WAITING
    with time_machine.travel("2021-06-01T18:01Z", tick=False):
        assert import_archive(make_message(), coalition).state == ImportState.DONE
    first.refresh_from_db()
    assert (first.state, first.problem[:24]) == (ImportState.FAILED, "The reading was cut off,")


def test_an_import_begins_once():
    archive = request_import(make_coalition(), by=None, source=MBOX, name="a.mbox")
    begin_import(archive)
    with pytest.raises(NotAllowed, match="This archive has been read, or is being read"):
        begin_import(archive)


@pytest.mark.parametrize(
    ("role", "may"),
    [("secretariat", True), ("coordinator", True), ("another's coordinator", False), ("nobody in particular", False)],
)
def test_who_imports_and_who_takes_it_back(role, may):
    coordinator, another = make_user(), make_user()
    coalition = make_coalition(coordinators=[coordinator])
    make_coalition(coordinators=[another])
    user = {
        "secretariat": make_secretariat_user(),
        "coordinator": coordinator,
        "another's coordinator": another,
        "nobody in particular": make_user(),
    }[role]
    if may:
        assert import_archive(make_message(), coalition, by=user).by == user
        assert forget_archives(coalition, by=user) == 1
        assert list(
            PageLogEntry.objects.filter(action__startswith="activity").order_by("pk").values_list("action", "user")
        ) == [
            ("activity.import_list", user.pk),
            ("activity.forget_archives", user.pk),
        ]
    else:
        with pytest.raises(NotAllowed):
            import_archive(make_message(), coalition, by=user)
        with pytest.raises(NotAllowed):
            forget_archives(coalition, by=user)


def test_taking_back_leaves_what_was_entered_by_hand_and_other_coalitions():
    secretariat = make_secretariat_user()
    coalition, other = make_coalition(), make_coalition()
    for each in (coalition, other):
        import_archive(make_message(), each)
    make_list_month(coalition, month(2021, 4))
    assert forget_archives(coalition, by=secretariat) == 1
    assert [row[:2] for row in counts_of(coalition)] == [(month(2021, 4), ListSource.BY_HAND)]
    assert [row[:2] for row in counts_of(other)] == [(month(2021, 5), MBOX)]
    assert (ListMessage.objects.count(), ListSender.objects.count(), ListImport.objects.count()) == (1, 1, 2)
    request_import(coalition, by=None, source=MBOX, name="b.mbox")
    with pytest.raises(NotAllowed, match="is being read"):
        forget_archives(coalition, by=secretariat)


def test_memory_of_a_batch_is_all_that_is_kept(django_assert_max_num_queries):
    """A batch costs the same questions, however many messages were counted before."""
    data = [
        b"".join(make_message(f"<{n}@x>", answers=[f"<{n // 7}@x>"], at=MAY_13) for n in range(first, first + 40))
        for first in (0, 40, 4000)
    ]
    coalition = make_coalition()
    counts = []
    for part in data:
        with django_assert_max_num_queries(60) as captured:
            import_archive(part, coalition)
        counts.append(len(captured))
    assert max(counts[1:]) <= counts[0] + 8


@time_machine.travel("2021-08-20T12:00Z", tick=False)
def test_a_wrong_clock_makes_no_months_between_measured():
    coalition = make_coalition()
    days = ["Mon, 03 May 2021", "Sat, 01 Jan 2000", "Tue, 11 May 2021", "Thu, 10 Jun 2021"]
    data = b"".join(
        make_message(f"<{place}@x>", date=f"{day} 11:00:00 +0000", separator=f"From - {day[:3]} May 03 11:00:00 2021")
        for place, day in enumerate(days)
    )
    import_archive(data, coalition)
    assert [(first, messages) for first, _source, messages, *_rest in counts_of(coalition)] == [
        (month(2000, 1), 1),
        (month(2021, 5), 2),
        (month(2021, 6), 1),
    ]


@time_machine.travel("2021-08-20T12:00Z", tick=False)
def test_an_old_download_is_of_its_day():
    coalition = make_coalition()
    at = datetime.datetime(2021, 2, 1, 11, tzinfo=datetime.UTC)
    import_archive(make_message(at=at), coalition, until=datetime.date(2021, 2, 3))
    [row] = ListMonth.objects.of_coalition(coalition)
    assert row.collected_at.date() == datetime.date(2021, 2, 3)
    import_archive(make_message(at=at), coalition, until=datetime.date(2021, 3, 3))
    assert [one.collected_at.date() for one in ListMonth.objects.of_coalition(coalition).order_by("month")] == [
        datetime.date(2021, 3, 3)
    ] * 2


def test_messages_whose_id_is_empty_are_told_apart():
    coalition = make_coalition()
    data = b"".join(make_message("<>", subject=subject) for subject in ("One", "Two"))
    assert import_archive(data, coalition).counted == 2
