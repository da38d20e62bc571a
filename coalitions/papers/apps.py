from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "coalitions.papers"
    label = "papers"
    verbose_name = "Papers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from wagtail.signals import page_published

        from coalitions.papers import services
        from coalitions.papers.exports import personal_data_of, survey_data_of
        from coalitions.papers.forms.surveys import SurveyPageForm
        from coalitions.papers.indicators import register_indicators
        from coalitions.papers.models import PaperDraftPage, SurveyPage
        from coalitions.papers.sections import register_sections, register_survey_sections
        from coalitions.papers.trace import register_source_kinds
        from coalitions.personal_data import PersonalData, register_personal_data

        page_published.connect(services.draft_published, sender=PaperDraftPage, dispatch_uid="papers.draft_published")
        register_sections()
        register_source_kinds()
        register_personal_data(PersonalData("papers", personal_data_of, services.forget_person))
        # A model knows no forms: they stand on a floor above it.
        SurveyPage.base_form_class = SurveyPageForm
        register_survey_sections()
        register_indicators()
        register_personal_data(PersonalData("surveys", survey_data_of, services.forget_person_in_surveys))
