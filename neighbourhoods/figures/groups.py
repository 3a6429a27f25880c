"""What a head contact agent sees of the areas of the own group: vacancies and vitality, nobody's private details."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from common import clock
from neighbourhoods.figures.areas import with_agent_counts
from neighbourhoods.figures.vitality import vitality_of, vitality_word
from neighbourhoods.models import Area, ContactAgent, GroupHead
from neighbourhoods.querysets import AreaQuerySet


@dataclass(frozen=True)
class GroupRow:
    """One area of a head's group."""

    area: Area
    agents: int
    has_head: bool
    vitality: str

    @property
    def is_vacant(self) -> bool:
        """Whether nobody answers for the area."""
        return self.agents == 0


def headed_areas(user: User) -> AreaQuerySet:
    """Return the open areas a person heads today, alone or as part of a group."""
    alone = ContactAgent.objects.current().filter(user=user, is_head=True).values("area")
    groups = GroupHead.objects.current().filter(user=user).values("group")
    open_areas: AreaQuerySet = Area.objects.open()
    return open_areas.filter(pk__in=alone) | open_areas.filter(in_group__group__in=groups)


def group_rows(user: User) -> list[GroupRow]:
    """Return the areas a person heads with their vacancies and vitality, vacant ones first."""
    held = with_agent_counts(headed_areas(user)).select_related("district", "vitality")
    areas = list(held.defer("boundary", "district__boundary").distinct())
    heads = ContactAgent.objects.filter(area__in=areas, is_head=True, period__contains=clock.today())
    headed = set(heads.values_list("area", flat=True))
    rows = [
        GroupRow(area, area.agent_count, area.pk in headed, vitality_word(vitality_of(area)))  # type: ignore[attr-defined]  # annotated above
        for area in areas
    ]
    return sorted(rows, key=lambda row: (not row.is_vacant, row.area.name))
