"""What can be done with letters, one file a subject: plan a year, write, approve, schedule, let partners read."""

from newsletters.services.approval import approve, submit, take_back
from newsletters.services.partners import let_partner_read, partner_purpose
from newsletters.services.plan import plan_year, sending_days
from newsletters.services.scheduling import cancel, is_long_overdue, schedule
from newsletters.services.writing import BlockText, write

__all__ = [
    "BlockText",
    "approve",
    "cancel",
    "is_long_overdue",
    "let_partner_read",
    "partner_purpose",
    "plan_year",
    "schedule",
    "sending_days",
    "submit",
    "take_back",
    "write",
]
