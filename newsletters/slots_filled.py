"""What this room fills in the slots of the rooms below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from accounts.models import PartnerAccess


def partner_page(access: PartnerAccess) -> str:
    """Return where a partner reads the issue that the access is for ("newsletters:issue:12")."""
    return reverse("newsletters:partner", args=[int(access.purpose.rsplit(":", 1)[1])])
