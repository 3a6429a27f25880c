"""Keys by which other systems post reports through Open311."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common import clock
from incidents.querysets import ApiKeyQuerySet


class ApiKey(models.Model):
    """A key another system holds. Only its hash is kept: whoever loses a key is given another."""

    owner = models.CharField(_("who holds it"), max_length=120)
    email = models.EmailField(_("e-mail of who answers for it"), max_length=254)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    # Of the form it was issued with: the same form again is the same key.
    form_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001  (NULL is not unique)
    beginning = models.CharField(_("begins with"), max_length=8, editable=False)
    daily_limit = models.PositiveIntegerField(_("most reports a day"), default=200)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("issued by")
    )
    issued_at = models.DateTimeField(_("issued"), default=clock.now, editable=False)
    last_used_on = models.DateField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)

    objects: ClassVar[ApiKeyQuerySet] = ApiKeyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("key to Open311")
        verbose_name_plural = _("keys to Open311")
        ordering = ["-issued_at", "-pk"]
        permissions = [("manage_api_keys", "Issue and withdraw keys to Open311")]

    def __str__(self) -> str:
        return self.owner

    @property
    def source(self) -> str:
        """What reports posted with it have as their source."""
        return f"open311:{self.pk}"
