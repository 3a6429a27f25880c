"""Volunteers, shifts and patrols for tests."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import count
from typing import Any

from accounts import roles
from accounts.models import User
from common import clock, form_tokens
from grannstod import services
from grannstod.lifecycle import VolunteerStatus
from grannstod.models import (
    Applicant,
    Car,
    ChecklistLine,
    Observation,
    Patrol,
    PatrolArea,
    Route,
    RouteStop,
    Schedule,
    Shift,
    ShiftPattern,
    StepKind,
    VictimSupportCase,
    Volunteer,
)
from grannstod.services import Seen, Who
from incidents.models import Category
from neighbourhoods.models import District
from tests.factories.accounts import person
from tests.factories.neighbourhoods import make_area

_numbers = count(1)


def make_volunteer(user: User | None = None, **fields: Any) -> Volunteer:
    """Make an active volunteer who drives."""
    user = user or person(roles.GRANNSTOD_VOLUNTEER)
    return Volunteer.objects.create(user=user, **{"status": VolunteerStatus.ACTIVE, "is_driver": True} | fields)


def make_applicant(**fields: Any) -> Applicant:
    """Make somebody who has asked to join."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "kind": Applicant.Kind.RESIDENT,
        "name": f"Prov Sökande {number}",
        "email": f"sokande{number}@example.com",
        "language": "sv",
        "form_token": form_tokens.new(),
        "expires_on": clock.today() + timedelta(days=14),
    }
    return Applicant.objects.create(**defaults | fields)


def make_car(**fields: Any) -> Car:
    """Make a car."""
    return Car.objects.create(**{"name": f"Provbil {next(_numbers)}"} | fields)


def make_route(*stops: str) -> Route:
    """Make a route with places."""
    route = Route.objects.create(name=f"Provrunda {next(_numbers)}")
    for position, name in enumerate(stops or ("Provtorget", "Provskolan"), start=1):
        RouteStop.objects.create(route=route, position=position, name=name, hint="Är lamporna tända?")
    return route


def make_shift(
    starts_at: datetime | None = None,
    *,
    driver: Volunteer | None = None,
    companion: Volunteer | None = None,
    **fields: Any,
) -> Shift:
    """Plan a shift of three hours that began half an hour ago, with two people."""
    starts_at = starts_at or clock.now() - timedelta(minutes=30)
    defaults: dict[str, Any] = {"ends_at": starts_at + timedelta(hours=3)}
    if "car" not in fields:
        defaults["car"] = make_car()
    return services.plan_shift(
        starts_at=starts_at,
        driver=driver or make_volunteer(),
        companion=companion or make_volunteer(),
        is_told=False,
        **defaults | fields,
    )


def make_patrol(user: User | None = None, **fields: Any) -> Patrol:
    """Start a patrol under way; `user` drives."""
    for kind in (StepKind.BEFORE, StepKind.AFTER):
        ChecklistLine.objects.get_or_create(version=None, kind=kind, position=1, defaults={"text": f"Provrad {kind}"})
    driver = Volunteer.objects.filter(user=user).first() or make_volunteer(user)
    shift = make_shift(driver=driver, **{"route": make_route()} | fields)
    return services.start_patrol(shift_id=shift.pk, actor=driver.user)


def make_patrol_area(*districts: District, **fields: Any) -> PatrolArea:
    """Make a patrol area."""
    area = PatrolArea.objects.create(**{"name": f"Provområde {next(_numbers)}"} | fields)
    area.districts.set(districts)
    return area


def make_pattern(**fields: Any) -> ShiftPattern:
    """Make a shift of the ordinary week: Mondays, nine to twelve."""
    defaults: dict[str, Any] = {"weekday": 0, "begins": time(9), "ends": time(12)}
    return ShiftPattern.objects.create(**defaults | {"car": fields.pop("car", None) or make_car()} | fields)


def make_schedule(**fields: Any) -> Schedule:
    """Make a schedule that nobody has worked out yet."""
    return Schedule.objects.create(**{"first": clock.today() + timedelta(days=7)} | fields)


def make_category(**fields: Any) -> Category:
    """Make a kind of report."""
    return Category.objects.create(**{"code": f"prov-{next(_numbers)}", "name": "Provslag"} | fields)


def seen(**fields: Any) -> Seen:
    """Return two broken lamps for the log."""
    defaults: dict[str, Any] = {
        "text": "Två lampor är släckta.",
        "outcome": Observation.Outcome.LOG_ONLY,
        "place": "Provtorget",
    }
    if "category" not in fields:
        defaults["category"] = make_category()
    return Seen(**defaults | fields)


def make_observation(patrol: Patrol, **fields: Any) -> Observation:
    """Write an observation."""
    author = patrol.shift.crew.get(seat="driver").volunteer.user
    token = fields.pop("form_token", form_tokens.new())
    return services.record_observation(patrol_id=patrol.pk, seen=seen(**fields), form_token=token, author=author)


def make_support_case(**fields: Any) -> VictimSupportCase:
    """Refer somebody for support."""
    area = fields.pop("area", None) or make_area()
    return services.refer(
        source="police",
        district=area.district,
        area=area,
        who=Who("Prov Drabbad", "Hemligvägen 7", "070-000 00 00", "Någon att prata med"),
        form_token=form_tokens.new(),
        by=person(roles.GRANNSTOD_LEADER),
    )
