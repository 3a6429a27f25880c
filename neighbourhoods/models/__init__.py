"""Places and the people who answer for them, one file a subject."""

from neighbourhoods.models.agents import ContactAgent
from neighbourhoods.models.areas import Area, AreaEvent
from neighbourhoods.models.bulk import ListRow, ListRun, ListRunEvent
from neighbourhoods.models.circle import Circle, CircleMisuse, CircleNote
from neighbourhoods.models.groups import AreaGroup, GroupedArea, GroupHead
from neighbourhoods.models.measures import Measure
from neighbourhoods.models.meetings import HouseholdCount, YearlyMeeting
from neighbourhoods.models.messages import AreaMessage, MessageAnswer, MessageRecipient
from neighbourhoods.models.organisations import Organisation, OrganisationContact
from neighbourhoods.models.places import Address, BorderChange, District, Municipality, PlaceName
from neighbourhoods.models.prevention import ChecklistCount, ChecklistItem, ChecklistVersion
from neighbourhoods.models.revival import RevivalCase, RevivalEvent, RevivalNote, RevivalStep
from neighbourhoods.models.signs import Sign, SignCheck, SignCondition, SignOrder, SignOrderEvent
from neighbourhoods.models.signups import Seat, SignUp, SignUpEvent
from neighbourhoods.models.startup import InterestedPerson, InterestEvent, StartupCase, StartupEvent
from neighbourhoods.models.tasks_of_month import AgentChannels, TaskDone
from neighbourhoods.models.trainings import FollowUpCount, Training, TrainingEvent, TrainingMessage
from neighbourhoods.models.vitality import (
    AreaActivity,
    AreaVitality,
    CountedChange,
    VitalityChange,
    VitalityRule,
    VitalitySignal,
)

__all__ = [
    "Address",
    "AgentChannels",
    "Area",
    "AreaActivity",
    "AreaEvent",
    "AreaGroup",
    "AreaMessage",
    "AreaVitality",
    "BorderChange",
    "ChecklistCount",
    "ChecklistItem",
    "ChecklistVersion",
    "Circle",
    "CircleMisuse",
    "CircleNote",
    "ContactAgent",
    "CountedChange",
    "District",
    "FollowUpCount",
    "GroupHead",
    "GroupedArea",
    "HouseholdCount",
    "InterestEvent",
    "InterestedPerson",
    "ListRow",
    "ListRun",
    "ListRunEvent",
    "Measure",
    "MessageAnswer",
    "MessageRecipient",
    "Municipality",
    "Organisation",
    "OrganisationContact",
    "PlaceName",
    "RevivalCase",
    "RevivalEvent",
    "RevivalNote",
    "RevivalStep",
    "Seat",
    "Sign",
    "SignCheck",
    "SignCondition",
    "SignOrder",
    "SignOrderEvent",
    "SignUp",
    "SignUpEvent",
    "StartupCase",
    "StartupEvent",
    "TaskDone",
    "Training",
    "TrainingEvent",
    "TrainingMessage",
    "VitalityChange",
    "VitalityRule",
    "VitalitySignal",
    "YearlyMeeting",
]
