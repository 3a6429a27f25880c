"""What allauth tells us: sign-ins and changes of sign-in methods go to the audit trail, without addresses."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import login_code_rejected, password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User
from accounts.services import audit


@receiver(user_logged_in)
def signed_in(user: User, **_kwargs: object) -> None:
    """Someone came in, by whatever way."""
    audit(actor=user, action="sign_in.done", object_type="accounts.user", object_id=str(user.pk))


@receiver(user_logged_out)
def signed_out(user: User | None, **_kwargs: object) -> None:
    """Someone went out."""
    if user is not None:
        audit(actor=user, action="sign_in.ended", object_type="accounts.user", object_id=str(user.pk))


@receiver(user_login_failed)
def refused(**_kwargs: object) -> None:
    """A password was wrong. Whose is not written: the address may be nobody's."""
    audit(actor=None, action="sign_in.failed")


@receiver(login_code_rejected)
def code_refused(user: User, **_kwargs: object) -> None:
    """A code by mail was wrong."""
    audit(actor=None, action="sign_in.code_failed", object_type="accounts.user", object_id=str(user.pk))


@receiver(authentication_failed)
def second_factor_refused(user: User, **_kwargs: object) -> None:
    """The second factor was wrong."""
    audit(actor=None, action="sign_in.second_factor_failed", object_type="accounts.user", object_id=str(user.pk))


@receiver(authenticator_added)
def second_factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: object) -> None:
    """Adding one proves that one has it: the session counts as complete from here."""
    action = f"second_factor.added.{authenticator.type}"
    audit(actor=user, action=action, object_type="accounts.user", object_id=str(user.pk))
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


@receiver(authenticator_removed)
def second_factor_removed(user: User, authenticator: Authenticator, **_kwargs: object) -> None:
    """A second factor was taken away."""
    action = f"second_factor.removed.{authenticator.type}"
    audit(actor=user, action=action, object_type="accounts.user", object_id=str(user.pk))


@receiver([password_set, password_changed])
def password_chosen(request: HttpRequest, user: User, **_kwargs: object) -> None:
    """Choosing a password proves that one knows it."""
    audit(actor=user, action="password.chosen", object_type="accounts.user", object_id=str(user.pk))
    record_authentication(request, user, "password", reauthenticated=True)


@receiver(password_reset)
def password_renewed(user: User, **_kwargs: object) -> None:
    """A forgotten password was replaced by way of mail; nobody is signed in by that."""
    audit(actor=user, action="password.reset", object_type="accounts.user", object_id=str(user.pk))
