"""An mbox of 100 000 messages: read by the portal's reader in one pass, and by stdlib `mailbox` beside it."""

import datetime
import mailbox
import tempfile
import time
import tracemalloc
from email.utils import parsedate_to_datetime
from pathlib import Path

from coalitions.activity.enums import ListSource
from coalitions.activity.importers import digest_of, run_import
from coalitions.activity.mail_archive import read_archive
from coalitions.activity.services import request_import
from tests.factories import make_coalition

MESSAGES = 100_000
SMALL = 10_000  # memory is looked at for this many, and for ten times as many
BAR_A_SECOND = 3_000
BAR_GROWTH = 1.2
WORDS = ["governance", "open", "report", "people", "access", "paper", "rights", "data", "safety", "talk", "net"]
TODAY = datetime.date(2022, 1, 1)


def run(report):
    """Write two archives, then read each; memory must not grow with the file."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-mail-") as folder:
        small, large = Path(folder) / "small.mbox", Path(folder) / "large.mbox"
        write_archive(small, SMALL)
        write_archive(large, MESSAGES)
        report(f"an archive of {MESSAGES:,} messages", f"{large.stat().st_size / 1024**2:.0f} MB")
        ours = timed(read_ours, large)
        theirs = timed(read_theirs, large)
        report("the portal’s reader", f"{ours:,.0f}/s", f"≥ {BAR_A_SECOND:,}/s", ours >= BAR_A_SECOND)
        counted = timed(read_and_count, large)
        report(
            "read and counted into the database", f"{counted:,.0f}/s", f"≥ {BAR_A_SECOND:,}/s", counted >= BAR_A_SECOND
        )
        report("stdlib mailbox, every message parsed", f"{theirs:,.0f}/s")
        report("the portal’s reader, as a multiple of mailbox", f"{ours / theirs:.2f}")
        peak_small, peak_large = peak(read_ours, small), peak(read_ours, large)
        growth = peak_large / peak_small
        report(f"memory at most, {SMALL:,} messages", f"{peak_small / 1024:.0f} KB")
        report(f"memory at most, {MESSAGES:,} messages", f"{peak_large / 1024:.0f} KB")
        report("memory, ten times the messages", f"× {growth:.2f}", f"≤ × {BAR_GROWTH}", growth <= BAR_GROWTH)
        report("memory at most, stdlib mailbox", f"{peak(read_theirs, small) / 1024:.0f} KB ({SMALL:,})")


def write_archive(path, count):
    """Messages of some 40 people over a year, a third of them answers; ordinary headers and a short text."""
    start = datetime.datetime(2021, 1, 1, tzinfo=datetime.UTC)
    step = datetime.timedelta(days=360) / count
    with path.open("w", encoding="ascii", newline="\n") as file:
        for number in range(count):
            at, who = start + number * step, f"writer{number % 40}@example.org"
            answers = f"In-Reply-To: <{number - 1}@example.org>\n" if number % 3 else ""
            text = "\n".join(" ".join(WORDS[(number + place) % 11 :]) for place in range(12))
            file.write(
                f"From {who} {at:%a %b %d %H:%M:%S %Y}\nFrom: Writer <{who}>\nTo: list@example.org\n"
                f"Date: {at:%a, %d %b %Y %H:%M:%S} +0000\nSubject: {WORDS[number % 11]} {number // 3}\n"
                f"Message-ID: <{number}@example.org>\n{answers}Content-Type: text/plain; charset=utf-8\n"
                f"Received: from mail.example.org by lists.example.org; {at:%a, %d %b %Y %H:%M:%S} +0000\n"
                f"List-Id: <list.example.org>\n\n{text}\n\n"
            )


def read_ours(path):
    with path.open("rb") as file:
        return sum(1 for _mail in read_archive(file, today=TODAY))


def read_and_count(path):
    """The whole import, as the command does it."""
    with path.open("rb") as file:
        archive = request_import(
            make_coalition(),
            by=None,
            source=ListSource.MBOX,
            name=path.name,
            digest=digest_of(file),
            size=path.stat().st_size,
            covers_until=None,
        )
        return run_import(archive, file=file).counted


def read_theirs(path):
    """The same of each message: sender, day, subject, identity, what it answers."""
    count = 0
    for message in mailbox.mbox(path):
        parsedate_to_datetime(message["Date"])
        count += all(message[name] for name in ("From", "Subject", "Message-ID"))
        message["In-Reply-To"]
    return count


def timed(read, path):
    """Messages a second."""
    started = time.perf_counter()
    found = read(path)
    assert found == MESSAGES, found
    return found / (time.perf_counter() - started)


def peak(read, path):
    """The most memory, in bytes, that reading takes."""
    tracemalloc.start()
    read(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most
