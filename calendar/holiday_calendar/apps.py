from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from common import personal_data


class HolidayCalendarConfig(AppConfig):
    name = "holiday_calendar"
    label = "calendar"
    verbose_name = _("Holiday calendar")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say which fields may hold personal data, put coming events into the area summary, the wheel on paper."""
        from documents.slots import KINDS
        from holiday_calendar import cards
        from holiday_calendar.pdf import YearWheel
        from holiday_calendar.slots import RINGS
        from holiday_calendar.slots_filled import training_ring
        from neighbourhoods.slots import AREA_SECTIONS

        KINDS.fill("year_wheel", YearWheel())
        RINGS.fill("trainings", training_ring, rank=30)
        AREA_SECTIONS.fill("calendar", cards.area_section, rank=70)
        personal_data.register(
            "calendar.CalendarItem",
            ["description"],
            purpose=_("To tell what happens, where; a person may be named as the one to ask."),
            keep=_("Two years after the item."),
        )
