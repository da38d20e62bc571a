from django.apps import AppConfig


class CoalitionsConfig(AppConfig):
    name = "coalitions"
    label = "coalitions"
    verbose_name = "Coalitions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from django.contrib.auth.signals import user_logged_in
        from django.db.models.signals import post_delete, post_save

        from coalitions import exports, services
        from coalitions.models import CoalitionPage, Contact
        from coalitions.personal_data import PersonalData, register_personal_data
        from coalitions.sections import register_sections

        post_save.connect(services.contact_changed, sender=Contact, dispatch_uid="coalitions.contact_saved")
        post_delete.connect(services.contact_changed, sender=Contact, dispatch_uid="coalitions.contact_deleted")
        post_delete.connect(services.coalition_deleted, sender=CoalitionPage, dispatch_uid="coalitions.deleted")
        user_logged_in.connect(services.user_signed_in, dispatch_uid="coalitions.user_signed_in")
        register_sections()
        register_personal_data(PersonalData("coalitions", exports.personal_data_of, services.forget_person))
