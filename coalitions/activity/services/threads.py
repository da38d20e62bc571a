"""Which messages belong together: conversations as connected parts, whatever order the archives come in.

A message is tied to the messages it names as answered. One that names none, but says "Re:", is tied to those with
its subject of the 31 days before. Ties are kept as the number of the conversation on every message; two
conversations that turn out to be one take one number.
"""

import datetime
from typing import NamedTuple

from coalitions.activity.models import ListMessage

SUBJECT_DAYS = datetime.timedelta(days=31)


class Node(NamedTuple):
    """A message to be tied: its key, the keys it answers, and its subject where it names none."""

    key: int
    answers: tuple[int, ...]
    sent_on: datetime.date
    subject: int | None
    is_reply: bool


class Tied(NamedTuple):
    """What came of a batch.

    threads: key → number of the conversation, for every key of the batch
    named: keys that are only named, by answers to them, and that the database does not have
    moved: number of a conversation in the database → the number it has from now on
    """

    threads: dict[int, int]
    named: set[int]
    moved: dict[int, int]


class _Ties:
    """Which numbers mean the same conversation. Those of the database stand for the others: fewer rows change."""

    def __init__(self, stored):
        self.stored = stored
        self._above = {}

    def of(self, number):
        """The number that stands for this one."""
        passed = []
        while (above := self._above.get(number, number)) != number:
            passed.append(number)
            number = above
        for lower in passed:
            self._above[lower] = number
        return number

    def tie(self, one, other):
        one, other = self.of(one), self.of(other)
        if one != other:
            first, second = sorted((one, other), key=lambda number: (number not in self.stored, number))
            self._above[second] = first


def tie_messages(coalition, nodes, known):
    """The conversations of a batch of nodes.

    `known` maps the keys of the batch that the database has to their conversation's number.
    """
    groups = _by_subject(coalition, nodes)
    stored = {
        *known.values(),
        *(thread for group in groups.values() for *_when, thread in group if thread is not None),
    }
    ties = _Ties(stored)
    threads = dict(known)
    for node in nodes:
        own = threads.setdefault(node.key, node.key)
        for answered in node.answers:
            ties.tie(own, threads.setdefault(answered, answered))
    for group in groups.values():
        _tie_replies(
            sorted((on, is_reply, threads[key] if thread is None else thread) for on, is_reply, key, thread in group),
            ties,
        )
    return Tied(
        threads={key: ties.of(thread) for key, thread in threads.items()},
        named=threads.keys() - known.keys() - {node.key for node in nodes},
        moved={number: ties.of(number) for number in stored if ties.of(number) != number},
    )


def _by_subject(coalition, nodes):
    """Subject → (sent on, is a reply, key, conversation or None) of the batch and of the database around it."""
    dated = [node for node in nodes if node.subject is not None]
    groups = {}
    for node in dated:
        groups.setdefault(node.subject, []).append((node.sent_on, node.is_reply, node.key, None))
    if dated:
        first = min(node.sent_on for node in dated) - SUBJECT_DAYS
        last = max(node.sent_on for node in dated) + SUBJECT_DAYS
        there = ListMessage.objects.of_coalition(coalition).with_subjects(groups.keys(), first, last)
        for subject, *rest in there.values_list("subject", "sent_on", "is_reply", "key", "thread"):
            groups[subject].append(tuple(rest))
    return groups


def _tie_replies(messages, ties):
    """Tie every reply to what stands before it within the days. An earlier reply has tied what is before itself."""
    for place, (sent_on, is_reply, thread) in enumerate(messages):
        if not is_reply:
            continue
        for earlier in range(place - 1, -1, -1):
            earlier_on, earlier_is_reply, earlier_thread = messages[earlier]
            if sent_on - earlier_on > SUBJECT_DAYS:
                break
            ties.tie(thread, earlier_thread)
            if earlier_is_reply:
                break
