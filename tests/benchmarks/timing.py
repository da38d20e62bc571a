"""Times taken side by side: one round of everything after the other, so that a busy machine is busy for all."""

import statistics
import time


def side_by_side(actions, rounds=15):
    """Name → the median of the seconds that each of these functions took, after one call that does not count."""
    taken = {name: [] for name in actions}
    for action in actions.values():
        action()
    for _round in range(rounds):
        for name, action in actions.items():
            started = time.perf_counter()
            action()
            taken[name].append(time.perf_counter() - started)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def milliseconds(seconds):
    return f"{seconds * 1000:.1f} ms"
