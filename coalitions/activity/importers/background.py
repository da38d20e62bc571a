"""Imports that nobody waits for: run at once, or by a worker, as the setting TASKS says."""

from django_tasks import task

from coalitions.activity.importers.list_archives import run_import
from coalitions.activity.models import ListImport


@task()
def import_list_archive(import_id):
    """Read the archive of a ListImport. One that is gone or begun is left alone."""
    archive = ListImport.objects.filter(pk=import_id).select_related("coalition", "by").first()
    if archive is not None:
        run_import(archive)
