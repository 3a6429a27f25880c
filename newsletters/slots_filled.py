"""What this room fills in the slots of the rooms below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.slots import PartnerPage
from common.clock import local
from newsletters import services
from newsletters.models import Issue

if TYPE_CHECKING:
    from accounts.models import PartnerAccess, User


def _address(access: PartnerAccess) -> str:
    """Return where a partner reads the issue that the access is for ("newsletters:issue:12")."""
    return reverse("newsletters:partner", args=[int(access.purpose.rsplit(":", 1)[1])])


def _choices(user: User) -> list[tuple[str, str]]:
    """Return the issues that still lie ahead, by their day: what has gone out stands in the open archive."""
    issues = Issue.objects.visible_to(user).not_yet_sent().select_related("series").order_by("send_at")
    return [(services.partner_purpose(issue), f"{issue}, {local(issue.send_at):%Y-%m-%d}") for issue in issues]


PARTNER_PAGE = PartnerPage(title=_("A newsletter to read before it is approved"), address=_address, choices=_choices)
