"""Example people: one for each role, all invented, with how each signs in. Never outside DEBUG.

Staff have a password and an authenticator secret that this file makes from their address, so that the
current code can be printed; everybody else signs in by a code that is read at /_post/.
"""

from __future__ import annotations

import base64
import hashlib
import random
import time
from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ImproperlyConfigured

from accounts import roles, services
from accounts.models import User

PASSWORD = "Exempel-trygg-2026"  # noqa: S105  (the example people's, refused outside DEBUG)
TOTP_PERIOD = 30


@dataclass(frozen=True)
class DemoPerson:
    """An invented person with one role."""

    email: str
    full_name: str
    role: str
    phone: str

    @property
    def signs_in_with_password(self) -> bool:
        """Whether the role is staff's."""
        return roles.by_key(self.role).is_staff

    @property
    def totp_secret(self) -> str:
        """The authenticator secret in base32, the same at every seeding."""
        digest = hashlib.sha256(f"example person:{self.email}".encode()).digest()
        return base64.b32encode(digest[:20]).decode()

    def current_code(self) -> str:
        """Return the code that an authenticator app would show now."""
        return str(format_hotp_value(hotp_value(self.totp_secret, int(time.time()) // TOTP_PERIOD)))


PEOPLE = (
    DemoPerson("samordnare@example.com", "Saga Exempelsson", roles.SAFETY_COORDINATOR, "08-000 00 01"),
    DemoPerson("sakerhet@example.com", "Sixten Låtsasberg", roles.SECURITY_COORDINATOR, "08-000 00 02"),
    DemoPerson("chef@example.com", "Cecilia Hittepåström", roles.CHIEF_OF_SECURITY, "08-000 00 03"),
    DemoPerson("granskare@example.com", "Gunvor Påhittsdotter", roles.INFORMATION_SECURITY_COORDINATOR, "08-000 00 04"),
    DemoPerson("arkiv@example.com", "Arvid Påhittsgren", roles.RECORDS_OFFICER, "08-000 00 07"),
    DemoPerson("polis@example.com", "Pontus Exempelqvist", roles.POLICE, "08-000 00 05"),
    DemoPerson("bra@example.com", "Britta Låtsaslund", roles.LOCAL_BRA, "08-000 00 06"),
    DemoPerson("huvudombud@example.com", "Hilma Provgren", roles.HEAD_CONTACT_AGENT, "070-000 90 01"),
    DemoPerson("ombud@example.com", "Olle Exempelby", roles.CONTACT_AGENT, "070-000 90 02"),
    DemoPerson("ledare@example.com", "Lennart Hittepåman", roles.GRANNSTOD_LEADER, "070-000 90 03"),
    DemoPerson("volontar@example.com", "Valdis Låtsasvik", roles.GRANNSTOD_VOLUNTEER, "070-000 90 04"),
)


def seed(_rng: random.Random) -> None:
    """Make the people who are not there yet. Refuses outside DEBUG (ImproperlyConfigured)."""
    if not settings.DEBUG:
        raise ImproperlyConfigured("example people have known passwords: they are made with DEBUG=1 only")
    services.make_groups()
    known = set(User.objects.filter(email__in=[one.email for one in PEOPLE]).values_list("email", flat=True))
    password = make_password(PASSWORD)  # once: hashing is slow by design
    for one in PEOPLE:
        if one.email not in known:
            _make(one, password)


def _make(one: DemoPerson, password: str) -> None:
    user = services.create_person(email=one.email, full_name=one.full_name, phone=one.phone)
    if one.signs_in_with_password:
        user.password = password
        user.save(update_fields=["password"])
        TOTP.activate(user, one.totp_secret)
    services.give_role(by=None, user=user, role=one.role)
