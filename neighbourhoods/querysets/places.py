"""Districts and organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from neighbourhoods.models import Area, ContactAgent, District, Organisation  # noqa: F401  (the rows' types)


class DistrictQuerySet(models.QuerySet["District"]):
    """Districts are public."""


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations; their contacts are for those who see every area."""
