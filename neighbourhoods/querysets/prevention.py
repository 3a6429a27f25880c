"""Which version of the prevention checklist a reader gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from neighbourhoods.models import ChecklistVersion


class ChecklistVersionQuerySet(models.QuerySet["ChecklistVersion"]):
    """Versions of the checklist. Published ones are public."""

    def latest_published(self, language: str) -> ChecklistVersion | None:
        """Return what holds in a language, else in the municipality's own; None before anything is published."""
        held = self.filter(published_at__isnull=False)
        for wanted in (language, settings.LANGUAGE_CODE):
            found = held.filter(language=wanted).order_by("-number").first()
            if found is not None:
                return found
        return None
