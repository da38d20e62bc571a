"""Verbs of tables that somebody put in and that wait between the two steps of an import."""

import datetime
import uuid

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import UploadedFile

from coalitions.models.upload import all_uploads, uploads_of

KEPT_FOR = datetime.timedelta(days=1)


def keep_upload(user, model, data, name):
    """Keep a file for the next step of an import into a model; an earlier one of the same person goes."""
    forget_uploads(user, model)
    suffix = name.rpartition(".")[2].lower()
    upload = UploadedFile(for_content_type=ContentType.objects.get_for_model(model), uploaded_by_user=user)
    upload.file.save(f"{uuid.uuid4().hex}.{suffix}", ContentFile(data))
    return upload


def forget_uploads(user, model):
    for upload in uploads_of(user, model):
        _forget(upload)


def forget_old_uploads(model):
    """Delete what nobody went on with for a day. Returns how many."""
    old = [upload for upload in all_uploads(model) if _is_old(upload)]
    for upload in old:
        _forget(upload)
    return len(old)


def _is_old(upload):
    storage = upload.file.storage
    if not storage.exists(upload.file.name):
        return True
    return storage.get_modified_time(upload.file.name) <= timezone.now() - KEPT_FOR


def _forget(upload):
    upload.file.delete(save=False)
    upload.delete()
