"""People with a role, and ways to sign them in."""

from __future__ import annotations

import time
from itertools import count

from django.contrib.auth.models import Group
from django.contrib.sessions.backends.base import SessionBase
from django.test import Client

from accounts import roles, services
from accounts.models import User

PASSWORD = "en lång mening som prov"
_numbers = count(1)


def person(*role_keys: str, email: str = "", full_name: str = "", password: str | None = None) -> User:
    """Return a person with roles, whose groups hold the table's permissions."""
    number = next(_numbers)
    if not Group.objects.filter(name=roles.CONTACT_AGENT, permissions__isnull=False).exists():
        services.make_groups()
    user = services.create_person(
        email=email or f"person{number}@example.org", full_name=full_name or f"Prov Person {number}"
    )
    for role in role_keys:
        services.give_role(by=None, user=user, role=role)
    if password is not None:
        user.set_password(password)
        user.save()
    user.refresh_from_db()
    return user


def highest() -> User:
    """Return a superuser, who sees all of the admin."""
    user = person(full_name="Prov Högst")
    user.is_superuser = user.is_staff = True
    user.save()
    return user


def complete_session(session: SessionBase, user: User) -> None:
    """Note in a session that password and second factor were shown, as after a full sign-in of staff."""
    now = time.time()
    session["account_authentication_methods"] = [
        {"method": "password", "at": now, "reauthenticated": True},
        {"method": "mfa", "type": "totp", "id": 0, "at": now},
    ]
    session["account_authentication_methods_user"] = str(user.pk)


class HouseClient(Client):
    """A test client whose `force_login` signs staff in with their second factor too."""

    def force_login(self, user: User, backend: str | None = None, *, second_factor: bool = True) -> None:  # type: ignore[override]
        """Sign in; `second_factor=False` leaves the session as after a bare password or code."""
        super().force_login(user, backend or "django.contrib.auth.backends.ModelBackend")
        if second_factor:
            session = self.session
            complete_session(session, user)
            session.save()
