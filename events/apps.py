from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    label = "events"
    verbose_name = "Events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from wagtail.signals import page_published

        from coalitions.personal_data import PersonalData, register_personal_data
        from events.exports import personal_data_of
        from events.forms.events import PreparatoryEventForm
        from events.indicators import register_indicators
        from events.models import MeetingPage, PreparatoryEventPage
        from events.sections import register_sections
        from events.services import event_published, meeting_published

        def on_published(sender, instance, revision=None, **kwargs):
            meeting_published(instance, by=getattr(revision, "user", None))

        def on_event_published(sender, instance, **kwargs):
            event_published(instance)

        page_published.connect(on_published, sender=MeetingPage, weak=False, dispatch_uid="events.published")
        page_published.connect(
            on_event_published, sender=PreparatoryEventPage, weak=False, dispatch_uid="events.event_published"
        )
        # A model knows no forms: they stand on a floor above it.
        PreparatoryEventPage.base_form_class = PreparatoryEventForm
        register_indicators()
        register_sections()
        register_personal_data(PersonalData("events", personal_data_of))
