"""WSGI applications behind gunicorn (one synchronous worker each, as in production), asked side by side."""

import http.client
import itertools
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

from django.conf import settings

from tests.benchmarks.timing import side_by_side

SECONDS_TO_START = 60


@contextmanager
def served(application, **environment):
    """`module:name` behind gunicorn, on a free port of this machine: gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--workers", "1", "--worker-class", "sync", "--log-level", "error"]
    server = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}", application],
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment},
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


def seconds_each(visits, rounds=9, repeat=20):
    """Name → the median seconds of one visit. `visits` maps names to (port, path); "{n}" in a path is new each time.

    Rounds of `repeat` visits, of one name after the other.
    """
    number = itertools.count()

    def asking(port, path):
        def ask_again():
            for _visit in range(repeat):
                status, _headers, _body = ask(port, path.format(n=next(number)))
                if status != 200:
                    raise RuntimeError(f"{path}: {status}")

        return ask_again

    taken = side_by_side({name: asking(*visit) for name, visit in visits.items()}, rounds)
    return {name: seconds / repeat for name, seconds in taken.items()}
