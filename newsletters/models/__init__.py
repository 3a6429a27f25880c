"""The municipality's letters, one file a subject: series, issues, the blocks they are built of."""

from newsletters.models.alarms import Alarm
from newsletters.models.blocks import Block
from newsletters.models.issues import OVERDUE_ASKS_AFTER, Issue, IssueEvent
from newsletters.models.series import Series

__all__ = [
    "OVERDUE_ASKS_AFTER",
    "Alarm",
    "Block",
    "Issue",
    "IssueEvent",
    "Series",
]
