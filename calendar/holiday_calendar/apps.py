from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from common import personal_data

# What may hold personal data: model, fields, what for, how long.
PERSONAL: tuple[tuple[str, list[str], StrOrPromise, StrOrPromise], ...] = (
    (
        "calendar.CalendarItem",
        ["description", "led_by"],
        _("To tell what happens, where; a person may be named as the one to ask."),
        _("Two years after the item."),
    ),
    (
        "calendar.Participant",
        ["name", "phone", "email", "on_duty", "worked", "differently"],
        _("To reach each other during a school break, and to learn from it."),
        _("Two years after the break."),
    ),
    (
        "calendar.LogNote",
        ["author", "text", "signature"],
        _("To see together how each day of a break went: places and situations, never persons."),
        _("Two years after the break."),
    ),
    (
        "calendar.PersonalFeed",
        ["user"],
        _("To let a person follow the calendar in a calendar of one's own."),
        _("Until the person ends it, or the account is closed."),
    ),
    (
        "calendar.Invitee",
        ["name", "email", "answer"],
        _("To invite to meetings and to know who comes."),
        _("Two years after the meeting."),
    ),
    (
        "calendar.MeetingTask",
        ["text", "owner_name", "owner_email"],
        _("To know who promised what, and to remind."),
        _("Two years after the meeting."),
    ),
    (
        "calendar.Minutes",
        ["text", "approved_by"],
        _("Minutes: what was said and by whom they were approved."),
        _("As long as the municipality keeps minutes."),
    ),
    (
        "calendar.Decision",
        ["text"],
        _("Decisions of meetings, numbered; seldom with a person's name."),
        _("As long as the municipality keeps minutes."),
    ),
)


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
        from holiday_calendar.models import Participant
        from holiday_calendar.pdf import BreakSummary, ContactList, MinutesPaper, YearWheel
        from holiday_calendar.slots import RINGS
        from holiday_calendar.slots_filled import INVITATION_THREAD, PARTNER_PAGE, training_ring
        from neighbourhoods.slots import AREA_SECTIONS
        from post.slots import PHONE_BOOKS, THREADS, PhoneBook

        PARTNER_PAGES.fill("calendar:break", PARTNER_PAGE)
        THREADS.fill("calendar:invitee", INVITATION_THREAD)
        PHONE_BOOKS.fill("calendar.Participant", PhoneBook(rows=Participant.objects.all))
        for kind, paper in (
            ("year_wheel", YearWheel()),
            ("contact_list", ContactList()),
            ("break_summary", BreakSummary()),
            ("minutes", MinutesPaper()),
        ):
            KINDS.fill(kind, paper)
        RINGS.fill("trainings", training_ring, rank=30)
        AREA_SECTIONS.fill("calendar", cards.area_section, rank=70)
        for model, fields, purpose, keep in PERSONAL:
            personal_data.register(model, fields, purpose=purpose, keep=keep)
        personal_data.register_eraser("calendar", services.erase_person)
        personal_data.register_exporter("calendar", services.export_person)
