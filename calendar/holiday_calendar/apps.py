from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from common import personal_data


class HolidayCalendarConfig(AppConfig):
    name = "holiday_calendar"
    label = "calendar"
    verbose_name = _("Holiday calendar")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say which fields may hold personal data."""
        personal_data.register(
            "calendar.CalendarItem",
            ["description"],
            purpose="To tell what happens, where; a person may be named as the one to ask.",
            keep="Two years after the item.",
        )
