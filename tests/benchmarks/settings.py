"""The portal as in production, without what needs a certificate or collected files."""

from dc_portal.settings.production import *
from dc_portal.settings.production import LOGGING, STORAGES

SECURE_SSL_REDIRECT = False
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

LOGGING["loggers"]["django"]["level"] = "ERROR"
