"""The categories a municipality starts with. Loading again refreshes names and leaves what was edited alone."""

from __future__ import annotations

from dataclasses import dataclass

from incidents import services
from incidents.lifecycle import DeadlineRule
from incidents.models import Category


@dataclass(frozen=True)
class Kind:
    """One category to start with. Hours for graffiti: 48 h, offensive 24 h on weekdays (Huddinge's promise)."""

    code: str
    name: str
    english: str
    icon: str
    hours: int
    rule: DeadlineRule
    goes_to: Category.GoesTo
    is_plate_kind: bool = False
    is_public_choice: bool = True
    is_single: bool = False


CLOCK, WEEKDAY, WORKING = DeadlineRule.CLOCK, DeadlineRule.WEEKDAY, DeadlineRule.WORKING
POLICE, MUNICIPALITY, OWNER = Category.GoesTo.POLICE, Category.GoesTo.MUNICIPALITY, Category.GoesTo.OWNER

KINDS = (
    Kind("graffiti", "Klotter", "Graffiti", "graffiti", 48, CLOCK, OWNER, is_single=True),
    Kind("graffiti-offensive", "Kränkande klotter", "Offensive graffiti", "graffiti", 24, WEEKDAY, OWNER, False, False),
    Kind("vandalism", "Skadegörelse", "Vandalism", "vandalism", 45, WORKING, POLICE),
    Kind("broken-glass", "Glaskross", "Broken glass", "glass", 24, WEEKDAY, OWNER, is_single=True),
    Kind("lighting", "Trasig lampa", "Broken light", "light", 45, WORKING, MUNICIPALITY, is_single=True),
    Kind("litter", "Nedskräpning", "Litter", "litter", 45, WORKING, MUNICIPALITY, is_single=True),
    Kind("unsafe-place", "Otrygg plats", "A place that feels unsafe", "unsafe", 45, WORKING, MUNICIPALITY),
    Kind("abandoned-car", "Övergiven bil", "Abandoned car", "car", 45, WORKING, MUNICIPALITY, True),
    Kind("stolen-vehicle", "Stulet fordon hittat", "Stolen vehicle found", "car", 18, WORKING, POLICE, True),
    Kind("suspicious", "Misstänkt händelse", "Something suspicious", "suspicious", 18, WORKING, POLICE),
    Kind("other", "Något annat", "Something else", "other", 45, WORKING, MUNICIPALITY),
)


def load() -> None:
    """Create missing categories; a category that exists keeps its hours and route, for people edit those."""
    for position, kind in enumerate(KINDS, start=1):
        Category.objects.get_or_create(
            code=kind.code,
            defaults={
                "name": kind.name,
                "translations": {"en": kind.english},
                "icon": kind.icon,
                "deadline_hours": kind.hours,
                "deadline_rule": kind.rule,
                "goes_to": kind.goes_to,
                "is_plate_kind": kind.is_plate_kind,
                "is_public_choice": kind.is_public_choice,
                "sort": position * 10,
            },
        )
        single = Category.Publishing.SINGLE if kind.is_single else Category.Publishing.COUNTS
        Category.objects.filter(code=kind.code, publishing="").update(publishing=single)
    services.count_if_never_counted()
