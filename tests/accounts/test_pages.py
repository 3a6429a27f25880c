"""Invitation, partner link and own account over their pages, for everyone who may come by."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import roles, services
from accounts.models import AuditEntry, Invitation, PartnerAccess, User
from accounts.slots import PARTNER_PAGES, PartnerPage
from common import clock
from tests.factories.accounts import HouseClient, person

pytestmark = pytest.mark.django_db
NAUGHTY = [
    "<script>alert(1)</script>",
    "'; DROP TABLE accounts_user; --",
    "{{ 7*7 }}",
    "İ\u202eabc\u0301",
    "=1+1",
    "😀" * 30,
]
WRONG_METHODS = ("put", "patch", "delete")


@pytest.fixture(autouse=True)
def quiet(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cache.clear()


def link(index: int = -1) -> str:
    found = re.search(r"(/konto/\w+/[^/\s]+/)", mail.outbox[index].body)
    assert found
    return found[1]


@pytest.fixture
def invitation_link(coordinator: User) -> str:
    services.invite(by=coordinator, email="ny@example.org", full_name="Ny Person", role=roles.CONTACT_AGENT)
    return link()


@pytest.fixture
def partner(coordinator: User) -> tuple[str, str]:
    services.open_partner_access(
        by=coordinator, email="p@example.org", organisation="Exempelhus", purpose="prov:lov:12", days=30
    )
    code = re.search(r"(\d{4}) (\d{4})", mail.outbox[-1].body)
    assert code
    return link(-2), code[1] + code[2]


def hidden(answer: Any) -> bool:
    return "no-store" in answer["Cache-Control"] and answer["Referrer-Policy"] == "strict-origin"


class TestInvitationPage:
    form = {"full_name": "Ny Person", "phone": "070-123 45 67", "language": "sv"}

    def test_a_scanner_that_follows_links_accepts_nothing(self, client: HouseClient, invitation_link: str) -> None:
        for _visit in range(3):
            answer = client.get(invitation_link)
            assert answer.status_code == 200 and hidden(answer)
        client.head(invitation_link)
        assert not User.objects.filter(email="ny@example.org").exists()

    def test_the_button_accepts_and_signs_in(self, client: HouseClient, invitation_link: str) -> None:
        assert client.post(invitation_link, self.form).status_code == 302
        user = User.objects.get(email="ny@example.org")
        assert client.session["_auth_user_id"] == str(user.pk)
        assert user.phone == "070-123 45 67"

    def test_used_forged_and_withdrawn_links_look_the_same(self, client: HouseClient, invitation_link: str) -> None:
        client.post(invitation_link, self.form)
        used, forged = HouseClient().get(invitation_link), HouseClient().get("/konto/inbjudan/forged/")
        assert used.status_code == forged.status_code == 404
        assert hidden(forged)
        assert HouseClient().post(invitation_link, self.form).status_code == 404

    @pytest.mark.parametrize("method", WRONG_METHODS)
    def test_wrong_method(self, client: HouseClient, invitation_link: str, method: str) -> None:
        assert getattr(client, method)(invitation_link).status_code == 405

    @pytest.mark.parametrize("name", NAUGHTY)
    def test_naughty_names_are_kept_as_text(self, client: HouseClient, invitation_link: str, name: str) -> None:
        client.post(invitation_link, self.form | {"full_name": name})
        assert User.objects.get(email="ny@example.org").full_name == name
        assert "<script>alert" not in client.get("/konto/").content.decode()

    @pytest.mark.parametrize(
        "wrong", [{"full_name": ""}, {"full_name": "x" * 121}, {"phone": "ring mig"}, {"language": "xx"}]
    )
    def test_wrong_answers_save_nothing(self, client: HouseClient, invitation_link: str, wrong: dict[str, str]) -> None:
        answer = client.post(invitation_link, self.form | wrong)
        assert answer.status_code == 422 and 'class="errors"' in answer.content.decode()
        assert not User.objects.filter(email="ny@example.org").exists()

    def test_null_byte_is_refused(self, client: HouseClient, invitation_link: str) -> None:
        assert client.post(invitation_link, self.form | {"full_name": "a\x00b"}).status_code == 422


class TestPartnerPage:
    @pytest.fixture(autouse=True)
    def page(self) -> Any:
        PARTNER_PAGES.fill("prov:lov", BREAKS)

    def test_code_opens_the_purpose_and_nothing_else(self, client: HouseClient, partner: tuple[str, str]) -> None:
        address, code = partner
        assert hidden(client.get(address))
        assert client.post(address, {"code": code})["Location"] == "/kalender/12"
        request = client.get(address).wsgi_request
        assert services.partner_access_of(request, purpose="prov:lov:12") is not None
        assert services.partner_access_of(request, purpose="prov:lov:13") is None
        assert "_auth_user_id" not in client.session

    def test_withdrawal_ends_it_for_who_is_inside(
        self, client: HouseClient, partner: tuple[str, str], coordinator: User
    ) -> None:
        address, code = partner
        client.post(address, {"code": code})
        request = client.get(address).wsgi_request
        services.revoke_partner_access(by=coordinator, access=PartnerAccess.objects.get())
        assert services.partner_access_of(request, purpose="prov:lov:12") is None
        assert client.get(address).status_code == 404

    def test_too_many_tries(self, client: HouseClient, partner: tuple[str, str]) -> None:
        address, code = partner
        wrong = f"{(int(code) + 1) % 10**8:08d}"
        for _try in range(5):
            assert client.post(address, {"code": wrong}).status_code == 422
        assert client.post(address, {"code": code}).status_code == 422

    def test_forged(self, client: HouseClient) -> None:
        assert client.get("/konto/partner/forged/").status_code == 404

    @pytest.mark.parametrize("method", WRONG_METHODS)
    def test_wrong_method(self, client: HouseClient, partner: tuple[str, str], method: str) -> None:
        assert getattr(client, method)(partner[0]).status_code == 405


def _to_kalender(access: PartnerAccess) -> str:
    return f"/kalender/{access.purpose.rpartition(':')[2]}"


BREAKS = PartnerPage("Prov lov", _to_kalender, lambda _by: [("prov:lov:12", "Provlovet")])


class TestPartnersOnTheDesk:
    data: ClassVar = {"email": "p@example.org", "organisation": "Exempelhus", "purpose": "prov:lov:12", "days": "30"}
    address = "/konto/partneratkomst/"

    @pytest.fixture(autouse=True)
    def page(self) -> Any:
        PARTNER_PAGES.fill("prov:lov", BREAKS)

    def test_opened_by_choice_listed_and_withdrawn(self, client: HouseClient, coordinator: User) -> None:
        client.force_login(coordinator)
        assert "Provlovet" in client.get(self.address).content.decode()
        assert client.post(self.address, self.data | {"purpose": "prov:lov:13"}).status_code == 422
        assert client.post(self.address, self.data).status_code == 302
        access = PartnerAccess.objects.get()
        assert access.opened_by == coordinator and len(mail.outbox) == 2
        shown = client.get(self.address).content.decode()
        withdraw = f"{self.address}{access.pk}/dra-tillbaka/"
        assert "Exempelhus" in shown and shown.count("Provlovet") == 2 and withdraw in shown
        assert client.post(withdraw).status_code == 302
        access.refresh_from_db()
        assert not access.is_open and withdraw not in client.get(self.address).content.decode()
        actions = set(AuditEntry.objects.filter(actor=coordinator).values_list("action", flat=True))
        assert {"partner.opened", "partner.list_read", "partner.revoked"} <= actions

    def test_reader_of_the_trail_sees_and_changes_nothing(self, client: HouseClient, coordinator: User) -> None:
        access = services.open_partner_access(
            by=coordinator, email="p@example.org", organisation="Hus", purpose="okänd:1", days=2
        )
        client.force_login(person(roles.INFORMATION_SECURITY_COORDINATOR))
        shown = client.get(self.address)
        assert "okänd:1" in shown.content.decode() and shown.context["form"] is None
        assert client.post(self.address, self.data).status_code == 404
        assert client.post(f"{self.address}{access.pk}/dra-tillbaka/").status_code == 404
        assert PartnerAccess.objects.open().count() == 1

    def test_same_number_of_queries_for_one_and_fifty(self, client: HouseClient, coordinator: User) -> None:
        client.force_login(coordinator)
        client.get(self.address)
        counts = []
        for rows in (1, 49):
            for number in range(rows):
                codes = {"link_hash": f"l{rows}-{number}", "code_hash": "x", "purpose": "prov:lov:12"}
                PartnerAccess.objects.create(**codes, opened_by=coordinator, expires_at=clock.now() + timedelta(days=1))
            with CaptureQueriesContext(connection) as queries:
                client.get(self.address)
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestOwnAccount:
    @pytest.mark.parametrize("name", ["own", "own_data", "erase_own"])
    def test_visitor_is_led_to_sign_in(self, client: HouseClient, name: str) -> None:
        answer = client.get(reverse(f"accounts:{name}"))
        assert answer.status_code == 302 and reverse("account_request_login_code") in answer["Location"]

    def test_changes_are_saved_for_oneself(self, client: HouseClient, agent: User, other_agent: User) -> None:
        client.force_login(agent)
        client.post("/konto/", {"full_name": "Nytt Namn", "phone": "", "language": "en"})
        agent.refresh_from_db(), other_agent.refresh_from_db()
        assert (agent.full_name, agent.language) == ("Nytt Namn", "en")
        assert other_agent.full_name != "Nytt Namn"

    def test_email_and_rights_can_not_be_changed_there(self, client: HouseClient, agent: User) -> None:
        client.force_login(agent)
        data = {"full_name": "A", "language": "sv", "is_staff": "on", "is_superuser": "on", "email": "x@example.org"}
        client.post("/konto/", data)
        fresh = User.objects.get(pk=agent.pk)
        assert not fresh.is_staff and not fresh.is_superuser and fresh.email == agent.email

    def test_own_data_is_handed_over_and_audited(self, client: HouseClient, agent: User, other_agent: User) -> None:
        client.force_login(agent)
        answer = client.get(reverse("accounts:own_data"))
        held = json.loads(answer.content)
        assert held["accounts"][0]["email"] == agent.email
        assert other_agent.email not in answer.content.decode()
        assert AuditEntry.objects.filter(action="person.exported", actor=agent).exists()

    def test_erasing_oneself(self, client: HouseClient, agent: User) -> None:
        client.force_login(agent)
        assert client.post(reverse("accounts:erase_own"), {}).status_code == 422
        assert client.post(reverse("accounts:erase_own"), {"sure": "on"}).status_code == 302
        assert not User.objects.get(pk=agent.pk).is_active
        assert client.get("/konto/").status_code == 302

    def test_staff_do_not_erase_themselves(self, client: HouseClient, coordinator: User) -> None:
        client.force_login(coordinator)
        assert client.post(reverse("accounts:erase_own"), {"sure": "on"}).status_code == 403

    def test_get_erases_nothing(self, client: HouseClient, agent: User) -> None:
        client.force_login(agent)
        assert client.get(reverse("accounts:erase_own")).status_code == 405


class TestAdmin:
    def test_inviting_mails_and_shows(self, client: HouseClient, coordinator: User) -> None:
        client.force_login(coordinator)
        data = {"email": "ny@example.org", "full_name": "Ny", "role": roles.CONTACT_AGENT, "place": "Exempelgården"}
        assert client.post("/admin/accounts/invitation/add/", data).status_code == 302
        assert Invitation.objects.get().invited_by == coordinator
        assert "Exempelgården" in mail.outbox[0].body
        assert "ny@example.org" in client.get("/admin/accounts/invitation/").content.decode()

    def test_inviting_above_oneself_is_refused_in_words(self, client: HouseClient, coordinator: User) -> None:
        client.force_login(coordinator)
        data = {"email": "ny@example.org", "role": roles.INFORMATION_SECURITY_COORDINATOR}
        assert client.post("/admin/accounts/invitation/add/", data).status_code == 200
        assert not Invitation.objects.exists()

    def test_withdrawing(self, client: HouseClient, coordinator: User, invitation_link: str) -> None:
        client.force_login(coordinator)
        data = {"action": "withdraw", "_selected_action": [Invitation.objects.get().pk]}
        client.post("/admin/accounts/invitation/", data)
        assert client.get(invitation_link).status_code == 404

    def test_roles_are_ticked_and_audited(self, client: HouseClient, coordinator: User, agent: User) -> None:
        client.force_login(coordinator)
        data = {"full_name": "Prov", "language": "sv", "is_active": "on", "roles": [roles.POLICE]}
        address = f"/admin/accounts/user/{agent.pk}/change/"
        assert "Prov Kontaktombud" in client.get(address).content.decode()
        assert client.post(address, data).status_code == 302
        assert [group.name for group in agent.groups.all()] == [roles.POLICE]
        actions = set(AuditEntry.objects.filter(actor=coordinator).values_list("action", flat=True))
        assert {"role.given.police", "role.taken.contact_agent"} <= actions

    def test_opening_for_a_partner(self, client: HouseClient, coordinator: User) -> None:
        PARTNER_PAGES.fill("prov:lov", BREAKS)
        client.force_login(coordinator)
        data = {"email": "p@example.org", "organisation": "Exempelhus", "purpose": "prov:lov:12", "days": "30"}
        assert client.post("/admin/accounts/partneraccess/add/", data).status_code == 302
        assert PartnerAccess.objects.get().opened_by == coordinator
        assert len(mail.outbox) == 2

    def test_audit_is_read_by_its_reader_and_nobody_changes_it(self, client: HouseClient, coordinator: User) -> None:
        entry = services.audit(actor=coordinator, action="test.done")
        client.force_login(coordinator)
        assert client.get("/admin/accounts/auditentry/").status_code == 403
        client.force_login(person(roles.INFORMATION_SECURITY_COORDINATOR))
        assert "test.done" in client.get("/admin/accounts/auditentry/").content.decode()
        for path in ("add/", f"{entry.pk}/delete/"):
            assert client.get(f"/admin/accounts/auditentry/{path}").status_code == 403
        assert client.post(f"/admin/accounts/auditentry/{entry.pk}/change/", {"action": "x"}).status_code == 403

    def test_same_number_of_queries_for_one_person_and_fifty(self, client: HouseClient, coordinator: User) -> None:
        client.force_login(coordinator)
        client.get("/admin/accounts/user/")
        with CaptureQueriesContext(
            connection,
        ) as few:
            client.get("/admin/accounts/user/")
        for _number in range(50):
            person(roles.CONTACT_AGENT)
        with CaptureQueriesContext(connection) as many:
            client.get("/admin/accounts/user/")
        assert len(many) == len(few)
