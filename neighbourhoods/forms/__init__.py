"""What is asked on the coordinator's pages and in the admin."""

from neighbourhoods.forms.agents import AppointForm, AppointmentForm, EndForm, HandOverForm, PortalHandOverForm
from neighbourhoods.forms.areas import SORTS, VITALITY, AreaFilter, AreaForm, BorderForm
from neighbourhoods.forms.prevention import ChecklistForm, ItemForm, ItemFormSet

__all__ = [
    "SORTS",
    "VITALITY",
    "AppointForm",
    "AppointmentForm",
    "AreaFilter",
    "AreaForm",
    "BorderForm",
    "ChecklistForm",
    "EndForm",
    "HandOverForm",
    "ItemForm",
    "ItemFormSet",
    "PortalHandOverForm",
]
