"""The municipality's own sign-in (OpenID Connect): lets in who was invited, and opens no accounts."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth.middleware import get_user
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from accounts.models import User
from tests.factories.accounts import HouseClient

pytestmark = pytest.mark.django_db
PROVIDER = {
    "provider_id": "kommun",
    "name": "Exempelkommun",
    "client_id": "prov",
    "secret": "prov",
    "settings": {"server_url": "https://login.example.org"},
}


@pytest.fixture(autouse=True)
def provider(settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [PROVIDER]}}


def come_from_the_municipality(email: str, *, verified: bool) -> tuple[Any, HttpResponse]:
    """Return request and answer after the provider has told who somebody is."""
    request = RequestFactory().get("/konto/oidc/kommun/login/callback/")
    client = HouseClient()
    request.session = client.session
    request._messages = SessionStorage(request)  # type: ignore[attr-defined]
    request.user = get_user(request)
    account = SocialAccount(provider="kommun", uid=f"uid-{email}", extra_data={})
    address = EmailAddress(email=email, verified=verified, primary=True)
    login = SocialLogin(user=User(email=email), account=account, email_addresses=[address])
    login.state = {}
    with context.request_context(request):
        return request, complete_social_login(request, login)


def test_invited_person_comes_in(agent: User) -> None:
    request, answer = come_from_the_municipality(agent.email, verified=True)
    assert answer.status_code == 302
    assert request.user == agent
    assert SocialAccount.objects.get().user == agent


def test_address_that_the_provider_has_not_verified_opens_nothing(agent: User) -> None:
    request, _answer = come_from_the_municipality(agent.email, verified=False)
    assert not request.user.is_authenticated
    assert not SocialAccount.objects.exists()


def test_stranger_gets_no_account(db: None) -> None:
    request, answer = come_from_the_municipality("ny@example.org", verified=True)
    assert not request.user.is_authenticated
    assert not User.objects.filter(email="ny@example.org").exists()
    assert answer.status_code in (200, 302)


def test_inactive_person_stays_outside(agent: User) -> None:
    User.objects.filter(pk=agent.pk).update(is_active=False)
    request, _answer = come_from_the_municipality(agent.email, verified=True)
    assert not request.user.is_authenticated


def test_button_stands_on_the_sign_in_pages(client: HouseClient) -> None:
    for name in ("account_request_login_code", "account_login"):
        text = client.get(reverse(name)).content.decode()
        assert "Exempelkommun" in text and "/konto/oidc/kommun/login/" in text


def test_no_button_without_a_provider(client: HouseClient, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    assert "oidc" not in client.get(reverse("account_login")).content.decode()
