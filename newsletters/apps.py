from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewslettersConfig(AppConfig):
    name = "newsletters"
    label = "newsletters"
    verbose_name = _("Newsletters")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer partners from other organisations an issue to read before it is approved."""
        from accounts.slots import PARTNER_PAGES
        from newsletters.slots_filled import PARTNER_PAGE

        PARTNER_PAGES.fill("newsletters:issue", PARTNER_PAGE)
