"""The front door of the room: verbs on areas, appointments and imports."""

from neighbourhoods.services.appointments import (
    appoint_agent,
    check_appointment,
    end_appointment,
    hand_over,
    period_of,
    save_appointment,
    take_back_roles,
)
from neighbourhoods.services.areas import change_boundary, create_area, move_area
from neighbourhoods.services.imports import import_addresses, import_boundaries, import_places
from neighbourhoods.services.prevention import begin_draft, count_answers, discard_draft, publish_checklist, save_draft
from neighbourhoods.services.privacy import erase_person, export_person
from neighbourhoods.services.vitality import record_activities, record_activity

__all__ = [
    "appoint_agent",
    "begin_draft",
    "change_boundary",
    "check_appointment",
    "count_answers",
    "create_area",
    "discard_draft",
    "end_appointment",
    "erase_person",
    "export_person",
    "hand_over",
    "import_addresses",
    "import_boundaries",
    "import_places",
    "move_area",
    "period_of",
    "publish_checklist",
    "record_activities",
    "record_activity",
    "save_appointment",
    "save_draft",
    "take_back_roles",
]
