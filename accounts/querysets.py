"""Which invitations, partner accesses and audit entries a person sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Never, Self

from django.db import models

from common import clock

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import AuditEntry, Invitation, PartnerAccess, User  # noqa: F401  (named in strings below)


class NeverEditedError(Exception):
    """Somebody tried to change or delete an audit entry."""


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every invitation for those who may read them, else none."""
        return self if user.has_perm("accounts.view_invitation") else self.none()

    def open(self) -> Self:
        """Return invitations whose link still opens an account."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=clock.now())


class PartnerAccessQuerySet(models.QuerySet["PartnerAccess"]):
    """Partner accesses."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every partner access for those who may read them, else none."""
        return self if user.has_perm("accounts.view_partneraccess") else self.none()

    def open(self) -> Self:
        """Return accesses that still let someone in."""
        return self.filter(revoked_at=None, expires_at__gt=clock.now())


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """The audit trail: read and added to, never changed."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return the trail for those who may read it, else none."""
        return self if user.has_perm("accounts.view_auditentry") else self.none()

    def update(self, **kwargs: object) -> Never:
        """Refuse."""
        raise NeverEditedError

    def delete(self) -> Never:
        """Refuse."""
        raise NeverEditedError

    def bulk_update(self, *args: object, **kwargs: object) -> Never:
        """Refuse."""
        raise NeverEditedError
