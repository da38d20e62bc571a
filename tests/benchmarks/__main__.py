"""Runs every benchmark, or those named, each in a process of its own with an empty database of its own."""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.databases import databases

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def names():
    return sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))


def environment(folder, database_url):
    """What the portal needs to start as in production, and nothing of what this machine has set for it."""
    (folder / "static").mkdir(parents=True, exist_ok=True)
    ours = {
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "SECRET_KEY": "only-for-benchmarks-" * 3,
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "WAGTAILADMIN_BASE_URL": "http://localhost",
        "LOG_LEVEL": "ERROR",
        "VAR_DIR": str(folder),
        "DATABASE_URL": database_url,
    }
    return {
        name: value for name, value in os.environ.items() if name not in ("CACHE_URL", "PAGE_CACHE_SECONDS")
    } | ours


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"one of: {', '.join(names())}")
    chosen = parser.parse_args().names or names()
    unknown = sorted(set(chosen) - set(names()))
    if unknown:
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(names())}")
    broken = []
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        folder = Path(folder)

        def python(*arguments, place, url):
            environ = environment(folder / place, url)
            return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environ, check=False).returncode == 0

        def migrate(url):
            if not python("manage.py", "migrate", "--verbosity", "0", place="empty", url=url):
                sys.exit("The database could not be made.")

        load = ", ".join(f"{average:.1f}" for average in os.getloadavg())
        print(f"Python {platform.python_version()}, {os.cpu_count()} processors, load {load}")
        with databases(folder, migrate) as new_database:
            for name in chosen:
                print(f"\n{name}", flush=True)
                if not python("-m", "tests.benchmarks.one", name, place=name, url=new_database(name)):
                    broken.append(name)
    if broken:
        sys.exit(f"\nBroken: {', '.join(broken)}")


if __name__ == "__main__":
    main()
