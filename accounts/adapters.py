"""How django-allauth behaves in this house: by invitation only, secrets marked as such, staff keep a second factor."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils import translation

from accounts.models import User
from accounts.services import audit
from common import crypto
from common.limits import client_network

# Mail that holds a code or a secret link, and for how many seconds it is worth sending.
SECRET_MAIL = {
    "account/email/login_code": 900,
    "account/email/password_reset_key": 3600,
    "account/email/email_confirmation": 3600,
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in for people who were invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody opens an account without an invitation."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Count limits per network, believing only the proxies we know."""
        return client_network(request)

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        """Compose in the reader's language; mark what holds a secret, so that it is not kept."""
        marks = {"X-House-Thread": f"accounts:{template_prefix.rpartition('/')[2]}:0", **(headers or {})}
        if template_prefix in SECRET_MAIL:
            marks |= {"X-House-Secret": "1", "X-House-Expires": str(SECRET_MAIL[template_prefix])}
        known = {**context, "municipality": settings.MUNICIPALITY, "contact_phone": settings.CONTACT_PHONE}
        with translation.override(_language_of(email)):
            message: EmailMessage = super().render_mail(template_prefix, email, known, headers=marks)
        return message


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The municipality's own sign-in: opens the account of someone invited, never a new one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """An address that nobody invited stays outside."""
        return False

    def on_authentication_error(self, request: HttpRequest, provider: Any, **_told: Any) -> None:
        """A sign-in that broke off or was refused is noted, without what the provider said."""
        audit(actor=None, action="sign_in.municipal_failed")

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        """Match by an address the provider has verified: only providers that we configured get here."""
        return True


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors."""

    def encrypt(self, text: str) -> str:
        """Keep the secret of an authenticator app encrypted at rest."""
        return crypto.encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open it again."""
        return crypto.decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Staff keep at least one second factor."""
        if not authenticator.user.is_staff or authenticator.type == Authenticator.Type.RECOVERY_CODES:
            return True
        factors = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        others = Authenticator.objects.filter(user=authenticator.user, type__in=factors).exclude(pk=authenticator.pk)
        return bool(others.exists())


def _language_of(email: str) -> str:
    known = User.objects.filter(email__iexact=email).values_list("language", flat=True).first()
    return known if known in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
