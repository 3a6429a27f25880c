"""The agent's circle: neighbours who get short notes. Their addresses stand in the post's lists, never here."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import clock
from neighbourhoods.models.areas import Area
from neighbourhoods.querysets import OfAreaQuerySet


class Circle(models.Model):
    """An area's link for the note in the stairwell. Another link can be drawn; the old note then leads nowhere."""

    area = models.OneToOneField(Area, on_delete=models.CASCADE, related_name="circle", verbose_name=_("area"))
    token = models.CharField(_("word in the link"), max_length=40, unique=True, editable=False)
    stopped_at = models.DateTimeField(
        _("stopped"), null=True, blank=True, help_text=_("A coordinator has stopped notes from this area.")
    )

    objects: ClassVar[OfAreaQuerySet] = OfAreaQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("circle of neighbours")
        verbose_name_plural = _("circles of neighbours")

    def __str__(self) -> str:
        return str(self.area)


class CircleNote(models.Model):
    """A short note, a passed-on letter or an invitation that went to an area's circle."""

    class Kind(models.TextChoices):
        NOTE = "note", _("short note")
        LETTER = "letter", _("newsletter passed on")
        MEETING = "meeting", _("invitation to the yearly meeting")
        OFF = "off", _("the yearly meeting is called off")

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="notes", verbose_name=_("area"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.NOTE)
    letter = models.CharField(_("newsletter"), max_length=60, blank=True, editable=False)
    subject = models.CharField(_("subject"), max_length=80)
    text = models.TextField(_("text"), max_length=1000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )
    sent_at = models.DateTimeField(_("sent"), default=clock.now)
    form_token = models.CharField(max_length=32, unique=True, editable=False)

    objects: ClassVar[OfAreaQuerySet] = OfAreaQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("note to a circle")
        verbose_name_plural = _("notes to circles")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "letter"], condition=~Q(letter=""), name="letter_passed_on_once_an_area"
            )
        ]

    def __str__(self) -> str:
        return self.subject


class CircleMisuse(models.Model):
    """A neighbour says that a circle is misused. For the coordinator alone; who said it is not kept."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="misuse", verbose_name=_("area"))
    note = models.ForeignKey(CircleNote, on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("note"))
    text = models.TextField(_("what is wrong"), max_length=1000)
    told_at = models.DateTimeField(_("told"), default=clock.now)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    form_token = models.CharField(max_length=32, unique=True, editable=False)

    objects: ClassVar[OfAreaQuerySet] = OfAreaQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("misuse of a circle")
        verbose_name_plural = _("misuse of circles")
        ordering = ["-told_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.area} {self.told_at:%Y-%m-%d}"
