"""Staff act only with a second factor; and who calls is known to the audit trail, as a hash."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.models import User
from accounts.services import caller_network
from common.limits import client_network
from common.outages import unavailable

# Pages a staff session may open before it is complete, by what is still missing.
ALWAYS = frozenset({"account_logout", "set_language", "healthz", "readyz", "metrics"})
FIRST_FACTOR = frozenset(
    {
        "account_reauthenticate",
        "account_set_password",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
    }
)
SECOND_FACTOR = frozenset(
    {
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
)


class SecondFactorMiddleware:
    """Send a staff session without password (or passkey) and second factor to where it gets them.

    A code by mail alone is not enough for staff: it opens nothing but the pages where a password is chosen.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Tell the audit trail from which network this request comes, for as long as it lasts."""
        token = caller_network.set(client_network(request))
        try:
            return self.get_response(request)
        finally:
            caller_network.reset(token)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Answer with a redirect everywhere outside the short list of pages."""
        try:
            user = request.user
            if not isinstance(user, User) or not (user.is_staff or user.is_superuser):
                return None
            step = missing_step(request, user)
        except (OperationalError, InterfaceError) as error:
            return unavailable(request, error)
        match = request.resolver_match
        if step is None or (match is not None and match.view_name in ALWAYS | step[1]):
            return None
        return HttpResponseRedirect(reverse(step[0]))


def missing_step(request: HttpRequest, user: User) -> tuple[str, frozenset[str]] | None:
    """Return where a staff session must go next and what it may open meanwhile, or None if it is complete."""
    records = get_authentication_records(request, user)
    methods = {record["method"] for record in records}
    passkey = any(record["method"] == "mfa" and record.get("passwordless") for record in records)
    if not passkey and not methods & {"password", "socialaccount"}:
        return ("account_reauthenticate" if user.has_usable_password() else "account_set_password"), FIRST_FACTOR
    if "mfa" not in methods:
        return "mfa_index", SECOND_FACTOR
    return None
