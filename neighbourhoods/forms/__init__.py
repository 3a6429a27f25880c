"""What is asked on the coordinator's pages and in the admin."""

from neighbourhoods.forms.agents import (
    AddressForm,
    AgentFilter,
    AppointForm,
    AppointmentForm,
    EndForm,
    GroupFilter,
    GroupHeadForm,
    HandOverForm,
    PortalHandOverForm,
)
from neighbourhoods.forms.appointment_rows import AppointmentFormSet
from neighbourhoods.forms.areas import SORTS, VITALITY, AreaFilter, AreaForm, BorderForm
from neighbourhoods.forms.borders import DrawnBorderForm, as_corners
from neighbourhoods.forms.circle import JoinForm, MisuseForm, NoteForm
from neighbourhoods.forms.measures import MEASURE_SORTS, MeasureFilter, MeasureForm
from neighbourhoods.forms.meetings import HouseholdCountForm, MeetingForm, MeetingResultForm
from neighbourhoods.forms.messages import AnswerForm, AreaMessageForm, HeadWordsForm, WordsForm
from neighbourhoods.forms.prevention import ChecklistForm, ItemForm, ItemFormSet
from neighbourhoods.forms.revival import REVIVAL_SORTS, CloseForm, RevivalFilter, RevivalNoteForm, RuleForm
from neighbourhoods.forms.signs import PlaceSignForm, SignCheckForm, SignFilter, SignForm
from neighbourhoods.forms.startup import (
    AreaSearch,
    CountForm,
    InterestFilter,
    InterestForm,
    InterestMoveForm,
    OrderForm,
    ReleaseForm,
    StartAreaForm,
    StartupFilter,
    StepsForm,
)
from neighbourhoods.forms.tasks_of_month import ChannelsForm

__all__ = [
    "MEASURE_SORTS",
    "REVIVAL_SORTS",
    "SORTS",
    "VITALITY",
    "AddressForm",
    "AgentFilter",
    "AnswerForm",
    "AppointForm",
    "AppointmentForm",
    "AppointmentFormSet",
    "AreaFilter",
    "AreaForm",
    "AreaMessageForm",
    "AreaSearch",
    "BorderForm",
    "ChannelsForm",
    "ChecklistForm",
    "CloseForm",
    "CountForm",
    "DrawnBorderForm",
    "EndForm",
    "GroupFilter",
    "GroupHeadForm",
    "HandOverForm",
    "HeadWordsForm",
    "HouseholdCountForm",
    "InterestFilter",
    "InterestForm",
    "InterestMoveForm",
    "ItemForm",
    "ItemFormSet",
    "JoinForm",
    "MeasureFilter",
    "MeasureForm",
    "MeetingForm",
    "MeetingResultForm",
    "MisuseForm",
    "NoteForm",
    "OrderForm",
    "PlaceSignForm",
    "PortalHandOverForm",
    "ReleaseForm",
    "RevivalFilter",
    "RevivalNoteForm",
    "RuleForm",
    "SignCheckForm",
    "SignFilter",
    "SignForm",
    "StartAreaForm",
    "StartupFilter",
    "StepsForm",
    "WordsForm",
    "as_corners",
]
