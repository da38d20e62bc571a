from django.contrib.contenttypes.models import ContentType
from wagtail.models import UploadedFile


def uploads_of(user, model):
    """The files that an account has put in for a model and that wait between two steps of an import."""
    content_type = ContentType.objects.get_for_model(model)
    return UploadedFile.objects.filter(for_content_type=content_type, uploaded_by_user=user)


def upload_of(user, model, pk):
    """One of them, or None."""
    return uploads_of(user, model).filter(pk=pk).first()
