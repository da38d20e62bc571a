"""What the portal costs, each figure beside its bar: `make bench`, or `python -m tests.benchmarks search pages`.

A benchmark is a module `bench_<name>.py` here with one function:

    def run(report):
        report("what was measured", "17 ms", "< 100 ms", ok=True)

It runs in a process of its own, with Django set up as in production and an empty database that has been migrated:
whatever it makes there is thrown away. Without DATABASE_URL the database is SQLite; with one it is made beside the one
named there. `report(what, figure, bar="", ok=True)` prints a line; a bar that is missed is marked and counted, and
fails nothing: a second is no test. An exception is one, and the others still run.
Ratios are taken side by side in one run, so that a slow or busy machine slows both sides (`timing.py`, `serving.py`).
"""
