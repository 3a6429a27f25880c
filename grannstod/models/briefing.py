"""What a patrol is told before it drives: what somebody wants looked at, and which areas asked for a visit."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common import clock
from grannstod.models.patrols import Patrol
from grannstod.querysets import BriefingQuerySet, VisitWishQuerySet
from neighbourhoods.models import Area, District


class BriefingNote(models.Model):
    """A place or a situation that the police or the coordinator want looked at, from one day to another."""

    class Source(models.TextChoices):
        POLICE = "police", _("the police")
        COORDINATOR = "coordinator", _("the coordinator")

    source = models.CharField(_("who wants it looked at"), max_length=12, choices=Source)
    text = models.TextField(_("what to look at"), max_length=600)
    districts = models.ManyToManyField(
        District,
        blank=True,
        related_name="+",
        verbose_name=_("districts"),
        help_text=_("None chosen: every patrol."),
    )
    first_day = models.DateField(_("from"), default=clock.today)
    last_day = models.DateField(_("until and including"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    objects: ClassVar[BriefingQuerySet] = BriefingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("thing to look at")
        verbose_name_plural = _("things to look at")
        ordering = ["last_day", "pk"]
        permissions = [("brief_patrols", "Say what patrols look at")]
        constraints = [
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="briefing_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.text[:60]


class VisitWish(models.Model):
    """An area whose agent asked that a patrol comes by. One open wish an area."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="visit_wishes", verbose_name=_("area"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by")
    )
    text = models.CharField(_("what to look at"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("asked"), default=clock.now)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    patrol = models.ForeignKey(
        Patrol, on_delete=models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("patrol")
    )

    objects: ClassVar[VisitWishQuerySet] = VisitWishQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("wish for a visit")
        verbose_name_plural = _("wishes for a visit")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["area"], condition=Q(closed_at=None), name="one_open_wish_an_area")
        ]

    def __str__(self) -> str:
        return str(self.area_id)


class VisitNote(models.Model):
    """An agent who wants a note when a patrol has been in one of the own areas. No row: no notes."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("person")
    )
    since = models.DateTimeField(_("since"), default=clock.now)

    class Meta:
        verbose_name = _("agent who wants notes of visits")
        verbose_name_plural = _("agents who want notes of visits")

    def __str__(self) -> str:
        return str(self.user_id)
