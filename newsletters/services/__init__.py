"""What can be done with letters, one file a subject: plan a year, write, approve, schedule, let partners read."""

from newsletters.services.alarms import raise_alarms
from newsletters.services.approval import approve, submit, take_back
from newsletters.services.partners import let_partner_read, partner_purpose
from newsletters.services.plan import open_series, plan_year, sending_days
from newsletters.services.scheduling import cancel, pause, resume, schedule, send_now
from newsletters.services.writing import BlockText, write

__all__ = [
    "BlockText",
    "approve",
    "cancel",
    "let_partner_read",
    "open_series",
    "partner_purpose",
    "pause",
    "plan_year",
    "raise_alarms",
    "resume",
    "schedule",
    "send_now",
    "sending_days",
    "submit",
    "take_back",
    "write",
]
