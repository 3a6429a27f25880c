"""The audit trail: who did what to access and personal data. Codes and ids only."""

from __future__ import annotations

import hashlib
import hmac
from contextvars import ContextVar

from django.conf import settings

from accounts.models import AuditEntry, User
from common import request_id

# The network of the request at work, set by the middleware; empty in tasks and commands.
caller_network: ContextVar[str] = ContextVar("caller_network", default="")


def _network_hash() -> str:
    network = caller_network.get()
    if not network:
        return ""
    return hmac.new(settings.HASH_KEY.encode(), network.encode(), hashlib.sha256).hexdigest()[:32]


def audit(*, actor: User | None, action: str, object_type: str = "", object_id: str = "") -> AuditEntry:
    """Add one entry, in the caller's transaction. `actor` None means a visitor or the system itself.

    `action` is a dotted code ("report.reporter_read"), `object_type` "room.model"; never free text.
    """
    return AuditEntry.objects.create(
        actor=actor,
        action=action,
        object_type=object_type,
        object_id=str(object_id),
        request_id=request_id.current(),
        network_hash=_network_hash(),
    )
