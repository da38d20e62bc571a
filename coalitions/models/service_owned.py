"""Fields of a page that a service writes and a draft must never carry back."""


class ServiceOwnedFields:
    """Mixin for pages: keeps the fields named in `service_owned` at their stored value when a revision is loaded.

    A revision is a copy of the whole page as an editor saw it. Publishing an older one would otherwise undo what a
    service (a status change, an adoption) has written since.
    """

    service_owned: tuple[str, ...] = ()

    def with_content_json(self, content):
        page = super().with_content_json(content)
        # Asked anew: `self` may be older than what a service has written since.
        stored = type(self)._base_manager.filter(pk=self.pk).values(*self.service_owned).first() or {}
        for name in self.service_owned:
            setattr(page, name, stored.get(name, getattr(self, name)))
        return page
