"""Who is let in, by invitation only, and which roles they hold."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import mail
from accounts.models import Invitation, User
from accounts.roles import by_key, staff_keys
from accounts.services.auditing import audit
from common import clock
from common.signed_links import new_token, token_hash

INVITATION_DAYS = 14


def may_give(by: User | None, role: str) -> bool:
    """Tell whether someone may give or take a role; None is the system itself.

    Other roles need `accounts.invite`; a staff role needs also every permission it holds, so nobody raises
    themselves or a friend above where they stand.
    """
    if by is None:
        return True
    if not by.has_perm("accounts.invite"):
        return False
    wanted = by_key(role)
    return not wanted.is_staff or by.has_perms(wanted.permissions)


def _require_may_give(by: User | None, role: str) -> None:
    if not may_give(by, role):
        raise PermissionDenied


@transaction.atomic
def create_person(*, email: str, full_name: str, phone: str = "", language: str = "sv") -> User:
    """Create an account that signs in by code, its address counted as verified."""
    user = User.objects.create_user(email, full_name, phone=phone, language=language)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def correct_address(*, by: User, user: User, email: str) -> None:
    """Put a mistyped address right, of an account that nobody has signed in to: it may be somebody else's by now.

    Raises PermissionDenied, or ValidationError `in_use` or `already_a_person`.
    """
    if not by.has_perm("accounts.invite") or user.is_staff:
        raise PermissionDenied
    held = User.objects.select_for_update().get(pk=user.pk)
    if held.last_login is not None:
        raise ValidationError(
            _("The person has signed in with the address, and changes it under the account."), code="in_use"
        )
    email = email.strip().lower()
    require_newcomer(email)
    held.email = user.email = email
    held.save(update_fields=["email"])
    EmailAddress.objects.filter(user=held).delete()
    EmailAddress.objects.create(user=held, email=email, verified=True, primary=True)
    audit(actor=by, action="person.changed.email", object_type="accounts.user", object_id=str(held.pk))


@transaction.atomic
def take_person_back(*, user: User) -> bool:
    """Delete an account that was made by mistake, as long as nobody has signed in and nothing hangs on it."""
    if user.last_login is not None or user.groups.exists():
        return False
    for relation in User._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if model is not EmailAddress and model._base_manager.filter(**{name: user}).exists():
            return False
    user.delete()
    return True


@transaction.atomic
def give_role(*, by: User | None, user: User, role: str) -> None:
    """Give a role; a staff role opens the admin, and with it the need of a second factor.

    Raises PermissionDenied when `by` may not give it.
    """
    _require_may_give(by, role)
    user.groups.add(Group.objects.get_or_create(name=by_key(role).key)[0])
    if by_key(role).is_staff and not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
    audit(actor=by, action=f"role.given.{role}", object_type="accounts.user", object_id=str(user.pk))


@transaction.atomic
def take_role(*, by: User | None, user: User, role: str) -> None:
    """Take a role back; with the last staff role goes the admin. Raises PermissionDenied."""
    _require_may_give(by, role)
    user.groups.remove(*Group.objects.filter(name=role))
    is_staff = user.is_superuser or user.groups.filter(name__in=staff_keys()).exists()
    if user.is_staff != is_staff:
        user.is_staff = is_staff
        user.save(update_fields=["is_staff"])
    audit(actor=by, action=f"role.taken.{role}", object_type="accounts.user", object_id=str(user.pk))


def require_newcomer(email: str) -> None:
    """Raise ValidationError `already_a_person` if the address has an account."""
    if User.objects.filter(email__iexact=email).exists():
        raise ValidationError(
            _("This person has an account already. Give the role to the account instead."), code="already_a_person"
        )


@transaction.atomic
def invite(*, by: User, email: str, full_name: str, role: str, place: str = "") -> Invitation:
    """Mail an invitation that is valid for 14 days; an earlier open one to the address is withdrawn.

    Raises PermissionDenied, or ValidationError `already_a_person`.
    """
    _require_may_give(by, role)
    email = email.strip().lower()
    require_newcomer(email)
    waiting = Invitation.objects.select_for_update().filter(email__iexact=email, accepted_at=None, revoked_at=None)
    waiting.update(revoked_at=clock.now())
    token = new_token()
    invitation = Invitation.objects.create(
        email=email,
        full_name=full_name,
        role=by_key(role).key,
        place=place,
        token_hash=token_hash(token),
        invited_by=by,
        expires_at=clock.now() + timedelta(days=INVITATION_DAYS),
    )
    audit(actor=by, action="invitation.sent", object_type="accounts.invitation", object_id=str(invitation.pk))
    mail.invitation(invitation, token).send()
    return invitation


def invitation_by_token(token: str) -> Invitation | None:
    """Return the open invitation a link leads to, or None for a forged, used, withdrawn or expired one."""
    return Invitation.objects.open().select_related("invited_by").filter(token_hash=token_hash(token)).first()


@transaction.atomic
def accept_invitation(*, token: str, full_name: str, phone: str = "", language: str = "sv") -> User:
    """Open the account an invitation promised. Raises ValidationError `invitation_over` if the link is spent."""
    invitation = Invitation.objects.select_for_update().open().filter(token_hash=token_hash(token)).first()
    if invitation is None:
        raise ValidationError(
            _("This invitation is no longer valid. Ask whoever invited you for a new one."), code="invitation_over"
        )
    user = User.objects.filter(email__iexact=invitation.email).first()
    if user is None:
        user = create_person(email=invitation.email, full_name=full_name, phone=phone, language=language)
    invitation.accepted_at = clock.now()
    invitation.save(update_fields=["accepted_at"])
    audit(actor=user, action="invitation.accepted", object_type="accounts.invitation", object_id=str(invitation.pk))
    give_role(by=None, user=user, role=invitation.role)
    return user


@transaction.atomic
def revoke_invitation(*, by: User, invitation: Invitation) -> None:
    """Withdraw an invitation nobody has accepted. Raises PermissionDenied."""
    _require_may_give(by, invitation.role)
    open_one = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if open_one.update(revoked_at=clock.now()):
        audit(actor=by, action="invitation.revoked", object_type="accounts.invitation", object_id=str(invitation.pk))
