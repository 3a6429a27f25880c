"""The parts an issue is built of."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import PartnerAccess
from newsletters.models.issues import Issue
from newsletters.models.tips import Tip


class Block(models.Model):
    """A part of an issue: words, a picture, or what the house knows on the day it leaves, for the reader's own place.

    `text` stands before what the house fills in. `written_by` is empty for what an outside author wrote.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        STATISTICS = "statistics", _("figures for the reader's own area or district")
        TIP = "tip", _("tip of the month")
        TRAININGS = "trainings", _("coming trainings")
        CALENDAR = "calendar", _("what is coming in the calendar")
        VOLUNTEERS = "volunteers", _("call for volunteers")
        PICTURE = "picture", _("picture")

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="blocks", verbose_name=_("issue"))
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.TEXT)
    heading = models.CharField(_("heading"), max_length=120)
    text = models.TextField(_("text (Markdown)"), max_length=8000, blank=True)
    tip = models.ForeignKey(
        Tip, on_delete=models.PROTECT, null=True, blank=True, related_name="blocks", verbose_name=_("tip")
    )
    # The tip's words as they were when the block was saved: a tip that is rewritten changes no issue that holds it.
    tip_text = models.TextField(max_length=2000, blank=True, default="", db_default="", editable=False)
    picture = models.CharField(_("picture stored as"), max_length=120, blank=True, editable=False)
    alternative = models.CharField(
        _("what the picture shows"),
        max_length=200,
        blank=True,
        help_text=_("For those who don't see it. A picture without these words is not saved."),
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    partner = models.ForeignKey(
        PartnerAccess, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering = ["position", "pk"]
        indexes = [GinIndex(SearchVector("heading", "text", "tip_text", config="swedish"), name="block_words")]
        constraints = [
            models.CheckConstraint(condition=Q(picture="") | ~Q(alternative=""), name="picture_has_an_alternative")
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def words(self) -> str:
        """Return what readers are told: what was written, else the tip's words, kept or (of old blocks) its own."""
        return self.text or self.tip_text or (self.tip.text if self.tip else "")
