"""What rooms above put into an area's summary, its agents' pages and its border's checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from common.slots import Slot

if TYPE_CHECKING:
    from accounts.models import User
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

# Called with the area, for the figures its agents see in the portal; None leaves the section out. The same rule of
# small numbers holds: where the area's own figures could point at somebody, the larger place's stand there, and say so.
PORTAL_FIGURES: Slot[Callable[[Area], Section | None]] = Slot("neighbourhoods.portal_figures")

# Called with the area and its new border (GeoJSON in WGS84, or None for no border): a sentence that says how many of
# the room's things belong to the area and would lie outside, and what becomes of them; empty when there are none.
AREA_DEPENDENTS: Slot[Callable[[Area, dict[str, Any] | None], str]] = Slot("neighbourhoods.area_dependents")


@dataclass(frozen=True)
class AgentTask:
    """Something asked of an area's agents this month. `minutes` is an honest estimate of what it takes.

    `key` is a code of at most 60 characters that is the same all month; `done_on` is set where the house itself
    knows that it is done. `activity` is the sign of life (AreaActivity.Kind) that ticking it off tells of, `message_id`
    the message that ticking it off says to have read. One that `is_apart` is an evening with the neighbours: it is
    no part of the month's quarter of an hour.
    """

    key: str
    title: str
    minutes: int
    url: str
    detail: str = ""
    done_on: date | None = None
    activity: str = ""
    message_id: int | None = None
    is_apart: bool = False


# Called with the agent and one of the agent's areas; each room says what it asks for this month.
PORTAL_TASKS: Slot[Callable[[User, Area], Iterable[AgentTask]]] = Slot("neighbourhoods.portal_tasks")


@dataclass(frozen=True)
class Letter:
    """A newsletter that has gone out and may be passed on: `key` is a code, `summary` plain text of a few lines."""

    key: str
    title: str
    summary: str
    url: str
    sent_on: date


# Returns the latest letters meant for an area, newest first.
LETTERS: Slot[Callable[[Area], Iterable[Letter]]] = Slot("neighbourhoods.letters")
