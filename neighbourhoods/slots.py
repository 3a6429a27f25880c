"""What rooms above put into an area's summary."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from common.slots import Slot

if TYPE_CHECKING:
    from accounts.models import User
    from neighbourhoods.models import Area


@dataclass(frozen=True)
class Section:
    """One section of an area summary: a heading, the template that fills it, and where it stands (lowest first)."""

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    rank: int = 100


# Called with the area and the person who asked; None leaves the section out.
AREA_SECTIONS: Slot[Callable[[Area, User], Section | None]] = Slot("neighbourhoods.area_sections")
