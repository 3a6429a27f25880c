"""School years with their breaks, and what people do around them: meetings and activities."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from common import clock
from holiday_calendar.lifecycle import ItemStatus, YearStatus
from holiday_calendar.querysets import SEVERAL_A_YEAR, CalendarItemQuerySet, SchoolBreakQuerySet, SchoolYearQuerySet
from neighbourhoods.models import District, Organisation


class SchoolForm(models.TextChoices):
    """For whom a school year's dates hold. Sources often give one table for all."""

    ALL = "all", _("all school forms")
    COMPULSORY = "compulsory", _("compulsory school (grundskola)")
    UPPER_SECONDARY = "upper_secondary", _("upper secondary school (gymnasium)")


class SchoolYear(models.Model):
    """A school year as a source states it. Start and end are ranges: schools differ.

    The row stands for good; each published import raises `version` and leaves a `SchoolYearVersion`.
    """

    label = models.CharField(_("school year"), max_length=7, help_text=_("For example 2026/27."))
    school_form = models.CharField(_("school form"), max_length=16, choices=SchoolForm, default=SchoolForm.ALL)
    starts_from = models.DateField(_("starts, earliest"))
    starts_to = models.DateField(_("starts, latest"))
    ends_from = models.DateField(_("ends, earliest"))
    ends_to = models.DateField(_("ends, latest"))
    source = models.CharField(_("source"), max_length=300)
    source_date = models.DateField(_("date of the source"))
    status = models.CharField(
        _("status"), max_length=16, choices=YearStatus, default=YearStatus.TO_BE_CONFIRMED, editable=False
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    updated_at = models.DateTimeField(_("changed"), default=clock.now, editable=False)

    objects: ClassVar[SchoolYearQuerySet] = SchoolYearQuerySet.as_manager()  # type: ignore[assignment]
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("school year")
        verbose_name_plural = _("school years")
        ordering = ["starts_from", "school_form"]
        constraints = [
            models.UniqueConstraint(fields=["label", "school_form"], name="school_year_once_per_form"),
            models.CheckConstraint(
                condition=Q(starts_from__lte=F("starts_to"))
                & Q(starts_to__lt=F("ends_from"))
                & Q(ends_from__lte=F("ends_to")),
                name="school_year_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.label if self.school_form == SchoolForm.ALL else f"{self.label}, {self.get_school_form_display()}"


class SchoolYearVersion(models.Model):
    """What a school year said in one version, from which source, published by whom. Never edited."""

    school_year = models.ForeignKey(
        SchoolYear, on_delete=models.CASCADE, related_name="versions", verbose_name=_("school year")
    )
    version = models.PositiveIntegerField(_("version"))
    data = models.JSONField(_("dates"))
    source = models.CharField(_("source"), max_length=300)
    source_date = models.DateField(_("date of the source"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("when"), default=clock.now)

    class Meta:
        verbose_name = _("version of a school year")
        verbose_name_plural = _("versions of school years")
        ordering = ["school_year", "-version"]
        constraints = [models.UniqueConstraint(fields=["school_year", "version"], name="school_year_version_once")]

    def __str__(self) -> str:
        return f"{self.school_year} ({self.version})"


class SchoolYearEvent(models.Model):
    """What happened to a school year's status. Never edited; codes and ids only."""

    school_year = models.ForeignKey(SchoolYear, on_delete=models.CASCADE, related_name="events")
    moved_from = models.CharField(max_length=16, choices=YearStatus, blank=True)
    moved_to = models.CharField(max_length=16, choices=YearStatus)
    reason = models.CharField(max_length=40, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("school year event")
        verbose_name_plural = _("school year events")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.school_year}: {self.moved_to}"


class SchoolBreak(models.Model):
    """A school break, or a day that schools turn on. First and last day are both included."""

    class Kind(models.TextChoices):
        SCHOOL_STARTS = "school_starts", _("school starts")
        SCHOOL_ENDS = "school_ends", _("school ends")
        AUTUMN = "autumn", _("autumn break (höstlov)")
        CHRISTMAS = "christmas", _("Christmas break")
        NEW_YEAR = "new_year", _("New Year")
        WINTER = "winter", _("winter break (sportlov)")
        EASTER = "easter", _("Easter break (påsklov)")
        VALBORG = "valborg", _("Valborg")
        MAY = "may", _("days off in May")
        SUMMER = "summer", _("summer break")
        OWN = "own", _("other")

    school_year = models.ForeignKey(
        SchoolYear, on_delete=models.CASCADE, related_name="breaks", verbose_name=_("school year")
    )
    key = models.SlugField(_("address word"), max_length=40, help_text=_("Stays the same in every version."))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    name = models.CharField(_("name"), max_length=80)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    starts_from = models.DateField(_("begins at the earliest"), null=True, blank=True)
    starts_to = models.DateField(_("begins at the latest"), null=True, blank=True)
    visible = models.BooleanField(_("shown to all"), default=True)
    is_withdrawn = models.BooleanField(pgettext_lazy("school break", "withdrawn"), default=False, editable=False)
    sequence = models.PositiveIntegerField(_("sequence"), default=0, editable=False)
    updated_at = models.DateTimeField(_("changed"), default=clock.now, editable=False)

    objects: ClassVar[SchoolBreakQuerySet] = SchoolBreakQuerySet.as_manager()  # type: ignore[assignment]
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("school break")
        verbose_name_plural = _("school breaks")
        ordering = ["first_day", "last_day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school_year", "key"], name="school_break_once_in_year"),
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="school_break_days_in_order"),
            models.CheckConstraint(
                condition=Q(starts_from=None, starts_to=None) | Q(starts_from__lte=F("starts_to")),
                name="school_break_range_in_order",
            ),
        ]
        indexes = [models.Index(fields=["first_day", "last_day"])]

    def __str__(self) -> str:
        return self.name

    @property
    def uid(self) -> str:
        """Return the identity in calendar feeds: the same in every version of the school year."""
        return f"lov-{self.school_year_id}-{self.key}@{settings.POST_DOMAIN}"

    @property
    def yearly(self) -> str:
        """Return what tells it from the year's other breaks and is the same next year: its kind, or kind and key."""
        return f"{self.kind}:{self.key}" if self.kind in SEVERAL_A_YEAR else self.kind

    @property
    def is_one_day(self) -> bool:
        """Tell whether it is a single day, such as the first day of term."""
        return self.first_day == self.last_day

    @property
    def schools_differ(self) -> bool:
        """Tell whether schools begin it on different days."""
        return self.starts_from is not None and self.starts_from != self.starts_to


def new_uid() -> str:
    """Return an identity for calendar feeds that no other item has."""
    return f"{uuid.uuid4()}@{settings.POST_DOMAIN}"


class MovesBy(models.TextChoices):
    """By what an item finds its day in another year."""

    WEEK = "week", _("the same week and weekday")
    BREAK = "break", _("as many days from a break")
    DATE = "date", _("the same date")
    WEEKDAY = "weekday", _("the same weekday of the month, such as the second Tuesday")
    STAYS = "stays", _("is not copied")


class Aim(models.TextChoices):
    """What an activity is for: to build what is good, or to keep something bad from happening."""

    PROMOTING = "promoting", _("promoting")
    PREVENTING = "preventing", _("preventing")


class Approach(models.TextChoices):
    """How it prevents: through people and their conditions, or through the place and the moment."""

    SOCIAL = "social", _("social prevention")
    SITUATIONAL = "situational", _("situational prevention")


class CalendarItem(models.Model):
    """A meeting or an activity. `ends_at` is the first moment after it; all-day items run midnight to midnight."""

    class Kind(models.TextChoices):
        COORDINATION = "coordination", _("coordination meeting")
        STEERING = "steering", _("steering-group meeting")
        CHECK_IN = "check_in", _("check-in meeting")
        ACTIVITY = "activity", _("activity")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.ACTIVITY)
    title = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("what happens"), max_length=2000, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    all_day = models.BooleanField(_("all day"), default=False)
    place = models.CharField(_("place"), max_length=120, blank=True)
    district = models.ForeignKey(
        District,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="calendar_items",
        verbose_name=_("district"),
        help_text=_("Empty means the whole municipality."),
    )
    owner = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="calendar_items",
        verbose_name=_("organiser"),
    )
    of_break = models.ForeignKey(
        SchoolBreak,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("belongs to the break"),
        help_text=_("A check-in meeting stands in the room of its break."),
    )
    is_public = models.BooleanField(_("shown to all"), default=False)
    age_from = models.PositiveSmallIntegerField(_("from age"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("to age"), null=True, blank=True)
    led_by = models.CharField(_("led by"), max_length=120, blank=True)
    is_open = models.BooleanField(_("open to all, without registration"), default=False)
    aim = models.CharField(_("aim"), max_length=10, choices=Aim, blank=True)
    approach = models.CharField(_("prevention"), max_length=11, choices=Approach, blank=True)
    moves_by = models.CharField(_("next year"), max_length=8, choices=MovesBy, default=MovesBy.WEEK)
    moves_with = models.CharField(
        _("break it follows"),
        max_length=16,
        choices=SchoolBreak.Kind,
        blank=True,
        help_text=_("Only where the day is counted from a break."),
    )
    copied_from = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="copies",
        verbose_name=_("copied from"),
    )
    copied_to = models.PositiveSmallIntegerField(null=True, editable=False)
    laid_by = models.ForeignKey(
        "calendar.MeetingRule",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="items",
        verbose_name=_("laid out by the rule"),
    )
    laid_for = models.PositiveSmallIntegerField(null=True, editable=False)
    note = models.CharField(_("to look at"), max_length=200, blank=True, editable=False)
    status = models.CharField(
        _("status"), max_length=12, choices=ItemStatus, default=ItemStatus.CONFIRMED, editable=False
    )
    uid = models.CharField(_("identity in feeds"), max_length=120, unique=True, default=new_uid, editable=False)
    sequence = models.PositiveIntegerField(_("sequence"), default=0, editable=False)
    updated_at = models.DateTimeField(_("changed"), default=clock.now, editable=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    objects: ClassVar[CalendarItemQuerySet] = CalendarItemQuerySet.as_manager()  # type: ignore[assignment]
    history = HistoricalRecords(excluded_fields=["description", "led_by"])

    class Meta:
        verbose_name = _("calendar item")
        verbose_name_plural = _("calendar items")
        ordering = ["starts_at", "pk"]
        permissions = [("see_internal_items", "See internal calendar items")]
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="calendar_item_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(moves_by="break") | ~Q(moves_with=""), name="calendar_item_follows_a_named_break"
            ),
            models.UniqueConstraint(fields=["copied_from", "copied_to"], name="calendar_item_copied_once_a_year"),
            models.UniqueConstraint(fields=["laid_by", "laid_for"], name="calendar_item_laid_once_a_year"),
            models.CheckConstraint(
                condition=Q(age_from=None) | Q(age_to=None) | Q(age_from__lte=F("age_to")),
                name="calendar_item_ages_in_order",
            ),
        ]
        indexes = [models.Index(fields=["starts_at", "ends_at"])]

    def __str__(self) -> str:
        return self.title

    @property
    def first_day(self) -> date:
        """Return the day it begins, on Stockholm's clock."""
        return clock.local(self.starts_at).date()

    @property
    def last_day(self) -> date:
        """Return the last day it touches: what ends at midnight ends on the day before."""
        return clock.local(self.ends_at - timedelta(microseconds=1)).date()

    @property
    def ages(self) -> str:
        """Return for which ages it is, as 10–15, from 10, to 15; empty for all."""
        if self.age_from is not None and self.age_to is not None:
            return f"{self.age_from}–{self.age_to}"
        if self.age_from is not None:
            return f"{self.age_from}+"
        return f"0–{self.age_to}" if self.age_to is not None else ""


class WheelRing(models.Model):
    """A ring of its own on the year wheel for one organisation's activities. Lowest rank lies outermost."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="wheel_ring", verbose_name=_("organisation")
    )
    name = models.CharField(_("name on the wheel"), max_length=22)
    rank = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("ring of the year wheel")
        verbose_name_plural = _("rings of the year wheel")
        ordering = ["rank", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class CalendarItemEvent(models.Model):
    """What happened to an item's status. Never edited; codes and ids only."""

    item = models.ForeignKey(CalendarItem, on_delete=models.CASCADE, related_name="events")
    moved_from = models.CharField(max_length=12, choices=ItemStatus, blank=True)
    moved_to = models.CharField(max_length=12, choices=ItemStatus)
    reason = models.CharField(max_length=40, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("calendar item event")
        verbose_name_plural = _("calendar item events")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.item}: {self.moved_to}"
