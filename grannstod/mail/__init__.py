"""What Grannstöd writes to its volunteers and to agents: one function composes one message."""

from grannstod.mail.support import (
    support_late,
    support_nearby,
    support_without_agent,
    support_without_area,
    support_without_pair,
)
from grannstod.mail.visits import visit_note

__all__ = [
    "support_late",
    "support_nearby",
    "support_without_agent",
    "support_without_area",
    "support_without_pair",
    "visit_note",
]
