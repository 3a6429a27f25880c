"""One function composes one mail, one file a subject."""

from newsletters.mail.alarms import late_issue
from newsletters.mail.letter import compose, parts_for

__all__ = ["compose", "late_issue", "parts_for"]
