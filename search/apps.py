from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    verbose_name = "Search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
        from wagtail.models import PageViewRestriction
        from wagtail.signals import page_published, post_page_move

        from search import services

        post_save.connect(services.thing_changed, dispatch_uid="search.thing_saved")
        m2m_changed.connect(services.links_changed, dispatch_uid="search.links_changed")
        pre_delete.connect(services.thing_deleting, dispatch_uid="search.thing_deleting")
        page_published.connect(services.thing_changed, dispatch_uid="search.page_published")
        post_page_move.connect(services.page_moved, dispatch_uid="search.page_moved")
        for signal in (post_save, post_delete):
            signal.connect(
                services.restriction_changed, sender=PageViewRestriction, dispatch_uid="search.restriction_changed"
            )
