"""What can be done with letters, one file a subject: plan a year, write, approve, schedule, let partners in."""

from newsletters.services.alarms import raise_alarms
from newsletters.services.approval import approve, submit, take_back
from newsletters.services.comments import comment, settle
from newsletters.services.correcting import can_be_corrected, correct
from newsletters.services.known_words import know_words
from newsletters.services.partners import let_partner_in, partner_purpose, partner_writes
from newsletters.services.pictures import drop_picture, keep_picture, tidy_pictures
from newsletters.services.plan import open_series, plan_ahead, plan_year, sending_days
from newsletters.services.readers import LISTS, Reader, choose_place, reader_of, subscribe
from newsletters.services.scheduling import cancel, pause, resume, schedule, send_now
from newsletters.services.translating import Translated, translate
from newsletters.services.visits import note_visit
from newsletters.services.writing import BlockText, remove_own, write, write_own

__all__ = [
    "LISTS",
    "BlockText",
    "Reader",
    "Translated",
    "approve",
    "can_be_corrected",
    "cancel",
    "choose_place",
    "comment",
    "correct",
    "drop_picture",
    "keep_picture",
    "know_words",
    "let_partner_in",
    "note_visit",
    "open_series",
    "partner_purpose",
    "partner_writes",
    "pause",
    "plan_ahead",
    "plan_year",
    "raise_alarms",
    "reader_of",
    "remove_own",
    "resume",
    "schedule",
    "send_now",
    "sending_days",
    "settle",
    "submit",
    "subscribe",
    "take_back",
    "tidy_pictures",
    "translate",
    "write",
    "write_own",
]
