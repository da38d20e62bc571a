from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "dc_portal"
    verbose_name = "Portal"

    def ready(self):
        from dc_portal.page_cache import connect_invalidation

        connect_invalidation()
