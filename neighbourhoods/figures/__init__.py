"""Reads: what lies where, which addresses answer a search, how the areas are."""

from neighbourhoods.figures.addresses import LONGEST_QUERY, POSTAL_CODE, Place, search_addresses
from neighbourhoods.figures.areas import (
    MOST_NEIGHBOURS,
    ShownAgents,
    current_agents,
    current_appointments,
    households_figure,
    place_in_municipality,
    shown_agents,
    sketch,
    sketch_of_place,
    with_agent_counts,
)
from neighbourhoods.figures.locating import Locator, area_at, district_at, is_in_municipality, locator
from neighbourhoods.figures.prevention import Change, Part, Result, Tally, changes, parts, result, tallies
from neighbourhoods.figures.vitality import (
    ALIVE_DAYS,
    QUIET_DAYS,
    Vitality,
    vitality_by_district,
    vitality_filters,
    vitality_of,
    vitality_word,
)

__all__ = [
    "ALIVE_DAYS",
    "LONGEST_QUERY",
    "MOST_NEIGHBOURS",
    "POSTAL_CODE",
    "QUIET_DAYS",
    "Change",
    "Locator",
    "Part",
    "Place",
    "Result",
    "ShownAgents",
    "Tally",
    "Vitality",
    "area_at",
    "changes",
    "current_agents",
    "current_appointments",
    "district_at",
    "households_figure",
    "is_in_municipality",
    "locator",
    "parts",
    "place_in_municipality",
    "result",
    "search_addresses",
    "shown_agents",
    "sketch",
    "sketch_of_place",
    "tallies",
    "vitality_by_district",
    "vitality_filters",
    "vitality_of",
    "vitality_word",
    "with_agent_counts",
]
