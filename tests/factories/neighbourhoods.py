"""Places and agents for tests; each has a sensible default and takes any field by name."""

from __future__ import annotations

import io
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.text import slugify

from accounts.models import User
from accounts.roles import CONTACT_AGENT, HEAD_CONTACT_AGENT
from common import clock
from neighbourhoods import services
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import (
    Address,
    Area,
    ChecklistItem,
    ChecklistVersion,
    ContactAgent,
    District,
    InterestedPerson,
    ListRun,
    Measure,
    Municipality,
    Organisation,
    PlaceName,
    RevivalCase,
    RevivalStep,
    Sign,
    StartupCase,
    VitalityRule,
    VitalitySignal,
)
from post.lifecycle import DeliveryStatus
from post.models import Content, Delivery

_numbers = count(1)


def square(lon: float = 17.83, lat: float = 59.20, size: float = 0.002) -> dict[str, Any]:
    """Return a square border (GeoJSON) with its south-west corner at a position."""
    east, north = lon + size, lat + size
    return {"type": "Polygon", "coordinates": [[[lon, lat], [east, lat], [east, north], [lon, north], [lon, lat]]]}


def make_municipality(**fields: Any) -> Municipality:
    """Make the municipality with a border that holds the default squares."""
    return Municipality.objects.create(**{"name": "Botkyrka kommun", "boundary": square(17.66, 59.04, 0.33)} | fields)


def make_district(name: str = "", **fields: Any) -> District:
    """Make a district, or return the one of that name."""
    name = name or f"Kommundel {next(_numbers)}"
    return District.objects.get_or_create(name=name, defaults={"slug": slugify(name)} | fields)[0]


def make_area(name: str = "", **fields: Any) -> Area:
    """Make an active area."""
    name = name or f"Exempelgården {next(_numbers)}"
    defaults: dict[str, Any] = {
        "slug": slugify(f"{name}-{next(_numbers)}"),
        "status": AreaStatus.ACTIVE,
        "households": 40,
        "households_joined": 30,
        "last_contact_on": clock.today() - timedelta(days=10),
    }
    if "district" not in fields:
        defaults["district"] = make_district()
    return Area.objects.create(name=name, **defaults | fields)


def make_agent(
    area: Area | None = None,
    user: User | None = None,
    *,
    starts_on: date | None = None,
    last_day: date | None = None,
    **fields: Any,
) -> ContactAgent:
    """Make an appointment that holds today, with a person in the agents' group."""
    user = user or User.objects.create_user(f"ombud{next(_numbers)}@example.com", f"Kim Exempel {next(_numbers)}")
    role = HEAD_CONTACT_AGENT if fields.get("is_head") else CONTACT_AGENT
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    starts = starts_on or clock.today() - timedelta(days=400)
    period = DateRange(starts, last_day + timedelta(days=1) if last_day else None)
    return ContactAgent.objects.create(
        user=user, area=area or make_area(), period=fields.pop("period", period), **fields
    )


def make_organisation(name: str = "", **fields: Any) -> Organisation:
    """Make an organisation."""
    return Organisation.objects.create(name=name or f"Provhem {next(_numbers)}", **fields)


def make_address(street: str = "Exempelvägen", number: str = "1", **fields: Any) -> Address:
    """Make an address inside the default square."""
    where = {"latitude": 59.201, "longitude": 17.831, "postal_code": "14700", "locality": "Tumba"}
    return Address.objects.create(street=street, number=number, **where | fields)


def make_place_name(name: str, **fields: Any) -> PlaceName:
    """Make a place name with a position."""
    return PlaceName.objects.create(name=name, **{"latitude": 59.2, "longitude": 17.83} | fields)


def make_checklist(*, published: bool = True, language: str = "sv", number: int = 1, many: int = 3) -> ChecklistVersion:
    """Make a version of the prevention checklist with a question for each of the first topics."""
    version = ChecklistVersion.objects.create(
        language=language, number=number, published_at=clock.now() if published else None
    )
    for place, topic in enumerate(ChecklistItem.Topic.values[:many]):
        ChecklistItem.objects.create(
            version=version, key=topic, topic=topic, place=place, question=f"Fråga {place}?", advice=f"Råd {place}."
        )
    return version


def make_sign(area: Area | None = None, **fields: Any) -> Sign:
    """Make a sign that stands and is good."""
    return Sign.objects.create(area=area or make_area(), **{"place": f"Infart {next(_numbers)}"} | fields)


def make_startup(area: Area | None = None, **fields: Any) -> StartupCase:
    """Make a start-up case under way, in an area that forms."""
    area = area or make_area(status=AreaStatus.FORMING, started_on=None)
    return StartupCase.objects.create(area=area, **fields)


def make_interested(**fields: Any) -> InterestedPerson:
    """Make somebody who would like to take part and has confirmed it."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "name": f"Robin Exempel {number}",
        "email": f"granne{number}@example.com",
        "address": f"Exempelvägen {number}",
        "status": "new",
        "confirmed_at": clock.now(),
        "expires_on": clock.today() + timedelta(days=300),
    }
    return InterestedPerson.objects.create(**defaults | fields)


def corners(lon: float = 17.83, lat: float = 59.20, size: float = 0.002) -> str:
    """Return a square border as a person writes it: a corner a line, latitude first."""
    ring = square(lon, lat, size)["coordinates"][0][:-1]
    return "\n".join(f"{y}, {x}" for x, y in ring)


def make_measure(area: Area, **fields: Any) -> Measure:
    """Make a measure that goes on in an area."""
    who, _made = Organisation.objects.get_or_create(name="Gatukontoret", kind=Organisation.Kind.MUNICIPALITY)
    fields = {"kind": Measure.Kind.LIGHTING, "approach": Measure.Approach.SITUATIONAL} | fields
    return Measure.objects.create(organisation=who, area=area, since=clock.today() - timedelta(days=100), **fields)


def make_revival(area: Area | None = None) -> RevivalCase:
    """Make a case of an area that sleeps, with one step."""
    case = RevivalCase.objects.create(area=area or make_area())
    RevivalStep.objects.create(case=case, key=RevivalStep.Key.CALL)
    return case


def preview_list(area: Area, *, by: User) -> ListRun:
    """Look a list of areas through that has a row of every fate."""
    changed, district = make_area(district=area.district), area.district.name
    rows = [(area.name, district, area.households), (changed.name, district, changed.households + 1)]
    rows += [("Nytt", district, 5), ("Fel", "Ingenstans", 5)]
    lines = ["Namn;Kommundel;Hushåll", *(";".join(map(str, row)) for row in rows)]
    return services.preview_list(kind="areas", name="lista.csv", file=io.BytesIO("\n".join(lines).encode()), by=by)


def make_bounced(appointment: ContactAgent) -> Delivery:
    """Make the mail that came back from an agent who was appointed."""
    words = {"subject": "Välkommen", "sender": "kommun@example.com", "body": b"Hej"}
    content = Content.objects.create(thread=f"neighbourhoods:appointment:{appointment.pk}", **words)
    return Delivery.objects.create(content=content, recipient=appointment.user.email, status=DeliveryStatus.BOUNCED)


def make_draft_rule() -> VitalityRule:
    """Make a draft of the rule of vitality with one signal."""
    draft = VitalityRule.objects.create(number=99, quiet_below=65, dormant_below=31)
    VitalitySignal.objects.create(rule=draft, name="contact", weight=70, fresh_days=90, stale_days=183)
    return draft
