"""The municipality's letters, one file a subject: series, issues, the blocks they are built of."""

from newsletters.models.alarms import Alarm
from newsletters.models.blocks import Block
from newsletters.models.issues import OVERDUE_ASKS_AFTER, Issue, IssueEvent
from newsletters.models.known_words import KnownWord
from newsletters.models.readers import ArchiveVisits, ReaderPlace
from newsletters.models.series import Series
from newsletters.models.tips import Tip
from newsletters.models.translations import BlockTranslation, IssueTranslation
from newsletters.models.writing import Comment, Version

__all__ = [
    "OVERDUE_ASKS_AFTER",
    "Alarm",
    "ArchiveVisits",
    "Block",
    "BlockTranslation",
    "Comment",
    "Issue",
    "IssueEvent",
    "IssueTranslation",
    "KnownWord",
    "ReaderPlace",
    "Series",
    "Tip",
    "Version",
]
