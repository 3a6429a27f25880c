"""Readers and authors from other organisations, before an issue is approved."""

from __future__ import annotations

from accounts.models import User
from accounts.services import open_partner_access
from newsletters.models import Issue

PARTNER_READS_DAYS = 14


def let_partner_in(*, issue: Issue, email: str, organisation: str, may_write: bool, by: User) -> None:
    """Mail a link and a code: another organisation reads this issue for two weeks, or writes its own texts in it.

    Raises PermissionDenied.
    """
    purpose = partner_writes(issue) if may_write else partner_purpose(issue)
    open_partner_access(by=by, email=email, organisation=organisation, purpose=purpose, days=PARTNER_READS_DAYS)


def partner_purpose(issue: Issue) -> str:
    """Return the purpose of a partner access that reads one issue and comments on it."""
    return f"newsletters:issue:{issue.pk}"


def partner_writes(issue: Issue) -> str:
    """Return the purpose of a partner access that also writes texts of its own."""
    return f"newsletters:write:{issue.pk}"
