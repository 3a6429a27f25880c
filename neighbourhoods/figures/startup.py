"""How far a start-up has come: its steps in order, and what the signs still wait for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.geo import box_around, distance_m
from neighbourhoods.lifecycle import InterestStatus, SignOrderStatus, StartupStatus
from neighbourhoods.models import Area, ContactAgent, InterestedPerson, SignOrder, StartupCase
from neighbourhoods.querysets import StartupCaseQuerySet

NEARBY_M = 500


@dataclass(frozen=True)
class Step:
    """One step of a start-up. `key` is what a form or a link asks for."""

    key: str
    title: str
    is_done: bool
    said: str


def share_joined(area: Area) -> int | None:
    """Return the share of the households that join (per cent, rounded down), or None before they are counted."""
    return 100 * area.households_joined // area.households if area.households else None


def with_step_counts(cases: StartupCaseQuerySet) -> StartupCaseQuerySet:
    """Return cases with what their steps are read from: `agent_count`, `trained_count` and `signs_up`."""
    agents = ContactAgent.objects.current().filter(area=OuterRef("area")).order_by().values("area")
    delivered = SignOrder.objects.filter(area=OuterRef("area"), status=SignOrderStatus.DELIVERED)
    counted = agents.annotate(many=Count("pk"), trained=Count("trained_on"))
    return cases.annotate(
        agent_count=Coalesce(Subquery(counted.values("many")), 0),
        trained_count=Coalesce(Subquery(counted.values("trained")), 0),
        signs_up=Exists(delivered),
    )


def steps_of(case: StartupCase) -> list[Step]:
    """Return a case's steps as they are now."""
    held = with_step_counts(StartupCase.objects.filter(pk=case.pk)).select_related("area").get()
    return steps(held)


def steps(case: StartupCase) -> list[Step]:
    """Return the steps of a case from `with_step_counts` in the order they are taken; the signs come last."""
    area, agents = case.area, int(getattr(case, "agent_count", 0))
    trained = case.course_held_on is not None or getattr(case, "trained_count", 0) > 0
    share = share_joined(area)
    enough = share is not None and share >= case.threshold and case.counted_on is not None
    appointed = ngettext("%(count)d agent", "%(count)d agents", agents) % {"count": agents}
    return [
        Step("hushall", _("Households counted"), case.counted_on is not None, _households(area)),
        Step("andel", _("Enough of them join"), enough, _share_words(share, case.threshold)),
        Step("mote", _("Start meeting"), case.meeting_held_on is not None, _meeting(case)),
        Step("kurs", _("Basic course"), trained, _day(case.course_held_on)),
        Step("ombud", _("Contact agent appointed"), agents > 0, appointed if agents else ""),
        Step("avtal", _("Agreement signed"), case.agreement_on is not None, _day(case.agreement_on)),
        Step("skyltar", _("Signs up"), bool(getattr(case, "signs_up", False)), ""),
    ]


MISSING: dict[str, Q] = {
    "hushall": Q(counted_on=None),
    "mote": Q(meeting_held_on=None),
    "kurs": Q(course_held_on=None, trained_count=0),
    "ombud": Q(agent_count=0),
    "avtal": Q(agreement_on=None),
}
"""Which cases from `with_step_counts` lack a step."""


def _day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def _households(area: Area) -> str:
    if not area.households:
        return ""
    return _("%(joined)d of %(all)d join, %(declined)d decline") % {
        "joined": area.households_joined,
        "all": area.households,
        "declined": area.households_declined,
    }


def _share_words(share: int | None, threshold: int) -> str:
    wanted = _("at least %(percent)d %% are needed") % {"percent": threshold}
    return wanted if share is None else _("%(percent)d %% join; %(wanted)s") % {"percent": share, "wanted": wanted}


def _meeting(case: StartupCase) -> str:
    if case.meeting_held_on is None or case.meeting_people is None:
        return _day(case.meeting_held_on)
    people = ngettext("%(count)d person came", "%(count)d people came", case.meeting_people)
    return f"{_day(case.meeting_held_on)}, {people % {'count': case.meeting_people}}"


def missing_for_signs(area: Area) -> list[str]:
    """Return what must be recorded before signs can be released, each as a few words; empty when nothing is missing.

    Meeting, training and agent. An area that was active before its start was recorded here has had its meeting.
    """
    return missing_in([area])[area.pk]


def missing_in(areas: Iterable[Area]) -> dict[int, list[str]]:
    """Return what `missing_for_signs` says of each of many areas, in two queries."""
    wanted = {area.pk: area for area in areas}
    begun = StartupCase.objects.exclude(status=StartupStatus.ABANDONED).filter(area__in=wanted).order_by("opened_at")
    cases = {case.area_id: case for case in begun}
    agents = ContactAgent.objects.current().filter(area__in=wanted).order_by().values("area")
    rows = agents.annotate(many=Count("pk"), trained=Count("trained_on")).values_list("area", "many", "trained")
    counted = {pk: (many, trained) for pk, many, trained in rows}
    return {pk: _missing(area, cases.get(pk), *counted.get(pk, (0, 0))) for pk, area in wanted.items()}


def _missing(area: Area, case: StartupCase | None, many: int, trained: int) -> list[str]:
    had_meeting = case.meeting_held_on is not None if case else area.started_on is not None
    had_course = trained > 0 or (case is not None and case.course_held_on is not None)
    asked = (
        (had_meeting, _("the start meeting")),
        (had_course, _("the basic course")),
        (many > 0, _("a contact agent")),
    )
    return [words for is_there, words in asked if not is_there]


def interested_nearby(lon: float | None, lat: float | None, *, metres: int = NEARBY_M) -> list[InterestedPerson]:
    """Return confirmed people without area who live near a position, nearest first."""
    if lon is None or lat is None:
        return []
    west, south, east, north = box_around(lon, lat, metres)
    people = InterestedPerson.objects.filter(
        area=None,
        status__in=(InterestStatus.NEW, InterestStatus.CONTACTED),
        longitude__range=(west, east),
        latitude__range=(south, north),
    )[:200]
    near = [(distance_m(lon, lat, held.longitude or 0, held.latitude or 0), held) for held in people]
    return [held for far, held in sorted(near, key=lambda row: (row[0], row[1].pk)) if far <= metres]
