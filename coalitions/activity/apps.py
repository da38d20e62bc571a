from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "coalitions.activity"
    label = "activity"
    verbose_name = "Activity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from coalitions.activity.exports import personal_data_of
        from coalitions.activity.indicators import register_indicators
        from coalitions.activity.sections import register_sections
        from coalitions.personal_data import PersonalData, register_personal_data

        register_indicators()
        register_sections()
        register_personal_data(PersonalData("activity", personal_data_of))
