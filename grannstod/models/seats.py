"""Waiting for a seat, handing one over, and what happened to each."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import clock
from grannstod.lifecycle import IN_LINE, WaitingStatus
from grannstod.models.shifts import CrewMember, Shift
from grannstod.models.volunteers import Volunteer


class WaitingPlace(models.Model):
    """A volunteer's place in line for a seat on a full shift. One place a person and shift, one offer a shift."""

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="line", verbose_name=_("shift"))
    volunteer = models.ForeignKey(
        Volunteer, on_delete=models.CASCADE, related_name="waiting", verbose_name=_("volunteer")
    )
    status = models.CharField(
        _("status"), max_length=12, choices=WaitingStatus, default=WaitingStatus.WAITING, editable=False
    )
    since = models.DateTimeField(_("since"), default=clock.now)
    offered_until = models.DateTimeField(_("offered until"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("place in line")
        verbose_name_plural = _("places in line")
        ordering = ["shift", "since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["shift", "volunteer"], condition=Q(status__in=IN_LINE), name="once_in_line_for_a_shift"
            ),
            models.UniqueConstraint(
                fields=["shift"], condition=Q(status=WaitingStatus.OFFERED), name="one_offer_of_a_shift_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(status=WaitingStatus.OFFERED) | Q(offered_until__isnull=False), name="offer_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shift_id}: {self.volunteer_id}"


class SwapRequest(models.Model):
    """A seat whose holder asks others to take it. Until somebody does, the seat is still the holder's."""

    seat = models.OneToOneField(CrewMember, on_delete=models.CASCADE, related_name="swap", verbose_name=_("seat"))
    asked_at = models.DateTimeField(_("asked"), default=clock.now)

    class Meta:
        verbose_name = _("seat to hand over")
        verbose_name_plural = _("seats to hand over")
        ordering = ["seat__starts_at", "pk"]

    def __str__(self) -> str:
        return str(self.seat)


class SeatEvent(models.Model):
    """What happened to a seat of a shift. Never edited; codes and ids only."""

    class What(models.TextChoices):
        SIGNED_UP = "signed_up", _("signed up")
        WITHDREW = "withdrew", _("withdrew")
        ASKED_SWAP = "asked_swap", _("asked others to take over")
        KEPT = "kept", _("kept the seat after all")
        HANDED_OVER = "handed_over", _("handed over")
        TOOK_OVER = "took_over", _("took over")
        SCHEDULED = "scheduled", _("seated by a schedule")
        ABSENT = "absent", _("did not come")
        PRESENT = "present", _("came after all")

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="seat_events")
    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="seat_events")
    what = models.CharField(max_length=12, choices=What)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("seat event")
        verbose_name_plural = _("seat events")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.shift_id}: {self.what}"
