"""What several hands leave behind: every version that was saved, and what was said about it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import PartnerAccess, User
from common import clock
from newsletters.models.issues import Issue


def by_account() -> models.ForeignKey[User | None, User | None]:
    """Return the key to somebody with an account, who may be gone by now."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")


def _partner() -> models.ForeignKey[PartnerAccess | None, PartnerAccess | None]:
    return models.ForeignKey(PartnerAccess, on_delete=models.SET_NULL, null=True, related_name="+")


class Signed(models.Model):
    """Something that somebody wrote, with an account or let in from another organisation."""

    author, partner = by_account(), _partner()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True

    @property
    def who(self) -> str:
        """Return the person's name or the organisation's; empty when both are gone."""
        return str(self.author) if self.author else self.partner.organisation if self.partner else ""


class Version(Signed):
    """An issue's text as somebody saved it. Never edited."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(help_text=_("Heading, preamble and blocks as one text, for comparison."))

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["issue", "number"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.issue_id}/{self.number}"


class Comment(Signed):
    """What somebody who reads an issue before it leaves wants changed or asks."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField(_("comment"), max_length=2000)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.issue_id}/{self.pk}"
