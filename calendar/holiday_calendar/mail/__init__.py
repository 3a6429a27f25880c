"""Mail of the calendar, one function a mail, one file a subject."""

from holiday_calendar.mail.meetings import (
    INVITEE,
    TASK,
    invitation,
    invitation_back,
    invitee_token,
    task_has_no_chair,
    task_is_due,
    task_is_late,
    task_token,
)
from holiday_calendar.mail.rooms import (
    PARTICIPANT,
    ask_for_evaluation,
    ask_for_note,
    ask_to_confirm,
    participant_link,
    participant_token,
)

__all__ = [
    "INVITEE",
    "PARTICIPANT",
    "TASK",
    "ask_for_evaluation",
    "ask_for_note",
    "ask_to_confirm",
    "invitation",
    "invitation_back",
    "invitee_token",
    "participant_link",
    "participant_token",
    "task_has_no_chair",
    "task_is_due",
    "task_is_late",
    "task_token",
]
