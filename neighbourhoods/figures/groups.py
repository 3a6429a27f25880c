"""What a head contact agent sees of the areas of the own group: vacancies and vitality, nobody's private details."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from common import clock
from neighbourhoods.figures.areas import with_agent_counts
from neighbourhoods.figures.vitality import vitality_of, vitality_word
from neighbourhoods.models import Area, AreaGroup, ContactAgent, GroupHead
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


def served_areas(user: User) -> AreaQuerySet:
    """Return the areas a person serves today: as agent, or as head alone or of a group."""
    as_agent = Area.objects.filter(pk__in=ContactAgent.objects.current().filter(user=user).values("area"))
    return as_agent | headed_areas(user)


def serves_today(user: User) -> bool:
    """Tell whether a person is agent or head of something today. The role itself goes only later in the night."""
    heads_group = GroupHead.objects.current().filter(user=user).exists()
    return bool(heads_group or ContactAgent.objects.current().filter(user=user).exists())


def group_rows(user: User) -> list[GroupRow]:
    """Return the areas a person heads with their vacancies and vitality, vacant ones first."""
    return _rows(headed_areas(user))


def _rows(wanted: AreaQuerySet) -> list[GroupRow]:
    held = with_agent_counts(wanted).select_related("district", "vitality")
    areas = list(held.defer("boundary", "district__boundary").distinct())
    heads = ContactAgent.objects.filter(area__in=areas, is_head=True, period__contains=clock.today())
    headed = set(heads.values_list("area", flat=True))
    rows = [
        GroupRow(area, area.agent_count, area.pk in headed, vitality_word(vitality_of(area)))  # type: ignore[attr-defined]  # annotated above
        for area in areas
    ]
    return sorted(rows, key=lambda row: (not row.is_vacant, row.area.name))


@dataclass(frozen=True)
class HeadedGroup:
    """A group of areas as it is today: who heads it, and its areas with how many agents each has."""

    group: AreaGroup
    head: GroupHead | None
    areas: list[Area]

    @property
    def name(self) -> str:
        """Return the group's name."""
        return self.group.name

    @property
    def vacant(self) -> int:
        """Return how many of its areas nobody answers for."""
        return sum(not area.agent_count for area in self.areas)  # type: ignore[attr-defined]  # annotated


def headed_groups(words: str = "") -> list[HeadedGroup]:
    """Return the groups by name with head and areas, those whose name or areas answer to the words; three queries."""
    groups = AreaGroup.objects.all()
    if words:
        groups = groups.filter(Q(name__icontains=words) | Q(places__area__name__icontains=words)).distinct()
    found = list(groups)
    heads = {held.group_id: held for held in GroupHead.objects.current().filter(group__in=found).select_related("user")}
    areas = with_agent_counts(Area.objects.filter(in_group__group__in=found)).select_related("district", "in_group")
    held = defaultdict[int, list[Area]](list)
    for area in areas.defer("boundary", "district__boundary").order_by("name", "pk"):
        held[area.in_group.group_id].append(area)
    return [HeadedGroup(group, heads.get(group.pk), held[group.pk]) for group in found]


def areas_of_group(group: AreaGroup) -> list[GroupRow]:
    """Return a group's areas with their vacancies and vitality, vacant ones first."""
    return _rows(Area.objects.filter(in_group__group=group))


def group_lines() -> list[tuple[HeadedGroup, Area | None]]:
    """Return the groups for Excel: a line an area, and one for a group that has none."""
    lines = list[tuple[HeadedGroup, Area | None]]()
    for group in headed_groups():
        lines += [(group, area) for area in group.areas] or [(group, None)]
    return lines
