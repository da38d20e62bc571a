from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "coalitions.papers"
    label = "papers"
    verbose_name = "Papers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from coalitions.papers.exports import survey_data_of
        from coalitions.papers.forms.surveys import SurveyPageForm
        from coalitions.papers.indicators import register_indicators
        from coalitions.papers.models import SurveyPage
        from coalitions.papers.sections import register_survey_sections
        from coalitions.papers.services import forget_person_in_surveys
        from coalitions.personal_data import PersonalData, register_personal_data

        # A model knows no forms: they stand on a floor above it.
        SurveyPage.base_form_class = SurveyPageForm
        register_personal_data(PersonalData("surveys", survey_data_of, forget_person_in_surveys))
        register_indicators()
        register_survey_sections()
