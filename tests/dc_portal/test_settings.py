import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent.parent
COMPLETE = {
    "SECRET_KEY": "k3y-" * 16,
    "ALLOWED_HOSTS": "portal.example.org",
    "WAGTAILADMIN_BASE_URL": "https://portal.example.org",
}


def load(module, expression, tmp_path, **environment):
    """Load a settings file in a process of its own: (exit code, what was printed or the last error line)."""
    ours = {"SECRET_KEY", "ALLOWED_HOSTS", "WAGTAILADMIN_BASE_URL", "DATABASE_URL", "CACHE_URL", "PAGE_CACHE_SECONDS"}
    ours |= {"EMAIL_URL", "REQUIRE_SECOND_FACTOR", "TRUSTED_PROXIES"}
    clean = {name: value for name, value in os.environ.items() if name not in ours}
    done = subprocess.run(
        [sys.executable, "-c", f"import dc_portal.settings.{module} as s; print(({expression}))"],
        cwd=ROOT,
        env=clean | {"VAR_DIR": str(tmp_path)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, (done.stdout or done.stderr).strip().splitlines()[-1]


@pytest.mark.parametrize("missing", [["SECRET_KEY"], ["ALLOWED_HOSTS", "WAGTAILADMIN_BASE_URL"], list(COMPLETE)])
def test_production_names_everything_that_is_missing(missing, tmp_path):
    given = {name: value for name, value in COMPLETE.items() if name not in missing}
    code, error = load("production", "'started'", tmp_path, **given)
    assert code == 1
    assert error == (
        "django.core.exceptions.ImproperlyConfigured: Set these in the environment before starting: "
        + ", ".join(missing)
    )


def test_production_starts_with_what_it_needs(tmp_path):
    expression = "s.DEBUG, s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.ALLOWED_HOSTS"
    assert load("production", expression, tmp_path, **COMPLETE) == (0, "(False, True, True, ['portal.example.org'])")


@pytest.mark.parametrize(
    "module, environment, backend",
    [
        ("dev", {}, "django.core.cache.backends.locmem.LocMemCache"),
        ("production", COMPLETE, "dc_portal.page_cache.FileCache"),
        (
            "production",
            COMPLETE | {"CACHE_URL": "rediscache://127.0.0.1:6379/0"},
            "django.core.cache.backends.redis.RedisCache",
        ),
    ],
)
def test_which_cache_is_used(module, environment, backend, tmp_path):
    answer = load(module, "s.CACHES['default']['BACKEND']", tmp_path, **environment)
    assert answer == (0, backend)


@pytest.mark.parametrize(
    "module, environment, expected",
    [
        ("dev", {}, (False, 0)),
        ("dev", {"REQUIRE_SECOND_FACTOR": "1"}, (True, 0)),
        ("production", COMPLETE, (True, 1)),
        ("production", COMPLETE | {"REQUIRE_SECOND_FACTOR": "0", "TRUSTED_PROXIES": "2"}, (False, 2)),
    ],
)
def test_the_second_factor_is_asked_for_in_production(module, environment, expected, tmp_path):
    assert load(module, "s.REQUIRE_SECOND_FACTOR, s.TRUSTED_PROXIES", tmp_path, **environment) == (0, str(expected))


def test_mail_leaves_by_the_outbox_and_from_a_checkout_not_at_all(tmp_path):
    expression = "s.EMAIL_BACKEND, s.POST_OFFICE['BACKENDS']['default'].rsplit('.', 2)[1]"
    outbox = "coalitions.notifications.backend.OutboxBackend"
    server = {"EMAIL_URL": "smtp://mail.example.org"}
    assert load("dev", expression, tmp_path) == (0, str((outbox, "filebased")))
    assert load("dev", expression, tmp_path, **server) == (0, str((outbox, "smtp")))
    assert load("production", expression, tmp_path, **COMPLETE, **server) == (0, str((outbox, "smtp")))


def test_sqlite_waits_its_turn(tmp_path):
    answer = load("dev", "s.DATABASES['default']['OPTIONS']['transaction_mode'], s.env.bool('DEBUG', True)", tmp_path)
    assert answer == (0, "('IMMEDIATE', True)")


def test_of_two_writers_the_second_waits_and_no_reader_does(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.dc_portal.two_writers"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == {
        "errors": [],
        "counted": 40,
        "order": ["reader sees 40", "first has written", "second has written"],
        "pragmas": ["wal", 1, 20_000, 1],
    }


def test_postgresql_gets_a_pool(tmp_path):
    expression = "s.DATABASES['default']['OPTIONS'], s.DATABASES['default']['NAME']"
    answer = load("dev", expression, tmp_path, DATABASE_URL="postgres://portal@127.0.0.1:5432/portal")
    assert answer == (0, "({'pool': {'min_size': 1, 'max_size': 8, 'timeout': 20}}, 'portal')")


def test_log_lines_are_json():
    from dc_portal.logs import JsonFormatter

    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "broke at %s", ("/é",), None)
    record.status_code = 500
    line = json.loads(JsonFormatter().format(record))
    assert line.pop("time").endswith("+00:00")
    assert line == {"level": "ERROR", "logger": "django.request", "message": "broke at /é", "status": 500}


def test_who_runs_the_portal_is_told_once_what_broke(settings, mailoutbox, capsys):
    from dc_portal.logs import MailHandler

    settings.ADMINS = [("Portal", "operator@example.org")]
    handler = MailHandler(logging.ERROR)
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "Server Error: %s", ("/a\nb/",), None)
    handler.handle(record)
    handler.handle(record)
    other = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "Server Error: /c/", (), None)
    settings.ADMINS = []
    handler.handle(other)
    assert [(mail.to, mail.subject, mail.body) for mail in mailoutbox] == [
        (["operator@example.org"], "[Portal] Server Error: /a b/", "Server Error: /a\nb/")
    ]
    assert capsys.readouterr().err == ""


def test_what_is_set_at_birth():
    assert (settings.AUTH_USER_MODEL, settings.WAGTAILIMAGES_IMAGE_MODEL, settings.WAGTAILDOCS_DOCUMENT_MODEL) == (
        "home.User",
        "home.PortalImage",
        "home.PortalDocument",
    )
    assert settings.LANGUAGES is settings.WAGTAIL_CONTENT_LANGUAGES
