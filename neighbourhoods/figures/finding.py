"""From an address or a position in words to a place: which district, and whether there is an area."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from neighbourhoods.figures.addresses import Place, search_addresses
from neighbourhoods.figures.locating import area_at, district_at, is_in_municipality
from neighbourhoods.models import Area, District

# "59.2012, 17.8301": latitude first, as maps write it. A comma inside a number is left to addresses.
POSITION = re.compile(r"\s*(\d{2}\.\d{2,12})\s*[,; ]\s*(\d{2}\.\d{2,12})\s*")


@dataclass(frozen=True)
class Whereabouts:
    """What a search for a home gave. `choices` are several addresses to choose among."""

    words: str
    place: Place | None = None
    is_outside: bool = False
    district: District | None = None
    area: Area | None = None
    choices: list[Place] = field(default_factory=list)


def position_in_words(words: str) -> tuple[float, float] | None:
    """Return (latitude, longitude) when the words are a position."""
    found = POSITION.fullmatch(words)
    return (float(found[1]), float(found[2])) if found else None


def whereabouts(words: str, position: tuple[float, float] | None = None) -> Whereabouts:
    """Return what lies at an address, or at a position (latitude, longitude) when one is known already."""
    position = position or position_in_words(words)
    if position is not None:
        return _at(words, Place(words, position[0], position[1], "position"))
    found = search_addresses(words)
    exact = [place for place in found if place.label.partition(",")[0].casefold() == words.strip().casefold()]
    if len(found) == 1 or len(exact) == 1:
        place = (exact or found)[0]
        return _at(place.label, place)
    return Whereabouts(words, choices=found)


def _at(words: str, place: Place) -> Whereabouts:
    lon, lat = place.longitude, place.latitude
    if not is_in_municipality(lon, lat):
        return Whereabouts(words, place, is_outside=True)
    return Whereabouts(words, place, district=district_at(lon, lat), area=area_at(lon, lat))
