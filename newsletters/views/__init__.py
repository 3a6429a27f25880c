"""The public archive, subscribing, and the editorial desk, one file a subject."""

from newsletters.views.archive import archive, issue, picture, subscribe
from newsletters.views.deciding import act
from newsletters.views.desk import desk, outcome, plan
from newsletters.views.editing import edit
from newsletters.views.feed import ArchiveFeed
from newsletters.views.hands import comment, translate, versions
from newsletters.views.partners import invite_partner, partner
from newsletters.views.previews import check, preview, preview_frame

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
    "outcome",
    "partner",
    "picture",
    "plan",
    "preview",
    "preview_frame",
    "subscribe",
    "translate",
    "versions",
]
