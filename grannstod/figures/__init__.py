"""Reads of Grannstöd: shifts, seats that are free, hours and kilometres, a person's own calendar."""

from grannstod.figures.answers import LogLine, came_back, log
from grannstod.figures.briefing import Briefing, briefing, districts_of
from grannstod.figures.phone import key_of, keys, phone_state
from grannstod.figures.police import police_text
from grannstod.figures.shifts import ShiftLine, own_coming, own_next, shift_lines, with_crew
from grannstod.figures.support import SupportFigures, lacks_pair, reachable_agents, support_figures, without_pair
from grannstod.figures.visits import visited_areas

__all__ = [
    "Briefing",
    "LogLine",
    "ShiftLine",
    "SupportFigures",
    "briefing",
    "came_back",
    "districts_of",
    "key_of",
    "keys",
    "lacks_pair",
    "log",
    "own_coming",
    "own_next",
    "phone_state",
    "police_text",
    "reachable_agents",
    "shift_lines",
    "support_figures",
    "visited_areas",
    "with_crew",
    "without_pair",
]
