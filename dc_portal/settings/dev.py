"""For a checkout: `make demo`, `manage.py`. No secrets, mail on the console, the page cache off unless asked for."""

from dc_portal.settings.base import *
from dc_portal.settings.base import VAR_DIR, env

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env("SECRET_KEY", default="only-for-development-and-demonstration")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=0)

# SQLite makes its file, not the folder.
VAR_DIR.mkdir(parents=True, exist_ok=True)
