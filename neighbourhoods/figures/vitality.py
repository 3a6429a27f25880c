"""How the areas are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common import clock
from neighbourhoods.figures.changes import stamp
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import Area, AreaVitality, ContactAgent, CountedChange, District

# Until an area's first night: how long ago it was last in touch, in days. From then on the rule says how it is.
ALIVE_DAYS, QUIET_DAYS = 92, 365
HELD_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Vitality:
    """How the open areas of one district are: counts. `without_agent` is counted among the others too."""

    district: District
    alive: int
    quiet: int
    dormant: int
    forming: int
    without_agent: int

    @property
    def total(self) -> int:
        """Every open area."""
        return self.alive + self.quiet + self.dormant + self.forming


def vitality_filters(today: date | None = None) -> dict[str, Q]:
    """Return what each word of vitality means, as a filter on areas; the four first ones divide the open areas."""
    day = today or clock.today()
    alive_since, quiet_since = day - timedelta(days=ALIVE_DAYS), day - timedelta(days=QUIET_DAYS)
    active = Q(status=AreaStatus.ACTIVE)
    new = active & Q(vitality=None)
    known = new & Q(last_contact_on__isnull=False)
    long_ago = Q(last_contact_on__isnull=True) | Q(last_contact_on__lt=quiet_since)
    # A set asked once; a question an area would be asked a hundred times as often at a hundred times the areas.
    with_agent = ContactAgent.objects.filter(period__contains=day).values("area")
    recently = Q(last_contact_on__lt=alive_since, last_contact_on__gte=quiet_since)
    return {
        "alive": (active & Q(vitality__word="alive")) | (known & Q(last_contact_on__gte=alive_since)),
        "quiet": (active & Q(vitality__word="quiet")) | (known & recently),
        "dormant": Q(status=AreaStatus.DORMANT) | (active & Q(vitality__word="dormant")) | (new & long_ago),
        "forming": Q(status__in=[AreaStatus.FORMING, AreaStatus.INTEREST]),
        "without_agent": active & ~Q(pk__in=with_agent),
    }


def vitality_by_district() -> list[Vitality]:
    """Return how the areas of each district are, districts by name: counted anew only when something has changed."""
    counts = _counts()
    nothing = dict.fromkeys(vitality_filters(), 0)
    return [Vitality(district, **counts.get(district.pk, nothing)) for district in District.objects.defer("boundary")]


_held: tuple[tuple[Any, ...], date, datetime, dict[int, dict[str, int]]] | None = None


def _counts() -> dict[int, dict[str, int]]:
    """Return how many areas of each district each word fits, as it is now."""
    global _held
    newest, day, now = stamp(CountedChange), clock.today(), clock.now()
    if _held is None or _held[:2] != (newest, day) or not _held[2] <= now < _held[2] + HELD_FOR:
        _held = (newest, day, now, _counted())
    return _held[3]


def _counted() -> dict[int, dict[str, int]]:
    filters = vitality_filters()
    open_areas = Area.objects.open().values("district").order_by("district")
    rows = open_areas.annotate(**{word: Count("pk", filter=condition) for word, condition in filters.items()})
    found: list[dict[str, Any]] = [dict(row) for row in rows]
    return {row.pop("district"): row for row in found}


def vitality_of(area: Area) -> str:
    """Return the word of an area's vitality: alive, quiet, dormant, forming or closed."""
    status = AreaStatus(area.status)
    if status is AreaStatus.CLOSED:
        return "closed"
    if status in (AreaStatus.FORMING, AreaStatus.INTEREST):
        return "forming"
    if status is AreaStatus.DORMANT:
        return "dormant"
    if (read := last_reading(area)) is not None:
        return str(read.word)
    days = (clock.today() - area.last_contact_on).days if area.last_contact_on else QUIET_DAYS + 1
    if days > QUIET_DAYS:
        return "dormant"
    return "alive" if days <= ALIVE_DAYS else "quiet"


def last_reading(area: Area) -> AreaVitality | None:
    """Return what the last night said of an area, or None before its first. A list fetches `vitality` with its rows."""
    try:
        return area.vitality
    except AreaVitality.DoesNotExist:
        return None


def vitality_word(word: str) -> str:
    """Return the word as the reader reads it."""
    return {
        "alive": _("alive"),
        "quiet": _("quiet"),
        "dormant": _("dormant"),
        "forming": _("being formed"),
        "closed": pgettext("area", "closed"),
    }[word]
