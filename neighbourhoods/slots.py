"""What rooms above put into an area's summary."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from common.slots import Slot

if TYPE_CHECKING:
    from neighbourhoods.models import Area


@dataclass(frozen=True)
class Section:
    """One section of an area summary: a heading, the template that fills it, and where it stands.

    Lowest rank first; the room's own stand at 10 (figures), 60 (map) and 70 (agents).
    """

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    rank: int = 100


# Called with the area, in a worker; None leaves the section out. A summary is read by everyone in the area's scope,
# so a section never depends on who asked, and keeps to the rule of small numbers.
AREA_SECTIONS: Slot[Callable[[Area], Section | None]] = Slot("neighbourhoods.area_sections")

# Called with the area and its new border (GeoJSON in WGS84, or None for no border): a sentence that says how many of
# the room's things belong to the area and would lie outside, and what becomes of them; empty when there are none.
AREA_DEPENDENTS: Slot[Callable[[Area, dict[str, Any] | None], str]] = Slot("neighbourhoods.area_dependents")
