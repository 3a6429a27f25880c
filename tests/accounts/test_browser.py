"""Signing in, in real Chromium: by code, by password, by a passkey that is added first. All pages: see the sweep."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts import roles
from accounts.models import User
from tests.factories.accounts import PASSWORD, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def quiet(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    cache.clear()


@pytest.fixture
def staff(transactional_db: None) -> User:
    user = person(roles.SAFETY_COORDINATOR, password=PASSWORD)
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)
    return user


Check = Callable[[Page], None]


def test_a_refused_sign_in(page: Page, assert_accessible: Check, transactional_db: None) -> None:
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page.locator(".errors")).to_be_visible()
    assert_accessible(page)


def test_narrow_and_dark(new_page: Callable[..., Page], assert_accessible: Check, transactional_db: None) -> None:
    page = new_page(viewport={"width": 320, "height": 640}, color_scheme="dark")
    for name in ("account_request_login_code", "account_login"):
        page.goto(reverse(name))
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert_accessible(page)


def test_agent_signs_in_by_code_without_script(
    new_page: Callable[..., Page], agent: User, assert_accessible: Check
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(reverse("account_request_login_code"))
    page.get_by_label("E-post").fill(agent.email)
    page.get_by_role("button", name="Skicka en kod till mig").click()
    code = re.search(r": ([A-Z0-9-]{6,9})\n", mail.outbox[-1].body)
    assert code
    page.get_by_label("Kod").fill(code[1])
    page.get_by_role("button", name="Logga in", exact=True).click()
    page.goto("/konto/")
    expect(page.get_by_role("heading", name="Mitt konto", exact=True)).to_be_visible()


def test_new_staff_adds_a_passkey_and_signs_in_with_it(
    new_page: Callable[..., Page], live_server: Any, coordinator: User, assert_accessible: Check
) -> None:
    coordinator.set_password(PASSWORD)
    coordinator.save()
    page = new_page(base_url=live_server.url.replace("127.0.0.1", "localhost"))
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    page.goto("/admin/")
    page.get_by_role("link", name="Logga in med lösenord eller nyckel").click()
    page.get_by_label("E-post").fill(coordinator.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page.get_by_role("heading", name="Andra steget")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Lägg till en nyckel").click()
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("heading", name="Lägg till en nyckel")).to_be_visible()
    assert_accessible(page)
    page.locator("#id_passwordless").check()
    page.get_by_role("button", name="Lägg till nyckeln").click()
    page.wait_for_url(re.compile(r"/konto/tva-steg/(reservkoder/|nycklar/)?$"))
    expect(page.get_by_role("main")).to_be_visible()
    assert Authenticator.objects.filter(user=coordinator, type="webauthn").exists()
    page.goto("/admin/")
    expect(page).to_have_url(re.compile(r"/admin/$"))

    page.context.clear_cookies()
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Använd en nyckel").click()
    page.wait_for_url(re.compile(r"/(vidare|samordning)/$"))
    page.goto("/admin/")
    expect(page).to_have_url(re.compile(r"/admin/$"))
    asked_again = page.goto(reverse("mfa_reauthenticate_webauthn"))
    assert asked_again is not None and asked_again.ok
    expect(page.get_by_role("main").get_by_role("button").first).to_be_visible()
    assert_accessible(page)


def test_app_page(page: Page, signed_in: Any, coordinator: User, assert_accessible: Check) -> None:
    signed_in(page, coordinator)
    page.goto(reverse("mfa_activate_totp"))
    expect(page.get_by_role("img")).to_be_visible()
    assert_accessible(page)


def test_choosing_passwords(page: Page, signed_in: Any, agent: User, staff: User, assert_accessible: Check) -> None:
    page.goto(reverse("account_reset_password"))
    page.get_by_label("E-post").fill(staff.email)
    page.get_by_role("main").get_by_role("button").first.click()
    assert_accessible(page)
    address = re.search(r"/konto/losenord/nytt/\S+/", mail.outbox[-1].body)
    assert address
    page.goto(address[0])
    assert_accessible(page)
    page.goto("/konto/losenord/nytt/1-forged/")
    assert_accessible(page)
    signed_in(page, agent)
    page.goto(reverse("account_set_password"))
    assert_accessible(page)
