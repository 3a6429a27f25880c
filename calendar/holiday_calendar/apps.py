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
        from accounts.slots import PARTNER_PAGES
        from documents.slots import KINDS
        from holiday_calendar import cards, services
        from holiday_calendar.pdf import YearWheel
        from holiday_calendar.slots import RINGS
        from holiday_calendar.slots_filled import PARTNER_PAGE, training_ring
        from neighbourhoods.slots import AREA_SECTIONS

        PARTNER_PAGES.fill("calendar:break", PARTNER_PAGE)
        KINDS.fill("year_wheel", YearWheel())
        RINGS.fill("trainings", training_ring, rank=30)
        AREA_SECTIONS.fill("calendar", cards.area_section, rank=70)
        personal_data.register(
            "calendar.CalendarItem",
            ["description"],
            purpose=_("To tell what happens, where; a person may be named as the one to ask."),
            keep=_("Two years after the item."),
        )
        personal_data.register(
            "calendar.Participant",
            ["name", "phone", "email", "on_duty", "worked", "differently"],
            purpose=_("To reach each other during a school break, and to learn from it."),
            keep=_("Two years after the break."),
        )
        personal_data.register(
            "calendar.LogNote",
            ["author", "text", "signature"],
            purpose=_("To see together how each day of a break went: places and situations, never persons."),
            keep=_("Two years after the break."),
        )
        personal_data.register(
            "calendar.Invitee",
            ["name", "email", "answer"],
            purpose=_("To invite to meetings and to know who comes."),
            keep=_("Two years after the meeting."),
        )
        personal_data.register(
            "calendar.MeetingTask",
            ["text", "owner_name", "owner_email"],
            purpose=_("To know who promised what, and to remind."),
            keep=_("Two years after the meeting."),
        )
        personal_data.register(
            "calendar.Minutes",
            ["text", "approved_by"],
            purpose=_("Minutes: what was said and by whom they were approved."),
            keep=_("As long as the municipality keeps minutes."),
        )
        personal_data.register(
            "calendar.Decision",
            ["text"],
            purpose=_("Decisions of meetings, numbered; seldom with a person's name."),
            keep=_("As long as the municipality keeps minutes."),
        )
        personal_data.register_eraser("calendar", services.erase_person)
        personal_data.register_exporter("calendar", services.export_person)
