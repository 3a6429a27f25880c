"""A break's own room: its plan, who takes part and is reached how, who is out when, the log and what was learnt."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common import clock
from common.signed_links import new_token
from holiday_calendar.models.years import SchoolBreak
from holiday_calendar.querysets import BreakRoomQuerySet, PresenceQuerySet
from incidents.models import Category
from neighbourhoods.models import District, Organisation


class BreakRoom(models.Model):
    """What is planned for one break and learnt from it. `version` tells two people's changes apart."""

    school_break = models.OneToOneField(
        SchoolBreak, on_delete=models.PROTECT, related_name="room", verbose_name=_("school break")
    )
    goal = models.TextField(_("goal"), max_length=2000, blank=True)
    risks = models.TextField(_("risks"), max_length=2000, blank=True)
    keep = models.TextField(_("what to keep"), max_length=2000, blank=True)
    change = models.TextField(_("what to change"), max_length=2000, blank=True)
    watch_from = models.PositiveSmallIntegerField(
        _("adults out from (hour)"), default=18, validators=[MaxValueValidator(23)]
    )
    watch_to = models.PositiveSmallIntegerField(
        _("adults out until (hour)"), default=23, validators=[MinValueValidator(1), MaxValueValidator(24)]
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    updated_at = models.DateTimeField(_("changed"), default=clock.now, editable=False)

    objects: ClassVar[BreakRoomQuerySet] = BreakRoomQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("room of a break")
        verbose_name_plural = _("rooms of breaks")
        ordering = ["school_break__first_day", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(watch_from__lt=F("watch_to")), name="break_room_hours_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.school_break} {self.school_break.first_day.year}"

    @property
    def partner_purpose(self) -> str:
        """Return what a partner access to this break is for: this break only."""
        return f"calendar:break:{self.pk}"


class Participant(models.Model):
    """A line of a break's contact list. `link_key` is part of the person's own link: a new one ends the old link."""

    room = models.ForeignKey(BreakRoom, on_delete=models.CASCADE, related_name="participants")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=80)
    name = models.CharField(_("name"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254)
    on_duty = models.CharField(_("on duty"), max_length=200, blank=True, help_text=_("For example: Fridays 18–24."))
    link_key = models.CharField(max_length=40, default=new_token, editable=False)
    asked_at = models.DateTimeField(_("asked by mail"), null=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    rating = models.PositiveSmallIntegerField(null=True, editable=False)
    worked = models.TextField(_("what worked"), max_length=2000, blank=True, editable=False)
    differently = models.TextField(_("what to do differently"), max_length=2000, blank=True, editable=False)
    evaluated_at = models.DateTimeField(null=True, editable=False)
    note_asked_on = models.DateField(null=True, editable=False)
    evaluation_asked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("line of a contact list")
        verbose_name_plural = _("contact lists")
        ordering = ["organisation__name", "role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["room", "organisation", "role", "email"], name="participant_once_in_a_role")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.role}"


class Presence(models.Model):
    """Adults out in a district: from when to when, and who."""

    class Kind(models.TextChoices):
        YOUTH_CENTRE = "youth_centre", _("youth centre")
        NIGHT_WALKERS = "night_walkers", _("night walkers")
        FIELD_WORKERS = "field_workers", _("field workers")
        GUARDS = "guards", _("guards")
        POLICE_VOLUNTEERS = "police_volunteers", _("police volunteers")
        OTHER = "other", _("other adults")

    room = models.ForeignKey(BreakRoom, on_delete=models.CASCADE, related_name="presences")
    kind = models.CharField(_("who"), max_length=20, choices=Kind)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+", verbose_name=_("district"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))

    objects: ClassVar[PresenceQuerySet] = PresenceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("adults out")
        verbose_name_plural = _("adults out")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="presence_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.district}"

    @property
    def first_day(self) -> date:
        """Return the day it begins, on Stockholm's clock."""
        return clock.local(self.starts_at).date()


class LogNote(models.Model):
    """A short note of a day during the break: by a participant's link, or by somebody signed in."""

    room = models.ForeignKey(BreakRoom, on_delete=models.CASCADE, related_name="notes")
    participant = models.ForeignKey(Participant, on_delete=models.SET_NULL, null=True, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    signature = models.CharField(_("from"), max_length=200)
    day = models.DateField(_("day"))
    text = models.TextField(_("what happened"), max_length=600)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("note in the log")
        verbose_name_plural = _("log of a break")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "day", "text"], name="log_note_once_from_a_participant")
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.signature}"


class Target(models.Model):
    """What a break wants less of: a kind of report, followed week by week beside last year."""

    room = models.ForeignKey(BreakRoom, on_delete=models.CASCADE, related_name="targets")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+", verbose_name=_("kind of report"))
    fewer_percent = models.PositiveSmallIntegerField(
        _("fewer than last year, per cent"), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta:
        verbose_name = _("target of a break")
        verbose_name_plural = _("targets of breaks")
        ordering = ["category__code"]
        constraints = [models.UniqueConstraint(fields=["room", "category"], name="target_once_a_kind")]

    def __str__(self) -> str:
        return f"{self.category}: {self.fewer_percent} %"
