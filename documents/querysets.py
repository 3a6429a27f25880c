"""Who sees which documents. Every list and admin page starts from `visible_to`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

from documents.lifecycle import DocumentState

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from documents.models import Document  # noqa: F401  (the row type of the query)


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every document for those who may see all, one's own for others, none for the anonymous."""
        if user.has_perm("documents.see_all_documents"):
            return self
        return self.filter(requested_by=user) if user.is_authenticated else self.none()

    def open(self) -> Self:
        """Return documents on their way."""
        return self.filter(state__in=[DocumentState.REQUESTED, DocumentState.RENDERING])

    def unheard(self, before: datetime) -> Self:
        """Return documents requested before a moment that no worker has taken."""
        return self.filter(state=DocumentState.REQUESTED, asked_at__lt=before)

    def abandoned(self, now: datetime) -> Self:
        """Return documents whose worker has not been heard of within its lease."""
        return self.filter(state=DocumentState.RENDERING, lease_until__lt=now)

    def outlived(self, now: datetime) -> Self:
        """Return documents whose file should be gone."""
        return self.filter(state=DocumentState.READY, expires_at__lt=now)
