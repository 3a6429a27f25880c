"""Places and the people who answer for them, one file a subject."""

from neighbourhoods.models.agents import ContactAgent
from neighbourhoods.models.areas import Area, AreaEvent
from neighbourhoods.models.organisations import Organisation, OrganisationContact
from neighbourhoods.models.places import Address, District, Municipality, PlaceName
from neighbourhoods.models.prevention import ChecklistCount, ChecklistItem, ChecklistVersion
from neighbourhoods.models.signs import Sign, SignCheck, SignCondition, SignOrder, SignOrderEvent
from neighbourhoods.models.signups import Seat, SignUp, SignUpEvent
from neighbourhoods.models.startup import InterestedPerson, InterestEvent, StartupCase, StartupEvent
from neighbourhoods.models.trainings import FollowUpCount, Training, TrainingEvent, TrainingMessage
from neighbourhoods.models.vitality import AreaActivity

__all__ = [
    "Address",
    "Area",
    "AreaActivity",
    "AreaEvent",
    "ChecklistCount",
    "ChecklistItem",
    "ChecklistVersion",
    "ContactAgent",
    "District",
    "FollowUpCount",
    "InterestEvent",
    "InterestedPerson",
    "Municipality",
    "Organisation",
    "OrganisationContact",
    "PlaceName",
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
    "Training",
    "TrainingEvent",
    "TrainingMessage",
]
