"""The municipality's own sign-in (OpenID Connect), stricter than the library where it trusts the wire alone.

The library takes an id_token that came straight from the token address without looking at its signature, sends no
nonce and does not compare userinfo with the token. A proxy that opens TLS is common in municipalities: so every
token's signature, issuer, audience, time and nonce are looked at (OpenID Connect Core 1.0, 3.1.3.7 and 5.3.2).
"""

from __future__ import annotations

import hashlib
import hmac
from http import HTTPStatus
from typing import Any

import jwt
from allauth.account.internal.decorators import login_not_required
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from requests import RequestException

# Only signatures that the provider alone can make; a shared secret or none is refused.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
CLOCKS_MAY_DIFFER = 60  # seconds
REQUIRED = ["iss", "aud", "exp", "iat", "sub", "nonce"]


def nonce_of(code_verifier: str) -> str:
    """Return the nonce of a sign-in: made from what the session alone holds, so nothing more has to be kept."""
    return hashlib.sha256(f"nonce:{code_verifier}".encode()).hexdigest()


class StrictAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Looks at everything the provider says before believing it."""

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: Any, pkce_code_verifier: str | None = None
    ) -> Any:
        """Change the code for tokens, and remember which sign-in they must belong to."""
        self.nonce = nonce_of(pkce_code_verifier or "")
        return super().get_access_token_data(request, app, client, pkce_code_verifier=pkce_code_verifier)

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> Any:
        """Return who it is. Raises OAuth2Error when the answer is not as it must be."""
        try:
            claims = self._claims(app, kwargs["response"]["id_token"])
            userinfo = self._fetch_user_info(token.token) if app.settings.get("fetch_userinfo", True) else claims
            if userinfo["sub"] != claims["sub"]:
                raise OAuth2Error("userinfo speaks of somebody else than the id_token")
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise OAuth2Error(f"the provider's answer is refused: {type(error).__name__}") from error
        return self.get_provider().sociallogin_from_response(request, {"userinfo": userinfo, "id_token": claims})

    def _claims(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        claims: dict[str, Any] = jwt.decode(
            id_token,
            key=self._key(jwt.get_unverified_header(id_token).get("kid")),
            algorithms=ALGORITHMS,
            audience=app.client_id,
            issuer=self.openid_config["issuer"],
            leeway=CLOCKS_MAY_DIFFER,
            options={"require": REQUIRED},
        )
        if not hmac.compare_digest(str(claims["nonce"]), self.nonce):
            raise OAuth2Error("the id_token belongs to another sign-in")
        return claims

    def _key(self, kid: str | None) -> jwt.PyJWK:
        """Return the provider's key of that name; its only one where it names none."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = [key for key in jwt.PyJWKSet.from_dict(answer.json()).keys if key.public_key_use in (None, "sig")]
        fitting = keys if kid is None else [key for key in keys if key.key_id == kid]
        if len(fitting) != 1:
            raise OAuth2Error("no key of the provider fits the id_token")
        return fitting[0]


class StrictProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """The library's provider with proof of possession (PKCE) and a nonce, always."""

    oauth2_adapter_class = StrictAdapter

    @classmethod
    def get_package(cls) -> str:
        """Return where the library finds the addresses: still its own."""
        package: str = OpenIDConnectProvider.get_package()
        return package

    def get_pkce_params(self) -> dict[str, str]:
        """Return what goes with the question; the verifier stays in the session."""
        made: dict[str, str] = generate_code_challenge()
        return {**made, "nonce": nonce_of(made["code_verifier"])}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """Return the address; verified only where the provider says so in so many words."""
        addresses: list[EmailAddress] = super().extract_email_addresses(data)
        for address in addresses:
            address.verified = address.verified in (True, "true")
        return addresses

    def redirect(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the provider; one that does not answer gets a page that says so."""
        try:
            answer: HttpResponse = super().redirect(request, *args, **kwargs)
        except (RequestException, KeyError) as error:
            return refused(request, self, error)
        return answer


def refused(request: HttpRequest, provider: Any, error: Exception) -> HttpResponse:
    """Return the page that says that the sign-in did not succeed."""
    answer: HttpResponse = render_authentication_error(request, provider, exception=error)
    answer.status_code = HTTPStatus.BAD_GATEWAY if isinstance(error, RequestException) else answer.status_code
    return answer


@login_not_required  # type: ignore[untyped-decorator]
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take the provider's answer."""
    adapter = StrictAdapter(request, provider_id)
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(adapter)(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except (RequestException, KeyError) as error:
        return refused(request, adapter.get_provider(), error)
    return answer
