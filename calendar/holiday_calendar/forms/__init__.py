"""What people fill in, one file a subject."""

from holiday_calendar.forms.activities import ActivityForm, ProgrammeForm
from holiday_calendar.forms.copying import CopyYearForm, LayOutForm
from holiday_calendar.forms.items import ItemForm, ItemKindForm
from holiday_calendar.forms.meetings import DecisionForm, InviteForm, MinutesForm, TaskForm
from holiday_calendar.forms.rings import NewRingForm, RingNameForm
from holiday_calendar.forms.rooms import (
    EvaluationForm,
    NoteForm,
    OwnLineForm,
    ParticipantForm,
    PlanForm,
    PresenceForm,
    TargetForm,
)
from holiday_calendar.forms.school_years import (
    BreakFormSet,
    YearForm,
    YearUploadForm,
    breaks_initial,
    filled_rows,
    year_initial,
    year_table,
)

__all__ = [
    "ActivityForm",
    "BreakFormSet",
    "CopyYearForm",
    "DecisionForm",
    "EvaluationForm",
    "InviteForm",
    "ItemForm",
    "ItemKindForm",
    "LayOutForm",
    "MinutesForm",
    "NewRingForm",
    "NoteForm",
    "OwnLineForm",
    "ParticipantForm",
    "PlanForm",
    "PresenceForm",
    "ProgrammeForm",
    "RingNameForm",
    "TargetForm",
    "TaskForm",
    "YearForm",
    "YearUploadForm",
    "breaks_initial",
    "filled_rows",
    "year_initial",
    "year_table",
]
