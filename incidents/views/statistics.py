"""Public statistics: published months, as a page and as open data. Nothing here counts reports itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common import clock, tables
from common.charts import trend_line
from incidents import figures
from incidents.figures import PublicReport, ReleasedTable
from incidents.forms.statistics import SinglesForm
from incidents.models import Category, Release, ReleasedCount

MOST_SINGLES = 5_000
COLUMNS: list[tuple[str, Any]] = [
    ("month", lambda row: f"{row.release.month:%Y-%m}"),
    ("kind", lambda row: row.category.code if row.category else "all"),
    ("kind_name", lambda row: str(row.category) if row.category else ""),
    ("district", lambda row: _place(row)),
    ("count", lambda row: row.count),
    ("hidden", lambda row: int(row.count is None)),
]


def _place(row: ReleasedCount) -> str:
    if row.is_outside:
        return "none"
    return row.district.slug if row.district else "all"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show a published month, the year around it, and where the open data is."""
    months = figures.months()
    month = _asked(request.GET.get("manad", ""), months)
    context: dict[str, Any] = {"months": months, "month": month}
    if month is not None:
        table = figures.released_table(month)
        context |= {"table": table, "lines": [_line(table, *line) for line in table.lines], "trend": _trend(month)}
    response = render(request, "incidents/statistics.html", context)
    response["Cache-Control"] = "public, max-age=300"
    return response


def _line(table: ReleasedTable, kind: Category, counts: list[int | None]) -> tuple[Category, list[tuple[Any, str]]]:
    """Return a kind's counts, each with the address of its single reports where the kind has such."""
    is_single = kind.is_single_in(clock.start_of_day(table.month))
    here = reverse("incidents:statistics_list")
    asked = {"manad": f"{table.month:%Y-%m}", "typ": kind.code}
    cells = zip(counts, table.slugs, strict=True)
    return kind, [
        (count, f"{here}?{urlencode(asked | ({'plats': slug} if slug else {}))}" if count and is_single else "")
        for count, slug in cells
    ]


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """List the released reports behind a published number: only of kinds that are published one by one."""
    form = SinglesForm(request.GET)
    after, before = (request.GET.get(name, "").replace("\x00", "")[:16] for name in ("efter", "fore"))
    page = figures.public_page(form.apply(figures.public_reports()), after=after, before=before)
    response = render(request, "incidents/statistics_list.html", {"form": form, "page": page})
    response["Cache-Control"] = "public, max-age=300"
    return response


def _asked(text: str, months: list[date]) -> date | None:
    return next((month for month in months if f"{month:%Y-%m}" == text), months[0] if months else None)


def _trend(month: date) -> Any:
    now, before = (figures.released_series(year) for year in (month.year, month.year - 1))
    known = [count for count in now or [] if count is not None]
    if now is None or len(known) < 2 or known != now[: len(known)]:
        return None
    labels = [formats.date_format(date(month.year, number, 1), "M") for number in range(1, 13)]
    names = (str(month.year), str(month.year - 1))
    return trend_line(known, before, labels, _("Reports a month"), names=names) if before and any(before) else None


@require_safe
def data(request: HttpRequest, form: str) -> HttpResponseBase:
    """Return every published count as CSV or JSON: what is left out has no count."""
    rows = ReleasedCount.objects.filter(area=None).select_related("release", "category", "district")
    ordered = rows.order_by("release__month", "category__sort", "district__name", "pk")
    if form == "csv":
        made: HttpResponseBase = tables.csv_response(_("statistics"), COLUMNS, ordered.iterator(chunk_size=2_000))
        return made
    counts = [{name: get(row) for name, get in COLUMNS if name != "hidden"} for row in ordered]
    released = {f"{one.month:%Y-%m}": one.made_at.date().isoformat() for one in Release.objects.all()}
    return JsonResponse({"source": settings.MUNICIPALITY, "released": released, "counts": counts})


@require_safe
def singles(request: HttpRequest) -> JsonResponse:
    """Return the released reports of kinds that are published one by one, as GeoJSON: coarse place, day only."""
    newest = figures.public_reports().exclude(latitude=None).order_by("-received_at", "-pk")[:MOST_SINGLES]
    features = list(_features(figures.as_public(newest)))
    return JsonResponse({"type": "FeatureCollection", "features": features}, content_type="application/geo+json")


def _features(rows: list[PublicReport]) -> Iterator[dict[str, Any]]:
    base = settings.BASE_URL.rstrip("/")
    for row in rows:
        yield {
            "type": "Feature",
            "id": row.report.number,
            "geometry": {"type": "Point", "coordinates": [row.longitude, row.latitude]},
            "properties": {
                "kind": row.report.category.code,
                "kind_name": str(row.report.category),
                "words": row.words,
                "district": row.place,
                "received": row.received_on.isoformat(),
                "changed": row.changed_on.isoformat(),
                "open": row.is_open,
                "state": row.state_words,
                "link": base + reverse("incidents:released", args=[row.report.number]),
            },
        }
