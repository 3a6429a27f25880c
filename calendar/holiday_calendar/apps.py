from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HolidayCalendarConfig(AppConfig):
    name = "holiday_calendar"
    label = "calendar"
    verbose_name = _("Holiday calendar")
    default_auto_field = "django.db.models.BigAutoField"
