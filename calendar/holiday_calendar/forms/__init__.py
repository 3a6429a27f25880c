"""What people fill in, one file a subject."""

from holiday_calendar.forms.copying import CopyYearForm
from holiday_calendar.forms.meetings import DecisionForm, InviteForm, MinutesForm, TaskForm
from holiday_calendar.forms.rooms import (
    EvaluationForm,
    NoteForm,
    OwnLineForm,
    ParticipantForm,
    PlanForm,
    PresenceForm,
    TargetForm,
)

__all__ = [
    "CopyYearForm",
    "DecisionForm",
    "EvaluationForm",
    "InviteForm",
    "MinutesForm",
    "NoteForm",
    "OwnLineForm",
    "ParticipantForm",
    "PlanForm",
    "PresenceForm",
    "TargetForm",
    "TaskForm",
]
