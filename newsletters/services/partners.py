"""Readers from other organisations, before an issue is approved."""

from __future__ import annotations

from accounts.models import User
from accounts.services import open_partner_access
from newsletters.models import Issue

PARTNER_READS_DAYS = 14


def let_partner_read(*, issue: Issue, email: str, organisation: str, by: User) -> None:
    """Mail a link and a code: another organisation reads this issue for two weeks. Raises PermissionDenied."""
    open_partner_access(
        by=by, email=email, organisation=organisation, purpose=partner_purpose(issue), days=PARTNER_READS_DAYS
    )


def partner_purpose(issue: Issue) -> str:
    """Return the purpose of a partner access to one issue."""
    return f"newsletters:issue:{issue.pk}"
