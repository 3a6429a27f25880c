"""One document a function: what goes on the paper of one case."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.charts import DataTable, Drawing, bars, comparison_table, trend_line
from incidents.figures import (
    DeliveredLine,
    are_published,
    delivered,
    letter_counts,
    released_series,
    released_sums,
    situation,
)
from incidents.figures.releasing import first_of_next
from incidents.figures.situation import Pair, Wanted
from incidents.models import Category, DeliveredCount, Effort, Report, ReportEvent, SummaryIssue
from neighbourhoods.models import District

MOST_ON_PAPER, FEWEST_POINTS = 60, 2


def case(report: Report) -> dict[str, Any]:
    """Return the context of one case's page: the facts, the text as received, what happened. Never the reporter."""
    shown = (ReportEvent.Kind.MOVED, ReportEvent.Kind.ANSWERED, ReportEvent.Kind.JUDGED, ReportEvent.Kind.ASSIGNED)
    events = report.events.filter(kind__in=shown).select_related("note").order_by("at", "pk")
    return {
        "report": report,
        "events": list(events),
        "facts": [
            (_("Kind"), str(report.category)),
            (_("Status"), str(report.get_status_display())),
            (_("Where"), ", ".join(filter(None, [report.place, str(report.area or ""), str(report.district or "")]))),
            (_("When"), str(report.get_occurred_when_display())),
            (_("Came by"), str(report.get_channel_display())),
            (_("Passed on to"), str(report.passed_to or "")),
        ],
        "photo_count": report.photos.count(),
    }


def period(wanted: Wanted) -> dict[str, Any]:
    """Return the context of a period's summary: week by week, by kind, and each district. Counts only."""
    found = situation.by_kind_and_district(wanted)
    kinds = list(Category.objects.filter(pk__in={kind for kind, _d in found}))
    places = [*District.objects.only("name").filter(pk__in={d for _k, d in found}).order_by("name")]
    named = [(place.pk, place.name) for place in places] + ([(0, _("In no district"))] if _holds_none(found) else [])
    years = (str(wanted.last.isocalendar().year), str(wanted.before[1].isocalendar().year))
    now, before = situation.by_week(wanted)
    weeks = [_("w. %(n)d") % {"n": week.isocalendar().week} for week in wanted.weeks]
    by_kind = [(str(kind), _sum(found, kind=kind.pk)) for kind in kinds]
    by_place = [(name, _sum(found, district=pk)) for pk, name in named]
    return {
        "trend": trend_line(now, before, weeks, _("Reports a week"), names=years),
        "kinds": _bars(by_kind, _("Reports by kind"), years) if by_kind else None,
        "places": _bars(by_place, _("Reports by district"), years) if by_place else None,
        "districts": [
            (name, _table(name, [(str(kind), found.get((kind.pk, pk), (0, 0))) for kind in kinds], years))
            for pk, name in named
        ],
        "delivered": delivered_table(wanted.first, wanted.until),
    }


def delivered_table(first: date, last: date, *, limit: int = MOST_ON_PAPER) -> DataTable | None:
    """Return what others counted between two days, or None; whoever may have the paper may see it."""
    return _delivered_table(delivered(DeliveredCount.objects.all(), first, last, limit=limit))


def _delivered_table(lines: list[DeliveredLine]) -> DataTable | None:
    rows = tuple(
        (
            f"{line.count.kind}, {line.count.place}",
            str(line.count.number),
            str(line.before.number) if line.before else "–",
            line.period,
            f"{line.count.source}, {_('final') if line.count.is_final else _('preliminary')}",
        )
        for line in lines
    )
    headings = (_("What is counted"), _("Number"), _("Last year"), _("Period"), _("Source"))
    return DataTable(_("Counts from others"), headings, rows) if rows else None


def standing(issue: SummaryIssue) -> dict[str, Any]:
    """Return the context of a standing summary: what is published and nothing else."""
    district = issue.standing.district
    months = (issue.last.year - issue.first.year) * 12 + issue.last.month - issue.first.month + 1
    places = [] if district else list(District.objects.only("name").order_by("name"))
    whole = str(district or settings.MUNICIPALITY)
    lines = letter_counts(district)
    return {
        "kinds": _sums(whole, issue, months, district),
        "trend": _published_year(issue.last.year, district),
        "districts": [(place.name, _sums(place.name, issue, months, place)) for place in places],
        "delivered": _delivered_table(lines),
        "efforts": Effort.objects.during(issue.first, first_of_next(issue.last)).for_list(),
    }


def _sums(name: str, issue: SummaryIssue, months: int, district: District | None) -> DataTable:
    sums = released_sums(issue.last, months, district)
    before = "··" if are_published(issue.last, months, years_back=1) else "–"
    rows = tuple((one.label, _shown(one.now, "··"), _shown(one.before, before)) for one in sums)
    headings = (_("Kind"), str(issue.last.year), str(issue.last.year - 1))
    return DataTable(name, headings, rows or ((_("No reports"), "0", "0"),))


def _shown(count: int | None, instead: str) -> str:
    return instead if count is None else str(count)


def _published_year(year: int, district: District | None) -> Drawing | None:
    this, before = (released_series(one, district=district) for one in (year, year - 1))
    known = [count for count in this or [] if count is not None]
    if before is None or len(known) < FEWEST_POINTS:
        return None
    labels = [date_format(date(year, month, 1), "M") for month in range(1, 13)]
    names = (str(year), str(year - 1))
    return trend_line(known, before, labels, _("Reports a month"), names=names)


def _holds_none(found: dict[tuple[int, int], Pair]) -> bool:
    return any(not district for _kind, district in found)


def _sum(found: dict[tuple[int, int], Pair], *, kind: int | None = None, district: int | None = None) -> Pair:
    held = [
        pair for (k, d), pair in found.items() if (kind is None or k == kind) and (district is None or d == district)
    ]
    return sum(now for now, _before in held), sum(before for _now, before in held)


def _bars(lines: list[tuple[str, Pair]], title: str, years: tuple[str, str]) -> Drawing:
    names, counts = [name for name, _pair in lines], [pair for _name, pair in lines]
    return bars([now for now, _b in counts], names, title, before=[before for _n, before in counts], names=years)


def _table(name: str, lines: list[tuple[str, Pair]], years: tuple[str, str]) -> DataTable:
    names, counts = [kind for kind, _pair in lines], [pair for _kind, pair in lines]
    headings = (_("Kind"), *years, _("Difference"))
    return comparison_table(names, [now for now, _b in counts], [before for _n, before in counts], name, headings)
