"""What can be done with letters, one file a subject: plan a year, write, approve, schedule, let partners in."""

from newsletters.services.alarms import raise_alarms
from newsletters.services.approval import approve, submit, take_back
from newsletters.services.comments import comment, settle
from newsletters.services.correcting import correct
from newsletters.services.partners import let_partner_in, partner_purpose, partner_writes
from newsletters.services.pictures import keep_picture
from newsletters.services.plan import open_series, plan_year, sending_days
from newsletters.services.readers import subscribe
from newsletters.services.scheduling import cancel, pause, resume, schedule, send_now
from newsletters.services.translating import Translated, translate
from newsletters.services.visits import note_visit
from newsletters.services.writing import BlockText, write, write_own

__all__ = [
    "BlockText",
    "Translated",
    "approve",
    "cancel",
    "comment",
    "correct",
    "keep_picture",
    "let_partner_in",
    "note_visit",
    "open_series",
    "partner_purpose",
    "partner_writes",
    "pause",
    "plan_year",
    "raise_alarms",
    "resume",
    "schedule",
    "send_now",
    "sending_days",
    "settle",
    "submit",
    "subscribe",
    "take_back",
    "translate",
    "write",
    "write_own",
]
