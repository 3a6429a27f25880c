"""A letter with a sender, an audience and a promised number of issues a year."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Series(models.Model):
    """A letter with a sender, an audience and a promised number of issues a year."""

    code = models.CharField(_("code"), max_length=4, unique=True)
    slug = models.SlugField(_("address word"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=120)
    sender = models.CharField(_("from"), max_length=160, help_text=_("Who speaks, as readers see it."))
    about = models.TextField(_("what it is about"))
    issues_per_year = models.PositiveSmallIntegerField(
        _("issues a year"), validators=[MinValueValidator(1), MaxValueValidator(52)]
    )
    goes_to_agents = models.BooleanField(_("goes to every contact agent"), default=True)
    approvers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
        help_text=_("Who may approve its issues. Empty: everybody whose role may approve."),
    )
    told_first = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        verbose_name=_("told when an issue is late"),
        help_text=_("Empty: everybody whose role may send."),
    )
    told_next = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        verbose_name=_("told when it is still late a working day after"),
        help_text=_("Empty: everybody whose role may approve."),
    )
    is_open = models.BooleanField(_("anybody may subscribe"), default=True)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title

    @property
    def list_key(self) -> str:
        """Key of the mailing list in `post`."""
        return f"newsletters:{self.slug}"
