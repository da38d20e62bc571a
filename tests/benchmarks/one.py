"""One benchmark, in the environment that `__main__` made for it: `python -m tests.benchmarks.one <name>`."""

import importlib
import sys
import time

import django

WIDTH = 66


def main(name):
    django.setup()
    started, missed = time.perf_counter(), 0

    def report(what, figure, bar="", ok=True):
        nonlocal missed
        missed += not ok
        mark = ("ok  " if ok else "MISS") if bar else "    "
        print(f"  {mark} {what:<{WIDTH}} {figure:>12}   {bar and f'bar {bar}'}".rstrip(), flush=True)

    importlib.import_module(f"tests.benchmarks.bench_{name}").run(report)
    said = f", {missed} missed" if missed else ""
    print(f"       ({time.perf_counter() - started:.0f} s{said})", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
