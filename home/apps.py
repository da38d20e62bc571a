from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    label = "home"
    verbose_name = "Site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from django.db.models.signals import post_save

        from coalitions.notifications import set_reply_to
        from home import services
        from home.models import PortalSettings, User

        post_save.connect(services.account_saved, sender=User, dispatch_uid="home.account_saved")
        set_reply_to(PortalSettings.contact_address)
