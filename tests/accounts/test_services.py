"""Invitations, roles, partner access and the audit trail, below the pages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from accounts import roles, services
from accounts.models import AuditEntry, Invitation, PartnerAccess, User
from accounts.querysets import NeverEditedError
from common import clock, personal_data
from tests.factories.accounts import person
from tests.factories.neighbourhoods import make_agent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outbox(settings: object) -> None:
    """Read mail from memory: what the ledger does with it is the post room's to test."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]


def token_of(address: str, index: int = -1) -> str:
    body = [message.body for message in mail.outbox if address in message.to][index]
    return re.search(r"/konto/(?:inbjudan|partner)/([^/\s]+)/", body)[1]  # type: ignore[index]


def invited(by: User, email: str = "ny@example.org", role: str = roles.CONTACT_AGENT) -> str:
    services.invite(by=by, email=email, full_name="Ny Person", role=role, place="Exempelgården")
    return token_of(email)


class TestInvitation:
    def test_opens_an_account_with_the_role(self, coordinator: User) -> None:
        user = services.accept_invitation(token=invited(coordinator), full_name="Ny Person", phone="070-1234567")
        assert user.role_titles() == ["Kontaktombud"] or user.role_titles() == ["Contact agent"]
        assert user.has_perm("neighbourhoods.use_portal")
        assert not user.is_staff and not user.has_usable_password()

    def test_mail_is_marked_secret_and_expires(self, coordinator: User) -> None:
        invited(coordinator)
        headers = mail.outbox[0].extra_headers
        assert headers["X-House-Secret"] == "1"
        assert 0 < int(headers["X-House-Expires"]) <= 14 * 86_400

    def test_link_works_once(self, coordinator: User) -> None:
        token = invited(coordinator)
        services.accept_invitation(token=token, full_name="Ny Person")
        with pytest.raises(ValidationError) as refused:
            services.accept_invitation(token=token, full_name="Ny Person")
        assert refused.value.code == "invitation_over"
        assert User.objects.filter(email="ny@example.org").count() == 1

    def test_link_runs_out(self, coordinator: User) -> None:
        token = invited(coordinator)
        with clock.at(clock.now() + timedelta(days=14, seconds=1)):
            assert services.invitation_by_token(token) is None
            with pytest.raises(ValidationError):
                services.accept_invitation(token=token, full_name="Ny Person")

    def test_forged_link_opens_nothing(self, coordinator: User) -> None:
        invited(coordinator)
        with pytest.raises(ValidationError):
            services.accept_invitation(token="påhittad", full_name="Ny Person")

    def test_withdrawn_link_opens_nothing(self, coordinator: User) -> None:
        token = invited(coordinator)
        services.revoke_invitation(by=coordinator, invitation=Invitation.objects.get())
        assert services.invitation_by_token(token) is None

    def test_a_new_one_ends_the_old(self, coordinator: User) -> None:
        first, second = invited(coordinator), invited(coordinator)
        assert services.invitation_by_token(first) is None
        assert services.invitation_by_token(second) is not None

    def test_token_is_not_stored(self, coordinator: User) -> None:
        token = invited(coordinator)
        assert token not in str(Invitation.objects.values().get())

    def test_someone_with_an_account_is_not_invited(self, coordinator: User, agent: User) -> None:
        with pytest.raises(ValidationError) as refused:
            services.invite(by=coordinator, email=agent.email.upper(), full_name="", role=roles.POLICE)
        assert refused.value.code == "already_a_person"

    @pytest.mark.parametrize("role", [role.key for role in roles.ROLES])
    def test_an_agent_invites_nobody(self, agent: User, role: str) -> None:
        with pytest.raises(PermissionDenied):
            services.invite(by=agent, email="ny@example.org", full_name="", role=role)


class TestRoles:
    def test_nobody_gives_more_than_they_hold(self, coordinator: User) -> None:
        chief = person(roles.CHIEF_OF_SECURITY)
        assert services.may_give(chief, roles.CONTACT_AGENT)
        assert not services.may_give(chief, roles.SAFETY_COORDINATOR)
        assert not services.may_give(coordinator, roles.INFORMATION_SECURITY_COORDINATOR)
        assert services.may_give(coordinator, roles.SAFETY_COORDINATOR)

    def test_staff_comes_and_goes_with_the_role(self, coordinator: User, agent: User) -> None:
        services.give_role(by=coordinator, user=agent, role=roles.SECURITY_COORDINATOR)
        agent.refresh_from_db()
        assert agent.is_staff
        services.take_role(by=coordinator, user=agent, role=roles.SECURITY_COORDINATOR)
        agent.refresh_from_db()
        assert not agent.is_staff

    def test_changes_are_audited(self, coordinator: User, agent: User) -> None:
        services.give_role(by=coordinator, user=agent, role=roles.POLICE)
        entry = AuditEntry.objects.filter(actor=coordinator).first()
        assert entry is not None
        assert (entry.action, entry.object_id) == ("role.given.police", str(agent.pk))

    def test_a_permission_nobody_declares_fails_loudly(self, monkeypatch: pytest.MonkeyPatch) -> None:
        wrong = roles.Role("prov", "Prov", False, ("incidents.triage_reprot",))
        monkeypatch.setattr("accounts.services.roles.ROLES", (wrong,))
        with pytest.raises(ImproperlyConfigured, match="triage_reprot"):
            services.make_groups()

    def test_groups_are_made_twice_without_change(self) -> None:
        assert services.make_groups() == services.make_groups() == len(roles.ROLES)


class TestPartner:
    def opened(self, by: User, **changes: object) -> tuple[PartnerAccess, str, str]:
        given = {"email": "p@example.org", "organisation": "Exempelhus", "purpose": "calendar:break:12", "days": 30}
        access = services.open_partner_access(by=by, **(given | changes))  # type: ignore[arg-type]
        code = re.search(r"(\d{4}) (\d{4})", mail.outbox[-1].body)
        assert code
        return access, token_of("p@example.org", -2), code[1] + code[2]

    def test_link_and_code_travel_apart_and_open(self, coordinator: User) -> None:
        access, token, code = self.opened(coordinator)
        assert code not in mail.outbox[-2].body.replace(" ", "") and token not in mail.outbox[-1].body
        entered = services.enter_partner_access(token=token, code=f" {code[:4]} {code[4:]} ")
        assert entered == access

    def test_wrong_code_is_counted_and_locks(self, coordinator: User) -> None:
        access, token, code = self.opened(coordinator)
        wrong = f"{(int(code) + 1) % 10**8:08d}"
        for _try in range(5):
            with pytest.raises(ValidationError) as refused:
                services.enter_partner_access(token=token, code=wrong)
            assert refused.value.code == "wrong_code"
        with pytest.raises(ValidationError) as refused:
            services.enter_partner_access(token=token, code=code)
        assert refused.value.code == "too_many_attempts"
        access.refresh_from_db()
        assert access.attempts == 5

    def test_right_code_clears_the_count(self, coordinator: User) -> None:
        access, token, code = self.opened(coordinator)
        with pytest.raises(ValidationError):
            services.enter_partner_access(token=token, code="1")
        services.enter_partner_access(token=token, code=code)
        access.refresh_from_db()
        assert access.attempts == 0 and access.last_used_at is not None

    def test_forged_expired_and_revoked(self, coordinator: User) -> None:
        access, token, code = self.opened(coordinator, days=1)
        with pytest.raises(ValidationError):
            services.enter_partner_access(token="påhittad", code=code)
        with clock.at(clock.now() + timedelta(days=1, seconds=1)), pytest.raises(ValidationError) as refused:
            services.enter_partner_access(token=token, code=code)
        assert refused.value.code == "access_over"
        services.revoke_partner_access(by=coordinator, access=access)
        with pytest.raises(ValidationError):
            services.enter_partner_access(token=token, code=code)

    def test_a_code_fits_its_own_link_only(self, coordinator: User) -> None:
        _first, token, _code = self.opened(coordinator)
        _second, _token, other_code = self.opened(coordinator)
        with pytest.raises(ValidationError):
            services.enter_partner_access(token=token, code=other_code)

    @pytest.mark.parametrize("days", [0, -1, 367])
    def test_days_have_bounds(self, coordinator: User, days: int) -> None:
        with pytest.raises(ValidationError):
            self.opened(coordinator, days=days)

    def test_an_agent_opens_nothing(self, agent: User) -> None:
        with pytest.raises(PermissionDenied):
            self.opened(agent)


class TestAudit:
    def test_is_only_added_to(self, agent: User) -> None:
        entry = services.audit(actor=agent, action="test.done")
        entry.action = "test.undone"
        for change in (entry.save, entry.delete, AuditEntry.objects.all().delete):
            with pytest.raises(NeverEditedError):
                change()
        with pytest.raises(NeverEditedError):
            AuditEntry.objects.update(action="x")

    @pytest.mark.parametrize(
        "statement", ["UPDATE accounts_auditentry SET action = 'x'", "DELETE FROM accounts_auditentry"]
    )
    def test_the_database_refuses_too(self, agent: User, statement: str) -> None:
        services.audit(actor=agent, action="test.done")
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    def test_is_taken_back_with_what_it_tells_of(self, agent: User) -> None:
        before = AuditEntry.objects.count()
        with pytest.raises(RuntimeError), transaction.atomic():
            services.audit(actor=agent, action="test.done")
            raise RuntimeError
        assert AuditEntry.objects.count() == before


class TestPrivacy:
    def test_erased_person_is_gone_and_the_trail_stands(self, coordinator: User, agent: User) -> None:
        services.audit(actor=agent, action="test.done")
        email, count = agent.email, AuditEntry.objects.count()
        assert services.erase_person(email) >= 1
        agent.refresh_from_db()
        assert not agent.is_active and agent.full_name == "" and email not in agent.email
        assert AuditEntry.objects.count() > count
        assert services.export_person(email) == []

    def test_tidy_keeps_what_is_within_its_time(self, coordinator: User) -> None:
        invited(coordinator)
        assert services.tidy()["invitations"] == 0
        with clock.at(clock.now() + timedelta(days=45)):
            assert services.tidy()["invitations"] == 1

    def test_rooms_above_are_erased_before_the_account(self, agent: User) -> None:
        make_agent(user=agent)
        changed = personal_data.erase(agent.email)
        assert changed["neighbourhoods"] == 1
        assert list(changed)[-1] == "accounts"
