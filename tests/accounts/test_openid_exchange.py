"""Sign-in at the municipality from button to session: a real provider process, real HTTP both ways."""

from __future__ import annotations

import re
from typing import Any

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session

from accounts import roles
from accounts.models import AuditEntry, User
from tests.factories import accounts as people
from tests.fixtures.openid_provider import OpenIdProvider

pytestmark = pytest.mark.django_db(transaction=True)
START = "/konto/oidc/kommun/login/"
REFUSED = "Det gick inte att logga in via Exempelkommun"


def sign_in(server: Any, *, after: str = "") -> tuple[requests.Session, requests.Response]:
    """Press the button on the sign-in page and follow every redirect, as a browser does."""
    browser = requests.Session()
    browser.headers["Accept-Language"] = "sv"
    page = browser.get(f"{server.url}/konto/logga-in/", timeout=30)
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert found and START in page.text
    form = {"csrfmiddlewaretoken": found[1], "next": after}
    return browser, browser.post(f"{server.url}{START}", data=form, timeout=60)


def who_is_in() -> list[str]:
    sessions = (row.get_decoded() for row in Session.objects.all())
    return [session["_auth_user_id"] for session in sessions if "_auth_user_id" in session]


@pytest.fixture
def agent() -> User:
    return people.person(roles.CONTACT_AGENT)


def test_invited_person_comes_in(live_server: Any, openid_provider: OpenIdProvider, agent: User) -> None:
    openid_provider.lets_in(agent.email)
    _browser, answer = sign_in(live_server, after="/konto/")
    assert answer.url == f"{live_server.url}/konto/" and agent.email in answer.text
    assert SocialAccount.objects.get().user == agent
    assert AuditEntry.objects.filter(action="sign_in.done", actor=agent).count() == 1
    asked = openid_provider.asked()
    assert asked["code_challenge_method"] == "S256" and len(asked["code_challenge"]) == 43
    assert len(asked["nonce"]) == 64 and set(asked["scope"].split()) == {"openid", "profile", "email"}


def test_next_time_is_known_by_the_providers_number(
    live_server: Any, openid_provider: OpenIdProvider, agent: User
) -> None:
    openid_provider.lets_in(agent.email)
    sign_in(live_server)
    first = openid_provider.asked()
    sign_in(live_server)
    assert SocialAccount.objects.count() == 1
    assert openid_provider.asked()["nonce"] != first["nonce"]


@pytest.mark.parametrize(
    "mode",
    [
        "signature",
        "unknown_key",
        "unsigned",
        "shared_secret",
        "issuer",
        "audience",
        "expired",
        "nonce",
        "no_nonce",
        "no_token",
        "other_person",
        "keys_garbled",
    ],
)
def test_false_answers_are_refused(live_server: Any, openid_provider: OpenIdProvider, agent: User, mode: str) -> None:
    openid_provider.lets_in(agent.email, mode=mode)
    _browser, answer = sign_in(live_server)
    assert REFUSED in answer.text and answer.status_code == 401
    assert who_is_in() == [] and not SocialAccount.objects.exists()
    assert AuditEntry.objects.filter(action="sign_in.municipal_failed").count() == 1


def test_stranger_reads_what_to_do(live_server: Any, openid_provider: OpenIdProvider, db: None) -> None:
    openid_provider.lets_in("ny@example.org")
    _browser, answer = sign_in(live_server)
    assert "Bara med inbjudan" in answer.text and "Har du blivit inbjuden?" in answer.text
    assert who_is_in() == [] and not User.objects.filter(email="ny@example.org").exists()


@pytest.mark.parametrize("verified", [False, "false", None])
def test_unverified_address_opens_nothing(
    live_server: Any, openid_provider: OpenIdProvider, agent: User, verified: object
) -> None:
    openid_provider.lets_in(agent.email, verified=verified)
    sign_in(live_server)
    assert who_is_in() == [] and not SocialAccount.objects.exists()


def test_answer_cannot_be_used_in_another_browser(
    live_server: Any, openid_provider: OpenIdProvider, agent: User
) -> None:
    openid_provider.lets_in(agent.email)
    _browser, answer = sign_in(live_server)
    back = next(step.url for step in answer.history if "/login/callback/" in step.url)
    Session.objects.all().delete()
    stolen = requests.get(back, timeout=60, headers={"Accept-Language": "sv"})
    assert REFUSED in stolen.text and who_is_in() == []


def test_staff_still_need_the_second_factor(live_server: Any, openid_provider: OpenIdProvider) -> None:
    coordinator = people.person(roles.SAFETY_COORDINATOR)
    openid_provider.lets_in(coordinator.email)
    browser, answer = sign_in(live_server, after="/samordning/")
    assert answer.url.startswith(f"{live_server.url}/konto/tva-steg/")
    closed = browser.get(f"{live_server.url}/samordning/", timeout=60)
    assert closed.url.startswith(f"{live_server.url}/konto/tva-steg/")


def test_staff_with_an_app_are_asked_for_its_code(live_server: Any, openid_provider: OpenIdProvider) -> None:
    coordinator = people.person(roles.SAFETY_COORDINATOR)
    Authenticator.objects.create(user=coordinator, type=Authenticator.Type.TOTP, data={"secret": "prov"})
    openid_provider.lets_in(coordinator.email)
    _browser, answer = sign_in(live_server, after="/samordning/")
    assert answer.url.startswith(f"{live_server.url}/konto/logga-in/tva-steg/") and who_is_in() == []


def test_breaking_off_leads_back(live_server: Any, openid_provider: OpenIdProvider, agent: User) -> None:
    openid_provider.lets_in(agent.email, mode="cancelled")
    _browser, answer = sign_in(live_server)
    assert answer.url.endswith("/konto/kommun/avbrutet/") and who_is_in() == []


def test_provider_that_is_down_gets_a_page_not_a_fault(
    live_server: Any, openid_provider: OpenIdProvider, agent: User
) -> None:
    openid_provider.lets_in(agent.email, mode="down")
    _browser, answer = sign_in(live_server)
    assert answer.status_code == 502 and REFUSED in answer.text


@pytest.mark.parametrize("mode", ["gone", "token_down", "keys_down", "userinfo_down"])
def test_provider_that_goes_down_halfway_lets_nobody_in(
    live_server: Any, openid_provider: OpenIdProvider, agent: User, mode: str
) -> None:
    openid_provider.lets_in(agent.email, mode=mode)
    _browser, answer = sign_in(live_server)
    assert answer.status_code in (401, 502) and REFUSED in answer.text
    assert who_is_in() == [] and not SocialAccount.objects.exists()


def test_provider_that_refuses_connections_gets_a_page_not_a_fault(
    live_server: Any, openid_provider: OpenIdProvider, agent: User, settings: Any
) -> None:
    openid_provider.lets_in(agent.email)
    [app] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    app["settings"] = {"server_url": "http://127.0.0.1:9"}  # the discard port: nobody listens
    _browser, answer = sign_in(live_server)
    assert answer.status_code == 502 and REFUSED in answer.text
