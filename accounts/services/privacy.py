"""What is held about a person here, and how it is forgotten."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from accounts.models import AuditEntry, Invitation, PartnerAccess, User
from accounts.services.auditing import audit


def export_person(email: str) -> list[dict[str, object]]:
    """Return the account, invitations and partner accesses of an address, and the trail of its own acts."""
    users = User.objects.filter(email__iexact=email)
    known = users.values("email", "full_name", "phone", "language", "date_joined")
    rows: list[dict[str, object]] = [{"kind": "account", **row} for row in known]
    invitations = Invitation.objects.filter(email__iexact=email)
    rows += [{"kind": "invitation", **row} for row in invitations.values("email", "full_name", "role", "created_at")]
    accesses = PartnerAccess.objects.filter(email__iexact=email)
    rows += [{"kind": "partner", **row} for row in accesses.values("email", "organisation", "purpose", "created_at")]
    acts = AuditEntry.objects.filter(actor__in=users)[:1000]
    rows += [{"kind": "act", **row} for row in acts.values("at", "action")]
    return rows


@transaction.atomic
def erase_person(email: str) -> int:
    """Close and empty the account of an address; the number that the audit trail names is kept, the person not."""
    changed = 0
    for user in User.objects.select_for_update().filter(email__iexact=email):
        _empty(user)
        audit(actor=None, action="person.erased", object_type="accounts.user", object_id=str(user.pk))
        changed += 1
    changed += Invitation.objects.filter(email__iexact=email).delete()[0]
    changed += PartnerAccess.objects.filter(email__iexact=email).delete()[0]
    return changed


def _empty(user: User) -> None:
    for model in (EmailAddress, Authenticator, SocialAccount):
        model.objects.filter(user=user).delete()
    kind = ContentType.objects.get_for_model(User)
    LogEntry.objects.filter(content_type=kind, object_id=str(user.pk)).update(object_repr="", change_message="")
    user.groups.clear()
    user.email, user.full_name, user.phone = f"erased-{user.pk}@example.invalid", "", ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save()
