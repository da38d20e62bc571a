"""Fields that a service writes, and that nobody's older copy of the row must carry back."""

from django.db import transaction


class ServiceOwnedFields:
    """Mixin for models: only a save that names the fields in `service_owned` (`update_fields`) writes them.

    A revision is a copy of the whole page as an editor saw it, and an edit form is a copy of the whole row. Saving
    either would otherwise undo what a service (a status change, an adoption) has written since.
    """

    service_owned: tuple[str, ...] = ()

    def with_content_json(self, content):
        page = super().with_content_json(content)
        page._read_stored(self.service_owned)
        return page

    def save(self, *args, **kwargs):
        if self._state.adding or kwargs.get("update_fields") is not None:
            return super().save(*args, **kwargs)
        with transaction.atomic():
            # Locked until it is written, so that no service can write in between.
            self._read_stored(self.owned_when_saved(), locked=True)
            return super().save(*args, **kwargs)

    def owned_when_saved(self):
        """The fields that a save of the whole row leaves as they are stored."""
        return self.service_owned

    def _read_stored(self, fields, locked=False):
        rows = type(self)._base_manager.filter(pk=self.pk)
        names = [self._meta.get_field(name).attname for name in fields]
        stored = (rows.select_for_update() if locked else rows).values(*names).first() or {}
        for name, value in stored.items():
            setattr(self, name, value)
