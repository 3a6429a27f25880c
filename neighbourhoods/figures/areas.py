"""What is told of one area: its agents, its households, a sketch of where it lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from shapely.geometry import shape

from common import clock
from common.charts import Drawing, MapPoint, map_sketch
from common.charts import locator as locator_drawing
from common.small_numbers import area_or_district
from neighbourhoods.figures.locating import area_at, is_in_municipality
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import Area, ContactAgent, Municipality
from neighbourhoods.querysets import AreaQuerySet

if TYPE_CHECKING:
    from accounts.models import User


def current_agents(area: Area) -> QuerySet[ContactAgent]:
    """Return today's agents of an area with their people, the head first."""
    return area.agents.current().select_related("user").order_by("-is_head", "user__full_name", "pk")


def untrained_agents(area: Area) -> QuerySet[ContactAgent]:
    """Return today's agents of an area who have not taken the basic course: names, for coordinators only."""
    return current_agents(area).filter(Q(trained_on=None) | Q(trained_on__gt=clock.today()))


def is_shown(user: User) -> bool:
    """Tell whether an agent lets the name be shown, in every area the agent has today."""
    own = ContactAgent.objects.current().filter(user=user)
    return own.exists() and not own.filter(agrees_to_be_shown=False).exists()


@dataclass(frozen=True)
class ShownAgents:
    """The agents who agree to be shown, and how many there are besides."""

    shown: list[ContactAgent]
    others: int


def shown_agents(area: Area) -> ShownAgents:
    """Return the agents whose names others than coordinators may read."""
    agents = list(current_agents(area))
    shown = [agent for agent in agents if agent.agrees_to_be_shown]
    return ShownAgents(shown, len(agents) - len(shown))


def households_figure(area: Area) -> tuple[str, str, str]:
    """Return (label, number, sentence) of the households that take part; the district's where the area's is small."""
    joined, is_district = area_or_district([area.households_joined], [_joined_in(area.district_id)])
    label = _("Taking part in Grannsamverkan")
    if is_district:
        place = {"district": area.district.name}
        return label, str(joined[0]), _("households in all of %(district)s: the area is too small to be shown") % place
    return label, str(joined[0]), _("households")


def _joined_in(district_id: int) -> int:
    active = Area.objects.filter(district_id=district_id, status=AreaStatus.ACTIVE)
    return active.aggregate(total=Sum("households_joined"))["total"] or 0


def current_appointments() -> QuerySet[ContactAgent]:
    """Return every appointment that holds today."""
    return ContactAgent.objects.current()


def with_agent_counts(areas: AreaQuerySet) -> AreaQuerySet:
    """Return areas with `agent_count`, how many agents each has today."""
    today = ContactAgent.objects.current().filter(area=OuterRef("pk")).order_by().values("area")
    counted = today.annotate(many=Count("pk")).values("many")
    return areas.annotate(agent_count=Coalesce(Subquery(counted), 0))


MOST_NEIGHBOURS = 12


def middle_of(area: Area) -> tuple[float, float] | None:
    """Return a position inside an area (longitude, latitude; WGS84), or None where no border has been drawn."""
    if area.boundary is None:
        return None
    middle = shape(area.boundary).representative_point()
    return middle.x, middle.y


def sketch(area: Area, points: Sequence[MapPoint] = ()) -> Drawing | None:
    """Return a sketch of an area among its neighbours with points on it, or None where no border has been drawn."""
    if area.boundary is None:
        return None
    near = Area.objects.open().filter(district=area.district, boundary__isnull=False).exclude(pk=area.pk)
    middle = shape(area.boundary).representative_point()
    drawn = [(name, border) for name, border in near.values_list("name", "boundary") if border]
    neighbours = sorted(drawn, key=lambda held: float(shape(held[1]).distance(middle)))
    title = _("Sketch of where %(area)s lies") % {"area": area.name}
    return map_sketch(area.boundary, neighbours[:MOST_NEIGHBOURS], points, title, name=area.name)


def sketch_of_place(lon: float, lat: float) -> Drawing | None:
    """Return a sketch of a position (WGS84): in its area, else in the municipality; None where neither is drawn."""
    area = area_at(lon, lat)
    if area is not None:
        return sketch(area, [MapPoint(lon, lat)])
    border = Municipality.objects.filter(boundary__isnull=False).first()
    if border is None or border.boundary is None or not is_in_municipality(lon, lat):
        return None
    return locator_drawing(border.boundary, lon, lat, _("Where in the municipality"))


def place_in_municipality(area: Area) -> Drawing | None:
    """Return the municipality's outline with a dot where the area lies, or None where either has no border."""
    border = Municipality.objects.filter(boundary__isnull=False).first()
    if border is None or border.boundary is None or area.boundary is None:
        return None
    middle = shape(area.boundary).representative_point()
    return locator_drawing(border.boundary, middle.x, middle.y, _("Where in the municipality"))
