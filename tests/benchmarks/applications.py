"""What the portal is measured against: the same bytes without Django, and without the portal. And the meter."""

import os
import time
from pathlib import Path

CPU_HEADER = "X-CPU-Of-The-Visit-Before"


def metered(application):
    """The WSGI application of an import string, which says in each answer what the one before it took (seconds)."""
    from gunicorn.util import import_app

    answer, last = import_app(application), time.process_time()

    def metered_answer(environ, start_response):
        nonlocal last
        now = time.process_time()
        spent, last = now - last, now

        def start(status, headers, *details):
            return start_response(status, [*headers, (CPU_HEADER, f"{spent:.6f}")], *details)

        return answer(environ, start)

    return metered_answer


def raw(environ, start_response):
    """Answers everything with the bytes of the file RAW_BODY."""
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(BODY)))])
    return [BODY]


BODY = Path(os.environ["RAW_BODY"]).read_bytes() if "RAW_BODY" in os.environ else b""


def bare_django():
    """Django with one view that answers with 20 KB, and nothing else: no middleware, no database, no template."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpResponse
    from django.urls import re_path

    body = b"x" * 20_000
    urls = type("urls", (), {"urlpatterns": [re_path("", lambda request: HttpResponse(body))]})
    settings.configure(ROOT_URLCONF=urls, ALLOWED_HOSTS=["localhost"], SECRET_KEY="only-for-benchmarks", MIDDLEWARE=[])
    return get_wsgi_application()
