"""Fields of a page that a service writes and a draft must never carry back."""


class ServiceOwnedFields:
    """Mixin for pages: keeps the fields named in `service_owned` at their stored value when a revision is loaded.

    A revision is a copy of the whole page as an editor saw it. Publishing an older one would otherwise undo what a
    service (a status change, an adoption) has written since.
    """

    service_owned: tuple[str, ...] = ()

    def with_content_json(self, content):
        page = super().with_content_json(content)
        for name in self.service_owned:
            setattr(page, name, getattr(self, name))
        return page
