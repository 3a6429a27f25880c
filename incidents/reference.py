"""The categories a municipality starts with. Loading again adds what is missing and leaves the rest alone."""

from __future__ import annotations

from dataclasses import dataclass

from simple_history.utils import bulk_create_with_history

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
    known = set(Category.objects.values_list("code", flat=True))
    rows = [_category(kind, 10 * position) for position, kind in enumerate(KINDS, start=1) if kind.code not in known]
    bulk_create_with_history(rows, Category)
    for is_single in (True, False):
        codes = [kind.code for kind in KINDS if kind.is_single == is_single]
        Category.objects.filter(code__in=codes, publishing="").update(publishing=_publishing(is_single=is_single))
    services.count_if_never_counted()


def _category(kind: Kind, sort: int) -> Category:
    return Category(
        code=kind.code,
        name=kind.name,
        translations={"en": kind.english},
        icon=kind.icon,
        deadline_hours=kind.hours,
        deadline_rule=kind.rule,
        goes_to=kind.goes_to,
        is_plate_kind=kind.is_plate_kind,
        is_public_choice=kind.is_public_choice,
        publishing=_publishing(is_single=kind.is_single),
        sort=sort,
    )


def _publishing(*, is_single: bool) -> Category.Publishing:
    return Category.Publishing.SINGLE if is_single else Category.Publishing.COUNTS
