from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "events.proposals"
    label = "proposals"
    verbose_name = "Proposals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from events.proposals.sections import register_sections

        register_sections()
