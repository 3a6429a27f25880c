"""What the situation stands on beside reports: published months, counts from others, an effort, a standing summary."""

from __future__ import annotations

import io
import random
from datetime import date, timedelta

from accounts.models import User
from accounts.roles import SAFETY_COORDINATOR
from common import clock
from incidents import services
from incidents.models import Category, CountSource, StandingSummary
from neighbourhoods.models import District

MONTHS = 15  # three months and the same of the year before
HEAD = "källa;typ;kommundel;period;antal;status\n"


def seed(rng: random.Random) -> None:
    """Publish months, read in two lists, write down an effort and let the police have a summary."""
    months = _months()
    for month in months:
        services.release_month(month=month)
    by = User.objects.filter(groups__name=SAFETY_COORDINATOR).order_by("pk").first()
    if by is None:
        return
    for name, kind in (("Polisen", "police"), ("Klottersaneringen", "cleaner"), ("Provhem", "housing")):
        CountSource.objects.get_or_create(name=name, defaults={"kind": kind})
    held = services.preview_counts(name="siffror.csv", file=io.BytesIO(_list(months, rng).encode()), by=by)
    services.save_counts(held=held, by=by)
    _effort(by)
    police = StandingSummary(receiver="Polisen, lokalpolisområde Botkyrka", email="polisen@example.org")
    services.save_standing(standing=police, by=by)


def _months() -> list[date]:
    """Return the latest months that may be published, the earliest first."""
    latest = (clock.today() - timedelta(days=7)).replace(day=1)
    number = latest.year * 12 + latest.month - 1
    return [date(at // 12, at % 12 + 1, 1) for at in range(number - MONTHS, number)]


def _list(months: list[date], rng: random.Random) -> str:
    places = ["", *District.objects.order_by("name").values_list("name", flat=True)[:3]]
    kinds = (("Polisen", "Skadegörelse"), ("Klottersaneringen", "Klotter"), ("Provhem", "Glaskross"))
    rows = []
    for month in months:
        status = "preliminär" if month == months[-1] else "slutlig"
        for source, kind in kinds:
            for place in places:
                count = rng.randint(8, 30) if place else rng.randint(60, 120)
                rows.append(f"{source};{kind};{place};{month:%Y-%m};{count};{status}")
    return HEAD + "\n".join(rows)


def _effort(by: User) -> None:
    """Write an effort down two months ago, three weeks before it started."""
    begun = clock.today() - timedelta(days=40)
    districts = list(District.objects.order_by("-name")[:2])
    with clock.at(clock.now() - timedelta(days=61)):
        fields = {
            "what": "Samordnat arbete mot klotter", "description": "Sanering inom ett dygn, Grannstöd anmäler.",
            "leader": "Trygghetssamordnaren", "district": districts[0], "area": None, "first_day": begun,
            "last_day": begun + timedelta(days=90), "direction": "fewer", "compared_district": districts[-1],
            "compared_area": None, "categories": Category.objects.filter(code__startswith="graffiti"),
        }  # fmt: skip
        services.record_effort(by=by, fields=fields)
