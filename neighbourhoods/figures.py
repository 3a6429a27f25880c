"""Reads: what lies where, which addresses answer a search, how the areas are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.models import Avg, Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Length
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from shapely.geometry import shape

from common import clock
from common.charts import Drawing, map_sketch
from common.charts import locator as locator_drawing
from common.geo import ShapeIndex
from common.small_numbers import area_or_district
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import Address, Area, ContactAgent, District, Municipality, PlaceName
from neighbourhoods.querysets import AreaQuerySet

# What the held shapes were built from: one number that changes whenever a border or an area's being open does.
_STAMP = """
SELECT
  (SELECT coalesce(sum(hashtextextended(id || boundary::text, 1)), 0) FROM neighbourhoods_municipality),
  (SELECT coalesce(sum(hashtextextended(id || boundary::text, 2)), 0) FROM neighbourhoods_district),
  (SELECT coalesce(sum(hashtextextended(id || '-' || district_id || boundary::text, 3)), 0)
     FROM neighbourhoods_area WHERE status <> 'closed')
"""


@dataclass(frozen=True)
class Locator:
    """Every border at one moment: answers thousands of positions without a query."""

    municipality: ShapeIndex | None
    districts: ShapeIndex
    areas: ShapeIndex
    district_of_area: dict[int, int]

    @classmethod
    def build(cls) -> Locator:
        """Read every border. Closed areas have none."""
        border = Municipality.objects.filter(boundary__isnull=False).values_list("pk", "boundary")
        areas = Area.objects.open().filter(boundary__isnull=False).order_by("pk")
        return cls(
            ShapeIndex.build(dict(border)) if border else None,
            ShapeIndex.build(dict(District.objects.filter(boundary__isnull=False).values_list("pk", "boundary"))),
            ShapeIndex.build(dict(areas.values_list("pk", "boundary"))),
            dict(areas.values_list("pk", "district_id")),
        )

    def area_id_at(self, lon: float, lat: float) -> int | None:
        """Return the area that holds the position; on a shared border the one entered first."""
        found = self.areas.containing(lon, lat)
        return found[0] if found else None

    def district_id_at(self, lon: float, lat: float) -> int | None:
        """Return the district that holds the position, else the district of the area that does."""
        found = self.districts.containing(lon, lat)
        if found:
            return found[0]
        area = self.area_id_at(lon, lat)
        return None if area is None else self.district_of_area[area]

    def is_in_municipality(self, lon: float, lat: float) -> bool:
        """Tell whether the position is in the municipality; everywhere is, until a border has been imported."""
        return self.municipality is None or bool(self.municipality.containing(lon, lat))


_held: tuple[tuple[Any, ...], Locator] | None = None


def locator() -> Locator:
    """Return every border as it is now. One small query; the shapes are read again only when they changed."""
    global _held
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        stamp: tuple[Any, ...] = cursor.fetchone()
    if _held is None or _held[0] != stamp:
        _held = (stamp, Locator.build())
    return _held[1]


def area_at(lon: float, lat: float) -> Area | None:
    """Return the area that holds a position (WGS84), closed ones left out."""
    pk = locator().area_id_at(lon, lat)
    return None if pk is None else Area.objects.select_related("district").filter(pk=pk).first()


def district_at(lon: float, lat: float) -> District | None:
    """Return the district that holds a position (WGS84)."""
    pk = locator().district_id_at(lon, lat)
    return None if pk is None else District.objects.filter(pk=pk).first()


def is_in_municipality(lon: float, lat: float) -> bool:
    """Tell whether a position (WGS84) is in the municipality; True when no border has been imported."""
    return locator().is_in_municipality(lon, lat)


@dataclass(frozen=True)
class Place:
    """An answer to an address search. `kind` is `address`, `postal_code` or `place`."""

    label: str
    latitude: float
    longitude: float
    kind: str


POSTAL_CODE = re.compile(r"(?:se[- ]?)?(\d{3}) ?(\d{0,2})")
LONGEST_QUERY = 100


def search_addresses(query: str, limit: int = 8) -> list[Place]:
    """Return addresses that answer a search, best first; then postal codes and place names.

    Parts of words count ("krögarv 5"), å, ä and ö are letters of their own, a slip of the pen is forgiven.
    """
    street, _comma, town = query.replace("\x00", " ").lower()[:LONGEST_QUERY].partition(",")
    text = " ".join(street.split() or town.split())
    if len(text) < 2:
        return []
    code = POSTAL_CODE.fullmatch(text)
    if code:
        return _postal_codes("".join(code.groups()), limit)
    found = [_address_place(address) for address in _addresses(text, " ".join(town.split()), limit)]
    return (found + _named_places(text, limit - len(found)))[:limit]


def _addresses(text: str, town: str, limit: int) -> list[Address]:
    words = text.split()
    by_words = Q()
    for word in words:
        by_words &= Q(search__contains=word) | Q(locality__iexact=word)
    street = " ".join(word for word in words if not word[0].isdigit())
    number = next((word for word in words if word[0].isdigit()), "")
    ranked = Address.objects.annotate(
        likeness=TrigramWordSimilarity(street or text, "search"),
        wanted=_one_if(Q(number__iexact=number)),
        first=_one_if(Q(search__startswith=text)),
        there=_one_if(Q(locality__istartswith=town) | Q(postal_code=town.replace(" ", ""))),
    ).order_by("-there", "-wanted", "-first", "-likeness", "street", Length("number"), "number", "pk")
    found = cast("list[Address]", list(ranked.filter(by_words)[:limit]))
    if found or not street:
        return found
    alike = Q(search__trigram_word_similar=street) | Q(search__trigram_similar=street)
    return cast(
        "list[Address]", list(ranked.filter(alike).order_by("-likeness", "-there", "-wanted", "street", "pk")[:limit])
    )


def _one_if(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _address_place(address: Address) -> Place:
    return Place(str(address), address.latitude, address.longitude, "address")


def _postal_codes(digits: str, limit: int) -> list[Place]:
    codes = PlaceName.objects.filter(kind=PlaceName.Kind.POSTAL_CODE, name__startswith=digits)[:limit]
    middles = {
        row["postal_code"]: (row["latitude__avg"], row["longitude__avg"])
        for row in Address.objects.filter(postal_code__in=[code.name for code in codes])
        .values("postal_code")
        .order_by("postal_code")
        .annotate(Avg("latitude"), Avg("longitude"))
    }
    places = []
    for code in codes:
        lat, lon = middles.get(code.name, (code.latitude, code.longitude))
        if lat is not None and lon is not None:
            places.append(Place(f"{code.name[:3]} {code.name[3:]} {code.locality}".strip(), lat, lon, "postal_code"))
    return places


def _named_places(text: str, limit: int) -> list[Place]:
    if limit <= 0:
        return []
    names = (
        PlaceName.objects.filter(kind=PlaceName.Kind.PLACE, latitude__isnull=False, longitude__isnull=False)
        .filter(Q(search__contains=text) | Q(search__trigram_word_similar=text))
        .annotate(likeness=TrigramWordSimilarity(text, "search"), first=_one_if(Q(search__startswith=text)))
        .order_by("-first", "-likeness", "name")[:limit]
    )
    return [Place(n.name, n.latitude, n.longitude, "place") for n in names if n.latitude and n.longitude]


# Vitality: how long ago an area was last in touch, in days. Source: the coordinator's own reading of "alive".
ALIVE_DAYS, QUIET_DAYS = 92, 365


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
    known = Q(last_contact_on__isnull=False)
    agents = ContactAgent.objects.filter(area=OuterRef("pk"), period__contains=day)
    return {
        "alive": active & known & Q(last_contact_on__gte=alive_since),
        "quiet": active & known & Q(last_contact_on__lt=alive_since, last_contact_on__gte=quiet_since),
        "dormant": Q(status=AreaStatus.DORMANT)
        | (active & (Q(last_contact_on__isnull=True) | Q(last_contact_on__lt=quiet_since))),
        "forming": Q(status__in=[AreaStatus.FORMING, AreaStatus.INTEREST]),
        "without_agent": active & Q(~Exists(agents)),
    }


def vitality_by_district() -> list[Vitality]:
    """Return how the areas of each district are, districts by name, in two queries."""
    filters = vitality_filters()
    counts: dict[int, dict[str, Any]] = {
        row["district"]: dict(row)
        for row in Area.objects.open()
        .values("district")
        .order_by("district")
        .annotate(**{word: Count("pk", filter=condition) for word, condition in filters.items()})
    }
    nothing = dict.fromkeys(filters, 0)
    rows = [(district, counts.get(district.pk, nothing)) for district in District.objects.defer("boundary")]
    return [Vitality(district, **{word: row[word] for word in filters}) for district, row in rows]


def vitality_of(area: Area) -> str:
    """Return the word of an area's vitality: alive, quiet, dormant, forming or closed."""
    status = AreaStatus(area.status)
    if status is AreaStatus.CLOSED:
        return "closed"
    if status in (AreaStatus.FORMING, AreaStatus.INTEREST):
        return "forming"
    days = (clock.today() - area.last_contact_on).days if area.last_contact_on else QUIET_DAYS + 1
    if status is AreaStatus.DORMANT or days > QUIET_DAYS:
        return "dormant"
    return "alive" if days <= ALIVE_DAYS else "quiet"


def vitality_word(word: str) -> str:
    """Return the word as the reader reads it."""
    return {
        "alive": _("alive"),
        "quiet": _("quiet"),
        "dormant": _("dormant"),
        "forming": _("being formed"),
        "closed": pgettext("area", "closed"),
    }[word]


def current_agents(area: Area) -> QuerySet[ContactAgent]:
    """Return today's agents of an area with their people, the head first."""
    return area.agents.current().select_related("user").order_by("-is_head", "user__full_name", "pk")


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


def sketch(area: Area) -> Drawing | None:
    """Return a sketch of an area among its neighbours, or None where no border has been drawn."""
    if area.boundary is None:
        return None
    near = Area.objects.open().filter(district=area.district, boundary__isnull=False).exclude(pk=area.pk)
    middle = shape(area.boundary).representative_point()
    drawn = [(name, border) for name, border in near.values_list("name", "boundary") if border]
    neighbours = sorted(drawn, key=lambda held: float(shape(held[1]).distance(middle)))
    title = _("Sketch of where %(area)s lies") % {"area": area.name}
    return map_sketch(area.boundary, neighbours[:MOST_NEIGHBOURS], [], title, name=area.name)


def place_in_municipality(area: Area) -> Drawing | None:
    """Return the municipality's outline with a dot where the area lies, or None where either has no border."""
    border = Municipality.objects.filter(boundary__isnull=False).first()
    if border is None or border.boundary is None or area.boundary is None:
        return None
    middle = shape(area.boundary).representative_point()
    return locator_drawing(border.boundary, middle.x, middle.y, _("Where in the municipality"))
