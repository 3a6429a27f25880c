"""Every way in, over the pages: code, password with app, recovery code; and every way that must stay shut."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts import roles
from accounts.models import AuditEntry, User
from tests.factories.accounts import PASSWORD, HouseClient, person

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def quiet(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cache.clear()


@pytest.fixture
def staff(db: None) -> User:
    user = person(roles.SAFETY_COORDINATOR, password=PASSWORD)
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


def app_code(offset: int = 0) -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + offset))


def ask_for_code(client: Client, email: str) -> Any:
    return client.post(reverse("account_request_login_code"), {"email": email})


def mailed_code() -> str:
    found = re.search(r": ([A-Z0-9-]{6,9})\n", mail.outbox[-1].body)
    assert found, mail.outbox[-1].body
    return found[1]


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


class TestCode:
    def test_agent_comes_in(self, client: HouseClient, agent: User) -> None:
        assert ask_for_code(client, agent.email.upper()).status_code == 302
        answer = client.post(reverse("account_confirm_login_code"), {"code": mailed_code()})
        assert answer.status_code == 302 and answer["Location"] == "/vidare/"
        assert signed_in_as(client) == str(agent.pk)
        assert AuditEntry.objects.filter(action="sign_in.done", actor=agent).exists()

    def test_mail_is_secret_and_runs_out(self, client: HouseClient, agent: User) -> None:
        ask_for_code(client, agent.email)
        headers = mail.outbox[0].extra_headers
        assert (headers["X-House-Secret"], headers["X-House-Expires"]) == ("1", "900")

    def test_mail_is_in_the_readers_language(self, client: HouseClient, agent: User) -> None:
        User.objects.filter(pk=agent.pk).update(language="en")
        ask_for_code(client, agent.email)
        assert "Your code to sign in is" in mail.outbox[0].body

    def test_wrong_code_ends_after_five_tries(self, client: HouseClient, agent: User) -> None:
        ask_for_code(client, agent.email)
        code = mailed_code()
        for _try in range(5):
            client.post(reverse("account_confirm_login_code"), {"code": "FEL-FEL"})
        client.post(reverse("account_confirm_login_code"), {"code": code})
        assert signed_in_as(client) is None
        assert AuditEntry.objects.filter(action="sign_in.code_failed").count() == 5

    def test_code_works_once_and_in_its_own_browser(self, client: HouseClient, agent: User) -> None:
        ask_for_code(client, agent.email)
        code, other = mailed_code(), HouseClient()
        ask_for_code(other, agent.email)
        other.post(reverse("account_confirm_login_code"), {"code": code})
        assert signed_in_as(other) is None

    def test_unknown_address_looks_the_same(self, client: HouseClient, agent: User) -> None:
        known, unknown = ask_for_code(client, agent.email), ask_for_code(HouseClient(), "ingen@example.org")
        assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
        assert "X-House-Secret" not in mail.outbox[-1].extra_headers

    def test_unknown_address_gets_the_same_page(self, agent: User) -> None:
        def page(email: str) -> str:
            client = HouseClient()
            ask_for_code(client, email)
            text = client.get(reverse("account_confirm_login_code")).content.decode()
            return re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", text.replace(email, "ADRESS"))

        assert page(agent.email) == page("ingen@example.org")

    def test_inactive_person_stays_outside(self, client: HouseClient, agent: User) -> None:
        User.objects.filter(pk=agent.pk).update(is_active=False)
        ask_for_code(client, agent.email)
        assert signed_in_as(client) is None

    def test_codes_are_limited_an_address(self, agent: User) -> None:
        for _try in range(6):
            ask_for_code(HouseClient(), agent.email)
        assert len(mail.outbox) == 3


class TestStaff:
    def password(self, client: Client, user: User, password: str = PASSWORD) -> Any:
        return client.post(reverse("account_login"), {"login": user.email, "password": password})

    def test_password_and_app(self, client: HouseClient, staff: User) -> None:
        assert self.password(client, staff)["Location"] == reverse("mfa_authenticate")
        assert signed_in_as(client) is None
        client.post(reverse("mfa_authenticate"), {"code": app_code()})
        assert signed_in_as(client) == str(staff.pk)
        assert client.get("/admin/").status_code == 200

    def test_password_and_recovery_code(self, client: HouseClient, staff: User) -> None:
        self.password(client, staff)
        codes = Authenticator.objects.get(user=staff, type="recovery_codes").wrap().get_unused_codes()
        client.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert client.get("/admin/").status_code == 200

    def test_app_code_works_once(self, client: HouseClient, staff: User) -> None:
        code = app_code()
        for browser in (client, HouseClient()):
            self.password(browser, staff)
            browser.post(reverse("mfa_authenticate"), {"code": code})
        assert signed_in_as(browser) is None

    def test_wrong_app_code_is_refused_and_audited(self, client: HouseClient, staff: User) -> None:
        self.password(client, staff)
        client.post(reverse("mfa_authenticate"), {"code": app_code(50)})
        assert signed_in_as(client) is None
        assert AuditEntry.objects.filter(action="sign_in.second_factor_failed").exists()

    def test_wrong_password_is_audited_without_address(self, client: HouseClient, staff: User) -> None:
        assert self.password(client, staff, "fel").status_code == 200
        entry = AuditEntry.objects.get(action="sign_in.failed")
        assert entry.actor is None and staff.email not in str(vars(entry))

    def test_passwords_are_limited(self, staff: User) -> None:
        for _try in range(6):
            self.password(HouseClient(), staff, "fel")
        client = HouseClient()
        self.password(client, staff)
        assert "_login" not in client.session.get("account_login", {}) and signed_in_as(client) is None
        assert client.get(reverse("mfa_authenticate")).status_code == 302

    def test_code_by_mail_and_app_still_need_the_password(self, client: HouseClient, staff: User) -> None:
        ask_for_code(client, staff.email)
        client.post(reverse("account_confirm_login_code"), {"code": mailed_code()})
        client.post(reverse("mfa_authenticate"), {"code": app_code()})
        assert signed_in_as(client) == str(staff.pk)
        assert client.get("/admin/")["Location"] == reverse("account_reauthenticate")
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        assert client.get("/admin/").status_code == 200

    @pytest.mark.parametrize("path", ["/admin/", "/samordning/", "/", "/konto/", "/admin/accounts/user/", "/vidare/"])
    def test_without_second_factor_nothing_opens(self, client: HouseClient, coordinator: User, path: str) -> None:
        coordinator.set_password(PASSWORD)
        coordinator.save()
        self.password(client, coordinator)
        assert signed_in_as(client) == str(coordinator.pk)
        for method in (client.get, client.post):
            answer = method(path)
            assert answer.status_code == 404 or answer["Location"] == reverse("mfa_index")

    @pytest.mark.django_db(transaction=True)
    def test_invited_staff_chooses_password_then_app(self, client: HouseClient, coordinator: User) -> None:
        ask_for_code(client, coordinator.email)
        client.post(reverse("account_confirm_login_code"), {"code": mailed_code()})
        assert client.get("/admin/")["Location"] == reverse("account_set_password")
        client.post(reverse("account_set_password"), {"password1": PASSWORD, "password2": PASSWORD})
        assert client.get("/admin/")["Location"] == reverse("mfa_index")
        page = client.get(reverse("mfa_activate_totp"))
        secret = page.context["form"].secret
        code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
        assert client.post(reverse("mfa_activate_totp"), {"code": code}).status_code == 302
        assert client.get("/admin/").status_code == 200
        stored = Authenticator.objects.get(user=coordinator, type="totp").data["secret"]
        assert secret not in stored

    def test_staff_keep_their_last_second_factor(self, client: HouseClient, staff: User) -> None:
        client.force_login(staff)
        client.post(reverse("mfa_deactivate_totp"))
        assert Authenticator.objects.filter(user=staff, type="totp").exists()

    def test_someone_made_staff_meanwhile_is_stopped(self, client: HouseClient, agent: User) -> None:
        client.force_login(agent, second_factor=False)
        User.objects.filter(pk=agent.pk).update(is_staff=True)
        assert client.get("/admin/")["Location"] == reverse("account_set_password")

    def test_another_persons_marks_do_not_count(self, client: HouseClient, staff: User, coordinator: User) -> None:
        client.force_login(staff)
        marks = client.session["account_authentication_methods"]
        client.force_login(coordinator, second_factor=False)
        session = client.session
        session["account_authentication_methods"] = marks
        session.save()
        assert client.get("/admin/").status_code == 302


class TestAdminDoor:
    def test_visitor_is_led_to_our_sign_in(self, client: HouseClient) -> None:
        answer = client.get("/admin/", follow=True)
        assert answer.redirect_chain[-1][0].startswith(reverse("account_request_login_code"))
        assert "next=/admin/" in answer.redirect_chain[-1][0]

    def test_no_form_of_its_own(self, client: HouseClient, coordinator: User) -> None:
        coordinator.set_password(PASSWORD)
        coordinator.save()
        client.post("/admin/login/", {"username": coordinator.email, "password": PASSWORD})
        assert signed_in_as(client) is None

    def test_agent_is_refused(self, client: HouseClient, agent: User) -> None:
        client.force_login(agent)
        assert client.get("/admin/", follow=True).status_code == 403

    def test_password_change_is_ours(self, client: HouseClient, coordinator: User) -> None:
        client.force_login(coordinator)
        assert client.get("/admin/password_change/")["Location"] == reverse("account_change_password")


class TestShut:
    @pytest.mark.parametrize("name", ["account_signup", "socialaccount_signup"])
    def test_nobody_signs_up(self, client: HouseClient, name: str) -> None:
        data = {"email": "ny@example.org", "password1": PASSWORD, "password2": PASSWORD}
        client.post(reverse(name), data)
        assert not User.objects.filter(email="ny@example.org").exists()

    def test_forgotten_password_does_not_tell_who_exists(self, client: HouseClient, staff: User) -> None:
        known = client.post(reverse("account_reset_password"), {"email": staff.email})
        unknown = client.post(reverse("account_reset_password"), {"email": "ingen@example.org"})
        assert known["Location"] == unknown["Location"]
        assert mail.outbox[0].extra_headers["X-House-Secret"] == "1"

    def test_sign_out_needs_a_press(self, client: HouseClient, agent: User) -> None:
        client.force_login(agent)
        assert client.get(reverse("account_logout")).status_code == 200
        assert signed_in_as(client)
        client.post(reverse("account_logout"))
        assert signed_in_as(client) is None

    def test_network_is_kept_as_a_hash(self, client: HouseClient, agent: User) -> None:
        ask_for_code(client, agent.email)
        client.post(reverse("account_confirm_login_code"), {"code": mailed_code()}, REMOTE_ADDR="192.0.2.7")
        entry = AuditEntry.objects.get(action="sign_in.done")
        assert len(entry.network_hash) == 32 and "192.0.2.7" not in str(vars(entry))
        assert entry.request_id
