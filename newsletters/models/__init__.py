"""The municipality's letters, one file a subject: series, issues, the blocks they are built of."""

from newsletters.models.blocks import Block
from newsletters.models.issues import Issue, IssueEvent
from newsletters.models.series import Series

__all__ = [
    "Block",
    "Issue",
    "IssueEvent",
    "Series",
]
