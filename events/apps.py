from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    label = "events"
    verbose_name = "Events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from wagtail.signals import page_published

        from events.indicators import register_indicators
        from events.models import MeetingPage
        from events.sections import register_sections
        from events.services import meeting_published

        def on_published(sender, instance, revision=None, **kwargs):
            meeting_published(instance, by=getattr(revision, "user", None))

        page_published.connect(on_published, sender=MeetingPage, weak=False, dispatch_uid="events.published")
        register_indicators()
        register_sections()
