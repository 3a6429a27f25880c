"""Groups made from the one table of roles."""

from __future__ import annotations

import logging

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from accounts.roles import ROLES

logger = logging.getLogger(__name__)


def _known_permissions() -> dict[str, int]:
    rows = Permission.objects.values_list("content_type__app_label", "codename", "pk")
    return {f"{label}.{codename}": pk for label, codename, pk in rows}


@transaction.atomic
def make_groups(*, strict: bool = False) -> int:
    """Make every role's group hold exactly the table's permissions; return how many roles there are.

    A permission that no model declares is a spelling mistake: a warning, with `strict` ImproperlyConfigured.
    """
    known = _known_permissions()
    unknown = sorted({name for role in ROLES for name in role.permissions if name not in known})
    if unknown and strict:
        raise ImproperlyConfigured(f"accounts/roles.py names permissions that no room declares: {', '.join(unknown)}")
    if unknown:
        logger.warning("unknown permissions in the table of roles", extra={"permissions": unknown})
    for role in ROLES:
        group, _created = Group.objects.get_or_create(name=role.key)
        group.permissions.set([known[name] for name in role.permissions if name in known])
    return len(ROLES)
