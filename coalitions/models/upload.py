from django.contrib.contenttypes.models import ContentType
from wagtail.models import UploadedFile


def all_uploads(model):
    """The files that somebody has put in for a model and that wait between two steps of an import."""
    return UploadedFile.objects.filter(for_content_type=ContentType.objects.get_for_model(model))


def uploads_of(user, model):
    """Those that one account has put in."""
    return all_uploads(model).filter(uploaded_by_user=user)


def upload_of(user, model, pk):
    """One of them, or None."""
    return uploads_of(user, model).filter(pk=pk).first()
