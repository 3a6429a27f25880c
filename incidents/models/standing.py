"""Summaries that come by themselves: who gets which, how often, and what has been sent."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common import clock
from documents.models import Document
from incidents.querysets import StandingSummaryQuerySet
from neighbourhoods.models import District


class StandingSummary(models.Model):
    """A subscription: the desk lets the police, local Brå or the steering group have a summary without asking."""

    class Rhythm(models.TextChoices):
        MONTH = "month", _("every month")
        QUARTER = "quarter", _("every quarter")

    class Way(models.TextChoices):
        ACCOUNT = "account", _("they sign in")
        CODE = "code", _("by link and code, without an account")

    receiver = models.CharField(_("who gets it"), max_length=120)
    email = models.EmailField(_("e-mail address"), max_length=254)
    way = models.CharField(_("how they open it"), max_length=8, choices=Way, default=Way.CODE)
    rhythm = models.CharField(_("how often"), max_length=8, choices=Rhythm, default=Rhythm.MONTH)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("district"),
        help_text=_("None: the whole municipality."),
    )  # fmt: skip
    is_active = models.BooleanField(_("is sent"), default=True)
    # Documents are made and partners let in on behalf of this person; somebody else takes over by saving.
    answers_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+",
        verbose_name=_("who answers for it"),
    )  # fmt: skip
    form_token = models.CharField(max_length=32, unique=True, null=True, editable=False)  # noqa: DJ001  (NULL is not unique)
    created_at = models.DateTimeField(_("since"), default=clock.now, editable=False)

    objects: ClassVar[StandingSummaryQuerySet] = StandingSummaryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("standing summary")
        verbose_name_plural = _("standing summaries")
        ordering = ["receiver", "pk"]
        permissions = [("subscribe_summaries", "Let others have summaries by themselves")]

    def __str__(self) -> str:
        return self.receiver


class SummaryIssue(models.Model):
    """One period's summary for one subscription: made once, sent once."""

    standing = models.ForeignKey(StandingSummary, on_delete=models.CASCADE, related_name="issues")
    first = models.DateField(_("from"))
    last = models.DateField(_("last month"))
    document = models.ForeignKey(Document, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(_("sent"), null=True)

    class Meta:
        verbose_name = _("issue of a standing summary")
        verbose_name_plural = _("issues of standing summaries")
        ordering = ["-first", "-pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["standing", "first"], name="summary_once_a_period")]

    def __str__(self) -> str:
        return f"{self.standing_id} {self.first:%Y-%m}"
