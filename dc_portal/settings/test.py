"""For pytest: quick and self-contained. The page cache is off, so that query budgets count what a page costs."""

import os
import tempfile
from pathlib import Path

from dc_portal.settings.base import *

DEBUG = False
SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PAGE_CACHE_SECONDS = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# pytest-django gives each test a mailbox of its own; what the outbox delivers arrives there.
POST_OFFICE = {**POST_OFFICE, "BACKENDS": {"default": "django.core.mail.backends.locmem.EmailBackend"}}
# Each test gets a folder of its own (tests/conftest.py); nothing is ever written here.
MEDIA_ROOT = Path(tempfile.gettempdir()) / "dc-portal-tests"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True

# Tests empty their cache: each of pytest-xdist's workers gets a database of Redis to itself.
if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    CACHES["default"].setdefault("OPTIONS", {})["db"] = int(worker.removeprefix("gw"))
