"""Places and the people who answer for them, one file a subject."""

from neighbourhoods.models.agents import ContactAgent
from neighbourhoods.models.areas import Area, AreaEvent
from neighbourhoods.models.organisations import Organisation, OrganisationContact
from neighbourhoods.models.places import Address, District, Municipality, PlaceName
from neighbourhoods.models.prevention import ChecklistCount, ChecklistItem, ChecklistVersion
from neighbourhoods.models.signs import Sign, SignCheck, SignCondition, SignOrder, SignOrderEvent
from neighbourhoods.models.startup import InterestedPerson, InterestEvent, StartupCase, StartupEvent
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
    "InterestEvent",
    "InterestedPerson",
    "Municipality",
    "Organisation",
    "OrganisationContact",
    "PlaceName",
    "Sign",
    "SignCheck",
    "SignCondition",
    "SignOrder",
    "SignOrderEvent",
    "StartupCase",
    "StartupEvent",
]
