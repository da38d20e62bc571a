"""Two people at the same moment, each with a connection of their own: tests that use this carry the mark `postgres`.

SQLite has one writer at a time; tests/dc_portal/test_settings.py shows that the second waits.
"""

import threading
import time

from django.db import connection, connections, transaction

LONGEST_WAIT = 60  # seconds


def before_the_first_has_ended(first, second):
    """Let `second` begin when `first` has written but not committed. Returns what each returned or raised.

    `first` commits as soon as `second` waits for it, or has ended without waiting.
    """
    with transaction.atomic():
        firsts = first()
        thread, seconds = _started(second)
        deadline = time.monotonic() + LONGEST_WAIT
        while thread.is_alive() and not _somebody_waits() and time.monotonic() < deadline:
            time.sleep(0.02)
    return firsts, _ended(thread, seconds)


def at_once(*calls):
    """Let all begin together. Returns what each returned or raised, in their order."""
    barrier = threading.Barrier(len(calls))

    def together(call):
        barrier.wait(LONGEST_WAIT)
        return call()

    started = [_started(lambda call=call: together(call)) for call in calls]
    return [_ended(thread, outcomes) for thread, outcomes in started]


def _started(call):
    outcomes = []

    def run():
        try:
            outcomes.append(call())
        except Exception as error:
            outcomes.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread, outcomes


def _ended(thread, outcomes):
    thread.join(LONGEST_WAIT)
    assert not thread.is_alive(), "they wait for each other"
    return outcomes[0]


def _somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
        )
        return cursor.fetchone()[0] > 0
