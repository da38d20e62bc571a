from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    label = "home"
    verbose_name = "Site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from django.db.models.signals import post_save

        from coalitions.notifications import set_reply_to
        from coalitions.papers.sections import paper_deadlines
        from coalitions.papers.trace import register_source_kind
        from events.sections import deadline_sources, paragraph_uses
        from home import services
        from home.models import PortalSettings, User
        from home.sections import MEETING_PARAGRAPHS, uses_of_meeting

        post_save.connect(services.account_saved, sender=User, dispatch_uid="home.account_saved")
        # Papers and meetings do not know of one another: here they meet.
        deadline_sources["papers"] = paper_deadlines
        register_source_kind(MEETING_PARAGRAPHS)
        paragraph_uses["papers"] = uses_of_meeting
        set_reply_to(PortalSettings.contact_address)
