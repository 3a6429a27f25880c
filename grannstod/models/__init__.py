"""Grannstöd: volunteers who patrol two by two, observe and report, and never intervene.

No field for a person who is suspected exists anywhere here, and none may be added (GDPR article 10 and
secrecy law): places and situations only. A test over the schema holds it.
"""

from grannstod.models.areas import PatrolArea
from grannstod.models.briefing import BriefingNote, VisitNote, VisitWish
from grannstod.models.joining import Applicant, ApplicantEvent
from grannstod.models.observations import Observation, photo_path
from grannstod.models.patrols import Patrol, PatrolEvent, PatrolStep
from grannstod.models.patterns import ShiftPattern
from grannstod.models.routes import ChecklistLine, ChecklistVersion, Route, RouteStop, StepKind
from grannstod.models.schedule import ProposedSeat, Schedule, ScheduleEvent, ShownSeat, Wish
from grannstod.models.seats import SeatEvent, SwapRequest, WaitingPlace
from grannstod.models.shifts import Car, CrewMember, Shift, TsTzRange
from grannstod.models.support import (
    SupporterCourse,
    SupportEvent,
    SupportRetention,
    SupportVisit,
    VictimSupportCase,
)
from grannstod.models.volunteers import Volunteer, VolunteerEvent

__all__ = [
    "Applicant",
    "ApplicantEvent",
    "BriefingNote",
    "Car",
    "ChecklistLine",
    "ChecklistVersion",
    "CrewMember",
    "Observation",
    "Patrol",
    "PatrolArea",
    "PatrolEvent",
    "PatrolStep",
    "ProposedSeat",
    "Route",
    "RouteStop",
    "Schedule",
    "ScheduleEvent",
    "SeatEvent",
    "Shift",
    "ShiftPattern",
    "ShownSeat",
    "StepKind",
    "SupportEvent",
    "SupportRetention",
    "SupportVisit",
    "SupporterCourse",
    "SwapRequest",
    "TsTzRange",
    "VictimSupportCase",
    "VisitNote",
    "VisitWish",
    "Volunteer",
    "VolunteerEvent",
    "WaitingPlace",
    "Wish",
    "photo_path",
]
