"""The desk's lists without filters, as xlsx or CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import User
from accounts.services import audit
from common import clock
from common.gates import permission_or_404
from common.list_runs import Outcome
from common.tables import Column, csv_response, xlsx_response
from neighbourhoods import figures, services
from neighbourhoods.models import (
    Area,
    AreaMessage,
    ChecklistVersion,
    CircleMisuse,
    District,
    HouseholdCount,
    ListRun,
    MessageRecipient,
    SignOrder,
    VitalityRule,
    YearlyMeeting,
)
from neighbourhoods.views.access import area_or_404, person

MAKERS = {"xlsx": xlsx_response, "csv": csv_response}


@dataclass(frozen=True)
class DeskList:
    """A list: who may take it out, its rows in somebody's scope, and its columns."""

    permissions: tuple[str, ...]
    rows: Callable[[User], Iterable[Any]]
    columns: Callable[[], list[Column[Any]]]


def _messages(user: User) -> Iterable[Any]:
    held = list(AreaMessage.objects.visible_to(user).select_related("author"))
    said = figures.readings(held)
    return ((one, said[one.pk]) for one in held)


def _message_columns() -> list[Column[Any]]:
    return [
        (_("Subject"), lambda row: row[0].subject),
        (_("Direction"), lambda row: str(row[0].get_direction_display())),
        (_("Date"), lambda row: row[0].sent_at),
        (_("Author"), lambda row: str(row[0].author or "")),
        (_("Sent to"), lambda row: row[1].sent),
        (_("Say they have read it"), lambda row: row[1].read),
        (_("Have passed it on"), lambda row: row[1].passed_on),
        (_("Have answered"), lambda row: row[1].answered),
    ]


def _orders(user: User) -> Iterable[Any]:
    held = SignOrder.objects.visible_to(user).select_related("area__district", "replaces")
    return held.defer("area__boundary", "area__district__boundary").order_by("status", "created_at", "pk")


def _order_columns() -> list[Column[Any]]:
    return [
        (_("Area"), lambda one: one.area.name),
        (_("District"), lambda one: one.area.district.name),
        (_("Status"), lambda one: str(one.get_status_display())),
        (_("How many"), lambda one: one.quantity),
        (_("Replaces"), lambda one: str(one.replaces or "")),
        (_("Ordered"), lambda one: one.created_at),
    ]


def _misuse(user: User) -> Iterable[Any]:
    return CircleMisuse.objects.visible_to(user).select_related("area", "note")


def _misuse_columns() -> list[Column[Any]]:
    return [
        (_("Area"), lambda one: one.area.name),
        (_("Told"), lambda one: one.told_at),
        (_("Note"), lambda one: one.note.subject if one.note else ""),
        (_("What is wrong"), lambda one: one.text),
        (_("Settled"), lambda one: one.settled_at),
    ]


def _tallies(_user: User) -> Iterable[Any]:
    version = ChecklistVersion.objects.latest_published(get_language() or settings.LANGUAGE_CODE)
    return figures.tallies(version) if version else []


def _tally_columns() -> list[Column[Any]]:
    return [
        (_("Question"), lambda one: str(one.item)),
        (_("Yes"), lambda one: one.yes),
        (_("No"), lambda one: one.no),
        (_("Does not apply"), lambda one: one.skip),
    ]


def _with_total(rows: list[figures.CoverageRow]) -> list[figures.CoverageRow]:
    return [*rows, figures.whole(rows)]


def _coverage_columns() -> list[Column[Any]]:
    return [
        (_("Name"), lambda row: row.name),
        (_("Areas"), lambda row: row.areas),
        (_("Households in them"), lambda row: row.households),
        (_("Taking part"), lambda row: row.joined),
        (_("Dwellings"), lambda row: row.dwellings),
        (_("Share"), lambda row: row.share),
    ]


def _bounced(_user: User) -> Iterable[Any]:
    invited = [(one.full_name, one.email, one.place, one.created_at) for one in figures.bounced_invitations()]
    appointed = [(str(one.user), one.user.email, one.area.name, None) for one in figures.bounced_appointments()]
    heads = [(str(one.user), one.user.email, one.group.name, None) for one in figures.bounced_heads()]
    return [*invited, *appointed, *heads]


def _bounced_columns() -> list[Column[Any]]:
    return [
        (_("Name"), lambda row: row[0]),
        (_("E-mail address"), lambda row: row[1]),
        (_("Where"), lambda row: row[2]),
        (_("Invited on"), lambda row: row[3]),
    ]


def _list_run_columns() -> list[Column[Any]]:
    counts: list[Column[Any]] = [(str(one.label), _fate_of(str(one.label))) for one in Outcome]
    return [
        (_("File"), lambda run: run.file_name),
        (_("What it holds"), lambda run: str(run.get_kind_display())),
        (_("When"), lambda run: run.at),
        (_("Who"), lambda run: str(run.by or "")),
        (_("Status"), lambda run: str(run.get_status_display())),
        *counts,
    ]


def _fate_of(label: str) -> Callable[[ListRun], int]:
    return lambda run: dict(run.fates)[label]


def _turns(_user: User) -> Iterable[Any]:
    """What the draft of the rule would change; nothing where there is no draft."""
    draft = VitalityRule.objects.filter(published_at=None).first()
    found = figures.turns(services.rule_in_force(), draft, clock.today()) if draft else []
    areas = Area.objects.select_related("district").defer("boundary", "district__boundary")
    held = areas.in_bulk([turn.area_id for turn in found])
    return [(turn, held[turn.area_id]) for turn in found if turn.area_id in held]


def _turn_columns() -> list[Column[Any]]:
    return [
        (_("Area"), lambda row: row[1].name),
        (_("District"), lambda row: row[1].district.name),
        (_("Now"), lambda row: row[0].now_words),
        (_("Points now"), lambda row: row[0].score_now),
        (_("Then"), lambda row: row[0].then_words),
        (_("Points then"), lambda row: row[0].score_then),
    ]


def _of_areas(model: type[YearlyMeeting | HouseholdCount]) -> Callable[[User], Iterable[Any]]:
    def rows(user: User) -> Iterable[Any]:
        held = model._default_manager.visible_to(user).select_related("area__district")
        return held.defer("area__boundary", "area__district__boundary").order_by("area__name", "-pk")

    return rows


def _place_columns() -> list[Column[Any]]:
    return [(_("Area"), lambda one: one.area.name), (_("District"), lambda one: one.area.district.name)]


def meeting_columns() -> list[Column[Any]]:
    """Return the columns of yearly meetings."""
    return [
        *_place_columns(),
        (_("When"), lambda one: one.starts_at),
        (_("Place"), lambda one: one.place),
        (_("Invitation sent to the circle"), lambda one: one.sent_at),
        (_("Called off"), lambda one: one.cancelled_at),
        (_("Households present"), lambda one: one.households_present),
        (_("What was decided"), lambda one: one.outcome),
    ]


def count_columns() -> list[Column[Any]]:
    """Return the columns of counts of households: numbers only."""
    return [
        *_place_columns(),
        (_("Counted"), lambda one: one.counted_on),
        (_("Households"), lambda one: one.households),
        (_("Taking part"), lambda one: one.joined),
        (_("Decline"), lambda one: one.declined),
    ]


def district_columns() -> list[Column[Any]]:
    """Return the columns of districts."""
    return [
        (_("Name"), lambda one: one.name),
        (_("Population"), lambda one: one.population),
        (_("Dwellings"), lambda one: one.dwellings),
    ]


def group_columns() -> list[Column[Any]]:
    """Return the columns of groups of areas, an area a row; a group without areas has a row of its own."""
    return [
        (_("Group"), lambda row: row[0].name),
        (_("Head contact agent"), lambda row: str(row[0].head.user) if row[0].head else ""),
        (_("Area"), lambda row: row[1].name if row[1] else ""),
        (_("District"), lambda row: row[1].district.name if row[1] else ""),
        (_("Contact agents"), lambda row: row[1].agent_count if row[1] else None),
    ]


SEE, WRITE = "neighbourhoods.see_all_areas", "neighbourhoods.write_to_areas"
GROUPS = (SEE, "neighbourhoods.view_areagroup", "neighbourhoods.view_grouphead")
LISTS = {
    "meddelanden": DeskList((WRITE,), _messages, _message_columns),
    "skyltbestallningar": DeskList((SEE, "neighbourhoods.view_signorder"), _orders, _order_columns),
    "granncirklar": DeskList((WRITE,), _misuse, _misuse_columns),
    "lura-tjuven": DeskList(("neighbourhoods.edit_checklist",), _tallies, _tally_columns),
    "tackning": DeskList((SEE,), lambda _user: _with_total(figures.coverage()), _coverage_columns),
    "inbjudningar": DeskList((WRITE,), _bounced, _bounced_columns),
    "inlasningar": DeskList(
        (SEE, "neighbourhoods.change_area", "neighbourhoods.add_area"),
        lambda user: ListRun.objects.visible_to(user).select_related("by"),
        _list_run_columns,
    ),
    "livskraft-utkast": DeskList((SEE, "neighbourhoods.tune_vitality"), _turns, _turn_columns),
    "arsmoten": DeskList((SEE, "neighbourhoods.view_yearlymeeting"), _of_areas(YearlyMeeting), meeting_columns),
    "hushallsrakningar": DeskList(
        (SEE, "neighbourhoods.view_householdcount"), _of_areas(HouseholdCount), count_columns
    ),
    "grupper": DeskList(GROUPS, lambda _user: figures.group_lines(), group_columns),
    "kommundelar": DeskList(
        (SEE, "neighbourhoods.view_district"), lambda _user: District.objects.defer("boundary"), district_columns
    ),
    "boendeformer": DeskList((SEE,), lambda _user: _with_total(figures.growth_shares()), _coverage_columns),
}


def named_lists() -> dict[str, str]:
    """Return the lists that have no page of their own at the desk, and what each is called."""
    return {
        "arsmoten": _("Yearly meetings"),
        "hushallsrakningar": _("Household counts"),
        "kommundelar": _("Districts"),
    }


def may_take_out(user: User, name: str) -> bool:
    """Tell whether somebody may take a list out."""
    return user.has_perms(LISTS[name].permissions)


@require_GET
@login_required
def export(request: HttpRequest, name: str, kind: str) -> HttpResponseBase:
    """Return one of the lists. That it was taken out is logged."""
    held, user = LISTS.get(name), person(request)
    if held is None or kind not in MAKERS or not may_take_out(user, name):
        raise Http404
    audit(actor=user, action=f"list.exported.{name}", object_type="neighbourhoods.area")
    response: HttpResponseBase = MAKERS[kind](name, held.columns(), list(held.rows(user)))
    return response


OWN = {"arsmoten": (YearlyMeeting, meeting_columns), "hushallsrakningar": (HouseholdCount, count_columns)}


@require_GET
@permission_or_404("neighbourhoods.use_portal")
def own(request: HttpRequest, slug: str, name: str, kind: str) -> HttpResponseBase:
    """Return an agent's own area's meetings or counts. That they were taken out is logged."""
    area = area_or_404(request, slug)
    if name not in OWN or kind not in MAKERS:
        raise Http404
    model, columns = OWN[name]
    audit(
        actor=person(request), action=f"list.exported.{name}", object_type="neighbourhoods.area", object_id=str(area.pk)
    )
    rows = model._default_manager.filter(area=area).select_related("area__district")
    response: HttpResponseBase = MAKERS[kind](name, columns(), list(rows))
    return response


@require_GET
@permission_or_404(WRITE)
def recipients(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """Return whom a message went to, and who says to have read it and passed it on."""
    message = AreaMessage.objects.visible_to(request.user).filter(pk=pk).first()
    if message is None or kind not in MAKERS:
        raise Http404
    audit(actor=person(request), action="message.exported", object_type="neighbourhoods.areamessage", object_id=str(pk))
    rows = MessageRecipient.objects.filter(message=message).select_related("user", "area__district")
    columns: list[Column[Any]] = [
        (_("Name"), lambda row: str(row.user)),
        (_("Area"), lambda row: row.area.name),
        (_("District"), lambda row: row.area.district.name),
        (_("Read"), lambda row: row.read_at),
        (_("Passed on"), lambda row: row.passed_on_at),
    ]
    response: HttpResponseBase = MAKERS[kind]("mottagare", columns, list(rows))
    return response
