"""What Grannstöd writes to its volunteers and to agents: one function composes one message."""

from grannstod.mail.visits import visit_note

__all__ = ["visit_note"]
