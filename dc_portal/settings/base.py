"""Settings every environment shares. What differs comes from the environment; docs/operators.md lists every name."""

import datetime
from pathlib import Path

import environ
from csp.constants import NONE, SELF, UNSAFE_INLINE

from dc_portal.settings.accounts import *

BASE_DIR = Path(__file__).resolve().parent.parent.parent
PROJECT_DIR = BASE_DIR / "dc_portal"

env = environ.Env()

# Everything that is written at run time: database, uploads, collected static files. Never in git.
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "dc_portal",
    "home",
    "search",
    "events.proposals",
    "events",
    "coalitions.papers",
    "coalitions.activity",
    "coalitions",
    "wagtail_modeladmin",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "ninja",
    "post_office",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "health_check",
    "csp",
    # wagtail-modeladmin needs Django's admin installed; it has no address here.
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

# The page cache is first so that a hit costs nothing else; what it keeps has passed all the others.
MIDDLEWARE = [
    "dc_portal.middleware.PageCacheMiddleware",
    "dc_portal.middleware.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dc_portal.middleware.ContentSecurityPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "dc_portal.middleware.SiteMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dc_portal.middleware.SecondFactorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "dc_portal.urls"
WSGI_APPLICATION = "dc_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# Database and cache

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Readers never wait for the writer (WAL); a writer takes its lock at the start and waits its turn, so that two
    # transactions cannot deadlock half-way. Django itself turns foreign keys on.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("pool", {"min_size": 1, "max_size": 8, "timeout": 20})

CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}
# How long an anonymous visitor's page may be answered from the cache. Any change of content empties it sooner;
# 0 turns the page cache off.
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=300)

# What must be right from birth: it is expensive to change once there are rows.

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "home.User"
WAGTAILIMAGES_IMAGE_MODEL = "home.PortalImage"
WAGTAILDOCS_DOCUMENT_MODEL = "home.PortalDocument"

# Languages and time

LANGUAGE_CODE = "en"
# A language without a folder there keeps Django’s own way to write dates.
FORMAT_MODULE_PATH = "dc_portal.formats"
# One list for the interface and the content. The UN's other languages are ("ar", …), ("zh-hans", …), ("fr", …),
# ("ru", …) and ("es", …): added here, each gets addresses of its own (/fr/…), English keeps the addresses it has,
# and no row changes its meaning. Wagtail's Settings → Locales then offers them to editors.
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English")]
LOCALE_PATHS = [PROJECT_DIR / "locale"]
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Files

STATICFILES_DIRS = [PROJECT_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STATIC_URL = "/static/"
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A long report is one form with several fields a paragraph.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Tasks: what nobody has to wait for. At once, in the request, or from a queue in the database by `manage.py db_worker`
# (django_tasks_db.DatabaseBackend).

TASKS = {
    "default": {"BACKEND": env("TASKS_BACKEND", default="django_tasks.backends.immediate.ImmediateBackend")},
}

# Mail

# Whatever sends mail writes it into the outbox, in the transaction of the change; `send_notices` takes it from there
# to the server of EMAIL_URL.
vars().update(env.email("EMAIL_URL", default="consolemail://"))
POST_OFFICE = {
    "BACKENDS": {"default": vars()["EMAIL_BACKEND"]},
    "MAX_RETRIES": 8,
    "RETRY_INTERVAL": datetime.timedelta(minutes=30),
}
EMAIL_BACKEND = "coalitions.notifications.backend.OutboxBackend"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Dynamic Coalitions Portal <portal@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_SUBJECT_PREFIX = "[Portal] "

# Wagtail

# Every time on the portal is UTC, also in the editor.
WAGTAIL_USER_TIME_ZONES = ["UTC"]
WAGTAIL_SITE_NAME = "Dynamic Coalitions Portal"
WAGTAILADMIN_BASE_URL = env("WAGTAILADMIN_BASE_URL", default="http://127.0.0.1:8000")
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
# Nothing the admin shows is fetched from, or reported to, somebody else's server.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
# Neither SVG nor HTML (they run scripts under our name) nor archives (nobody sees what is inside).
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "md", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
# Through the view, so that a private collection's documents stay private.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000

# Requests

CSRF_FAILURE_VIEW = "dc_portal.views.csrf_failure"
# How many proxies of ours stand in front and add to X-Forwarded-For. Limits count by the address before them.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

# Activity

# The Mailman 3 archives that may be asked, as host or host:port. None: the portal asks nobody.
ACTIVITY_MAILMAN3_HOSTS = env.list("ACTIVITY_MAILMAN3_HOSTS", default=[])
# The largest archive that is taken as an upload, in bytes; the command reads files of any size.
ACTIVITY_MAX_ARCHIVE_BYTES = env.int("ACTIVITY_MAX_ARCHIVE_BYTES", default=100 * 1024 * 1024)

# What a browser may do with our pages

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# Wagtail's editor needs inline scripts and styles (no nonce: it would switch 'unsafe-inline' off), previews a page in
# a frame, and shows pictures it has just read from the disk.
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "object-src": [NONE],
    "base-uri": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}
PERMISSIONS_POLICY = {
    feature: []
    for feature in (
        *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope"),
        *("magnetometer", "microphone", "midi", "payment", "usb"),
    )
}
