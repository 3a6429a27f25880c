"""The public archive, subscribing, and the editorial desk, one file a subject."""

from newsletters.views.archive import archive, issue, picture, reader_place, subscribe
from newsletters.views.deciding import act
from newsletters.views.desk import desk, outcome, plan, progress
from newsletters.views.editing import edit
from newsletters.views.feed import ArchiveFeed
from newsletters.views.hands import comment, translate, versions
from newsletters.views.partners import invite_partner, partner
from newsletters.views.previews import check, know_words, preview, preview_frame

__all__ = [
    "ArchiveFeed",
    "act",
    "archive",
    "check",
    "comment",
    "desk",
    "edit",
    "invite_partner",
    "issue",
    "know_words",
    "outcome",
    "partner",
    "picture",
    "plan",
    "preview",
    "preview_frame",
    "progress",
    "reader_place",
    "subscribe",
    "translate",
    "versions",
]
