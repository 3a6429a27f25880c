from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewslettersConfig(AppConfig):
    name = "newsletters"
    label = "newsletters"
    verbose_name = _("Newsletters")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer partners an issue to read before it is approved, and put the year's letters on the year wheel."""
        from accounts.slots import PARTNER_PAGES
        from holiday_calendar.slots import RINGS
        from neighbourhoods.slots import LETTERS
        from newsletters.slots_filled import PARTNER_PAGE, letters_for, year_ring

        PARTNER_PAGES.fill("newsletters:issue", PARTNER_PAGE)
        RINGS.fill("newsletters", year_ring, rank=20)
        LETTERS.fill("newsletters", letters_for)
