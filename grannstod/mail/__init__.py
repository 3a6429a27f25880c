"""What Grannstöd writes to its volunteers: one function composes one message."""
