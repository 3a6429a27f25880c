"""The front door of the room: verbs on areas, appointments and imports."""

from neighbourhoods.services.appointments import appoint_agent, end_appointment, hand_over
from neighbourhoods.services.areas import change_boundary, create_area, move_area
from neighbourhoods.services.imports import import_addresses, import_boundaries, import_places
from neighbourhoods.services.privacy import erase_person, export_person

__all__ = [
    "appoint_agent",
    "change_boundary",
    "create_area",
    "end_appointment",
    "erase_person",
    "export_person",
    "hand_over",
    "import_addresses",
    "import_boundaries",
    "import_places",
    "move_area",
]
