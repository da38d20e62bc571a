from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "coalitions.papers"
    label = "papers"
    verbose_name = "Papers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from wagtail.signals import page_published

        from coalitions.papers import services
        from coalitions.papers.exports import personal_data_of
        from coalitions.papers.models import PaperDraftPage
        from coalitions.papers.sections import register_sections
        from coalitions.papers.trace import register_source_kinds
        from coalitions.personal_data import PersonalData, register_personal_data

        page_published.connect(services.draft_published, sender=PaperDraftPage, dispatch_uid="papers.draft_published")
        register_sections()
        register_source_kinds()
        register_personal_data(PersonalData("papers", personal_data_of, services.forget_person))
