"""What is asked on the coordinator's pages and in the admin."""

from neighbourhoods.forms.agents import AppointForm, AppointmentForm, EndForm, HandOverForm, PortalHandOverForm
from neighbourhoods.forms.areas import SORTS, VITALITY, AreaFilter, AreaForm, BorderForm
from neighbourhoods.forms.borders import DrawnBorderForm, as_corners
from neighbourhoods.forms.prevention import ChecklistForm, ItemForm, ItemFormSet
from neighbourhoods.forms.signs import SignCheckForm, SignFilter, SignForm
from neighbourhoods.forms.startup import (
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

__all__ = [
    "SORTS",
    "VITALITY",
    "AppointForm",
    "AppointmentForm",
    "AreaFilter",
    "AreaForm",
    "BorderForm",
    "ChecklistForm",
    "CountForm",
    "DrawnBorderForm",
    "EndForm",
    "HandOverForm",
    "InterestFilter",
    "InterestForm",
    "InterestMoveForm",
    "ItemForm",
    "ItemFormSet",
    "OrderForm",
    "PortalHandOverForm",
    "ReleaseForm",
    "SignCheckForm",
    "SignFilter",
    "SignForm",
    "StartAreaForm",
    "StartupFilter",
    "StepsForm",
    "as_corners",
]
