"""What is planned before it stands: school years looked at before they are published, rules for meetings."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import clock
from holiday_calendar.models.years import CalendarItem, SchoolBreak


class SchoolYearProposal(models.Model):
    """Dates from a file or a form that somebody looks at before they are published. `data`: a year a school form."""

    data = models.JSONField(_("dates"))
    from_file = models.CharField(_("file"), max_length=120, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("proposed school year")
        verbose_name_plural = _("proposed school years")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return ", ".join(dict.fromkeys(str(year.get("label", "")) for year in self.data))


class MeetingRule(models.Model):
    """When a meeting of the year is held: so many weeks before a break, on a weekday, at an hour."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")

    kind = models.CharField(_("kind"), max_length=16, choices=CalendarItem.Kind)
    title = models.CharField(_("name"), max_length=120)
    before = models.CharField(_("before which break"), max_length=16, choices=SchoolBreak.Kind)
    weeks = models.PositiveSmallIntegerField(
        _("weeks before"), validators=[MaxValueValidator(26)], help_text=_("0 is the week in which the break begins.")
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday, default=Weekday.WEDNESDAY)
    begins = models.TimeField(_("begins"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=120, validators=[MinValueValidator(15), MaxValueValidator(600)]
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    is_used = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("rule for a meeting")
        verbose_name_plural = _("rules for meetings")
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(weeks__lte=26), name="meeting_rule_within_half_a_year"),
            models.CheckConstraint(condition=Q(weekday__lte=4), name="meeting_rule_on_a_weekday"),
        ]

    def __str__(self) -> str:
        return self.title
