"""The public archive, subscribing, and the editorial desk, one file a subject."""

from newsletters.views.archive import archive, issue, subscribe
from newsletters.views.desk import desk, plan
from newsletters.views.editing import act, edit
from newsletters.views.partners import invite_partner, partner
from newsletters.views.previews import preview, preview_frame

__all__ = [
    "act",
    "archive",
    "desk",
    "edit",
    "invite_partner",
    "issue",
    "partner",
    "plan",
    "preview",
    "preview_frame",
    "subscribe",
]
