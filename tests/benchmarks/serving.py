"""WSGI applications behind gunicorn (one synchronous worker each, as in production), asked side by side.

What counts is the worker's CPU time from one request to the next: a busy machine takes turns, and does not add to it.
"""

import http.client
import itertools
import os
import socket
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager

from django.conf import settings

from tests.benchmarks.applications import CPU_HEADER

SECONDS_TO_START = 60


@contextmanager
def served(application, **environment):
    """`module:name` (or `module:call()`) behind gunicorn, on a free port of this machine: gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--log-level", "error"]
    server = subprocess.Popen(
        [*command, f"tests.benchmarks.applications:metered({application!r})"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "GUNICORN_BIND": f"127.0.0.1:{port}", "GUNICORN_WORKERS": "1", **environment},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(server, port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait_for(server, port):
    deadline = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < deadline:
        try:
            ask(port, "/")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("gunicorn did not start")


def ask(port, path):
    """One visit on a connection of its own, as a synchronous worker answers it: (status, headers, body)."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    try:
        connection.request("GET", path, headers={"Host": "localhost"})
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def seconds_each(visits, rounds=40):
    """Name → the median CPU seconds of a visit. `visits`: name → (port, path); "{n}" in a path is new each time."""
    number, taken, previous = itertools.count(), {name: [] for name in visits}, {}
    for _round in range(rounds):
        for name, (port, path) in visits.items():
            status, headers, _body = ask(port, path.format(n=next(number)))
            if status != 200:
                raise RuntimeError(f"{path}: {status}")
            if port in previous:  # a worker says what the visit before this one took
                taken[previous[port]].append(float(headers[CPU_HEADER]))
            previous[port] = name
    return {name: statistics.median(seconds) for name, seconds in taken.items()}
