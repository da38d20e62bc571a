from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "events.proposals"
    label = "proposals"
    verbose_name = "Proposals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from coalitions.personal_data import PersonalData, register_personal_data
        from events.proposals.exports import personal_data_of
        from events.proposals.sections import register_sections
        from events.proposals.services import follow_event
        from events.sections import event_followers

        event_followers["proposals"] = follow_event
        register_personal_data(PersonalData("proposals", personal_data_of))
        register_sections()
