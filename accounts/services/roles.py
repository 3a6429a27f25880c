"""Groups made from the one table of roles."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from accounts.roles import ROLES


def _known_permissions() -> dict[str, int]:
    rows = Permission.objects.values_list("content_type__app_label", "codename", "pk")
    return {f"{label}.{codename}": pk for label, codename, pk in rows}


@transaction.atomic
def make_groups() -> int:
    """Make every role's group hold exactly the table's permissions; return how many roles there are.

    A permission that no model declares is a spelling mistake: ImproperlyConfigured.
    """
    known = _known_permissions()
    unknown = sorted({name for role in ROLES for name in role.permissions if name not in known})
    if unknown:
        raise ImproperlyConfigured(f"accounts/roles.py names permissions that no room declares: {', '.join(unknown)}")
    for role in ROLES:
        group, _created = Group.objects.get_or_create(name=role.key)
        group.permissions.set([known[name] for name in role.permissions])
    return len(ROLES)
