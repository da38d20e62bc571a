"""Times taken side by side: one round of everything after the other, so that a busy machine is busy for all."""

import time


def side_by_side(actions, rounds=60):
    """Name → the least seconds that each of these functions took: whatever came on top was somebody else's work."""
    taken = {name: [] for name in actions}
    for action in actions.values():
        action()
    for _round in range(rounds):
        for name, action in actions.items():
            started = time.perf_counter()
            action()
            taken[name].append(time.perf_counter() - started)
    return {name: min(seconds) for name, seconds in taken.items()}


def milliseconds(seconds):
    return f"{seconds * 1000:.1f} ms"
