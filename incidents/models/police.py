"""Events that the police publish, and how fetching them goes. They stand beside reports, never among them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from common import clock
from incidents.querysets import PoliceEventQuerySet
from neighbourhoods.models import District


class PoliceEvent(models.Model):
    """An event as the police have published it. Their position is the middle of the municipality: not kept."""

    police_id = models.BigIntegerField(_("the police's number"), unique=True)
    kind = models.CharField(_("kind"), max_length=80)
    title = models.CharField(_("title"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), max_length=2000, blank=True)
    url = models.URLField(_("page at polisen.se"), max_length=500, blank=True)
    district = models.ForeignKey(
        District, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("district named")
    )
    published_at = models.DateTimeField(_("published"))
    at = models.DateTimeField(_("when"))
    is_time_sure = models.BooleanField(_("time stands in the title"), default=True)
    fetched_at = models.DateTimeField(_("fetched"), default=clock.now)

    objects: ClassVar[PoliceEventQuerySet] = PoliceEventQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("event of the police")
        verbose_name_plural = _("events of the police")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["-at", "-id"], name="police_event_at")]

    def __str__(self) -> str:
        return self.title or self.kind


class PoliceFeed(models.Model):
    """How fetching goes: one row, with what makes the next request conditional."""

    class Problem(models.TextChoices):
        UNREACHABLE = "unreachable", _("it could not be reached")
        REFUSED = "refused", _("it answered with an error")
        UNREADABLE = "unreadable", _("it could not be read")

    url = models.CharField(_("web address"), max_length=500, unique=True)
    etag = models.CharField(max_length=200, blank=True, editable=False)
    modified = models.CharField(max_length=100, blank=True, editable=False)
    body_hash = models.CharField(max_length=64, blank=True, editable=False)
    asked_at = models.DateTimeField(_("last asked"), null=True, editable=False)
    read_at = models.DateTimeField(_("last read"), null=True, editable=False)
    problem = models.CharField(_("problem"), max_length=12, choices=Problem, blank=True, editable=False)
    problem_since = models.DateTimeField(_("problem since"), null=True, editable=False)
    problem_detail = models.CharField(_("what was answered"), max_length=80, blank=True, editable=False)
    not_understood = models.JSONField(_("entries not understood"), default=list, editable=False)

    class Meta:
        verbose_name = _("feed of the police")
        verbose_name_plural = _("feeds of the police")

    def __str__(self) -> str:
        return self.url
