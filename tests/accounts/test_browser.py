"""The pages in real Chromium: axe on every one, and a passkey that is added and signs in."""

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

from accounts import roles, services
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


FOR_VISITORS = [
    "account_request_login_code",
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_signup",
    "account_inactive",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
]
FOR_STAFF = [
    "accounts:own",
    "mfa_index",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_deactivate_totp",
    "account_change_password",
    "account_reauthenticate",
    "account_email",
    "account_logout",
    "socialaccount_connections",
]
Check = Callable[[Page], None]


def test_pages_for_visitors(page: Page, assert_accessible: Check, transactional_db: None) -> None:
    for name in FOR_VISITORS:
        page.goto(reverse(name))
        assert_accessible(page)
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page.locator(".errors")).to_be_visible()
    assert_accessible(page)


def test_pages_for_staff(page: Page, signed_in: Any, staff: User, assert_accessible: Check) -> None:
    signed_in(page, staff)
    for name in FOR_STAFF:
        answer = page.goto(reverse(name))
        assert answer is not None and answer.ok, name
        assert_accessible(page)


def test_narrow_and_dark(new_page: Callable[..., Page], assert_accessible: Check, transactional_db: None) -> None:
    page = new_page(viewport={"width": 320, "height": 640}, color_scheme="dark")
    for name in ("account_request_login_code", "account_login"):
        page.goto(reverse(name))
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert_accessible(page)


def test_links_in_mail(page: Page, coordinator: User, assert_accessible: Check) -> None:
    services.invite(by=coordinator, email="ny@example.org", full_name="Ny", role=roles.CONTACT_AGENT, place="Gården")
    services.open_partner_access(by=coordinator, email="p@example.org", organisation="Hus", purpose="prov:1", days=2)
    links = [found[0] for message in mail.outbox if (found := re.search(r"/konto/\S+/", message.body))]
    assert len(links) == 2
    for address in (*links, "/konto/inbjudan/forged/", "/konto/partner/forged/"):
        page.goto(address)
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


def test_app_page(page: Page, signed_in: Any, coordinator: User, assert_accessible: Check) -> None:
    signed_in(page, coordinator)
    page.goto(reverse("mfa_activate_totp"))
    expect(page.get_by_role("img")).to_be_visible()
    assert_accessible(page)


def test_steps_of_signing_in(page: Page, staff: User, agent: User, assert_accessible: Check) -> None:
    page.goto(reverse("account_request_login_code"))
    page.get_by_label("E-post").fill(agent.email)
    page.get_by_role("button", name="Skicka en kod till mig").click()
    assert_accessible(page)
    page.get_by_label("Kod").fill("FEL-KOD")
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page.locator(".errors")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Börja om").click()
    page.goto(reverse("account_login"))
    page.get_by_label("E-post").fill(staff.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page.get_by_role("heading", name="Andra steget")).to_be_visible()
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
