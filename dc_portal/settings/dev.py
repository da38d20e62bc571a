"""For a checkout: `make demo`, `manage.py`. No secrets, mail stays here, the page cache off unless asked for."""

from dc_portal.settings.base import *
from dc_portal.settings.base import VAR_DIR, env

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env("SECRET_KEY", default="only-for-development-and-demonstration")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=0)

# Mail is shown at /demo-mail/; what `send_notices` takes further is written into files, unless a server is named.
EMAIL_FILE_PATH = VAR_DIR / "mail"
if not env("EMAIL_URL", default=""):
    POST_OFFICE = {**POST_OFFICE, "BACKENDS": {"default": "django.core.mail.backends.filebased.EmailBackend"}}
# Passkeys at http://localhost, which has no certificate.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

# SQLite makes its file, not the folder.
VAR_DIR.mkdir(parents=True, exist_ok=True)
