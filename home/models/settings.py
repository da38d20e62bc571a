from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField


@register_setting(icon="cog")
class PortalSettings(BaseSiteSetting):
    """What the Secretariat says on every page: a notice, whom to write to, the footer."""

    notice_title = models.CharField(
        max_length=60, blank=True, help_text="For example “Sample data”. Leave both empty for no notice."
    )
    notice = RichTextField(blank=True, features=["bold", "italic", "link"])
    contact_text = RichTextField(
        blank=True, features=["bold", "italic", "link"], help_text="Whom visitors turn to, as it stands in the footer."
    )
    contact_email = models.EmailField(blank=True, help_text="Shown to everybody. Leave empty to show none.")
    footer = RichTextField(blank=True, features=["bold", "italic", "link", "ul"])

    panels = [
        MultiFieldPanel([FieldPanel("notice_title"), FieldPanel("notice")], "Notice on every page"),
        MultiFieldPanel([FieldPanel("contact_text"), FieldPanel("contact_email")], "Contact"),
        FieldPanel("footer"),
    ]

    class Meta:
        verbose_name = "portal settings"

    @classmethod
    def contact_address(cls):
        """The address of the site that answers to the portal's mail; "" where none is given."""
        settings = cls.objects.filter(site__is_default_site=True).first()
        return settings.contact_email if settings else ""

    def __str__(self):
        return f"Settings of {self.site}"
