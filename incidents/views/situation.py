"""The situation: reports in whole weeks beside last year's same weeks, by kind, place, hour, and how long they took."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.services import audit
from common import tables
from common.charts import bars, trend_line, week_of_hours
from common.gates import permission_or_404
from incidents.figures import DeliveredLine, delivered, situation
from incidents.figures.situation import Face, Pair, Wanted
from incidents.forms.situation import BehindForm, SituationForm
from incidents.models import Category, DeliveredCount, Report
from incidents.views.triage import COLUMNS, EXPORT_ROWS
from neighbourhoods import figures as places
from neighbourhoods.models import Area, District

PAGE, MOST_AREAS, MOST_SQUARES, MOST_DELIVERED = 50, 15, 12, 40
desk_only = permission_or_404("incidents.see_all_reports")


@dataclass(frozen=True)
class Line:
    """One name with its two counts, and the addresses of the reports behind them."""

    name: str
    now: int
    before: int
    now_url: str
    before_url: str
    box: tuple[float, float, float, float] | None = None

    @property
    def change(self) -> int:
        """The difference: no percentages of small counts."""
        return self.now - self.before


class Pages:
    """Addresses of lists, with the filter as it stands."""

    def __init__(self, form: SituationForm, wanted: Wanted) -> None:
        data = form.cleaned_data
        self.filter = {"since": wanted.first.isoformat(), "until": wanted.last.isoformat()}
        for name, word in (("category", "code"), ("district", "slug")):
            if data.get(name):
                self.filter[name] = getattr(data[name], word)
        self.list = reverse("incidents:situation_list")

    def line(self, name: str, pair: Pair, box: Any = None, **limits: Any) -> Line:
        """Return a name's counts with the two addresses that open them."""
        asked = urlencode(self.filter | limits)
        return Line(name, *pair, f"{self.list}?{asked}", f"{self.list}?{asked}&last_year=1", box)

    def weeks(self, wanted: Wanted) -> list[Line]:
        """Return the weeks, each with its counts and the addresses of their lists."""
        back = situation.weeks_back(wanted.first)
        counts = zip(wanted.weeks, *situation.by_week(wanted), strict=True)
        return [
            Line(_("w. %(n)d") % {"n": week.isocalendar().week}, now, before, self._of(week), self._of(week - back))
            for week, now, before in counts
        ]

    def _of(self, week: date) -> str:
        return f"{self.list}?{urlencode(self.filter | {'week': week.isoformat()})}"

    @property
    def query(self) -> str:
        """The filter as an address has it."""
        return urlencode(self.filter)


def asked(request: HttpRequest) -> tuple[SituationForm, Wanted, Pages]:
    """Return the form, what it asks for, and the addresses of its lists."""
    form = SituationForm(request.GET, user=request.user)
    wanted = form.wanted()
    return form, wanted, Pages(form, wanted)


def _kinds(wanted: Wanted, pages: Pages) -> list[Line]:
    found = situation.pairs(Face.PLACE, wanted, by="category_id")
    kinds = Category.objects.filter(pk__in=found)
    return [pages.line(str(kind), found[kind.pk], category=kind.code) for kind in kinds]


def _districts(wanted: Wanted, pages: Pages) -> list[Line]:
    found = situation.pairs(Face.PLACE, wanted)
    named = District.objects.only("name", "slug").filter(pk__in=found).order_by("name")
    lines = [pages.line(each.name, found[each.pk], district=each.slug) for each in named]
    if 0 in found:
        lines.append(pages.line(_("In no district"), found[0], no_district=1))
    return lines


def _areas(wanted: Wanted, pages: Pages) -> list[Line]:
    found = situation.pairs(Face.AREA, wanted)
    most = sorted(found, key=lambda key: -found[key][0])[:MOST_AREAS]
    named = {area.pk: area for area in Area.objects.only("name", "slug").filter(pk__in=most)}
    return [pages.line(named[key].name, found[key], area=named[key].slug) for key in most if key in named]


def squares(wanted: Wanted, pages: Pages) -> list[Line]:
    """Return the squares with the most reports, named by the area or district of their middle."""
    found = situation.pairs(Face.SQUARE, wanted)
    most = [key for key in sorted(found, key=lambda key: -found[key][0])[:MOST_SQUARES] if found[key][0]]
    boxes = {key: situation.box_of(key) for key in most}
    names = square_names(boxes)
    return [pages.line(names[key], found[key], boxes[key], square=key) for key in most]


def square_names(boxes: dict[int, tuple[float, float, float, float]]) -> dict[int, str]:
    """Name squares by what lies in their middle: an area, else a district."""
    locator = places.locator()
    held = {}
    for key, (west, south, east, north) in boxes.items():
        lon, lat = (west + east) / 2, (south + north) / 2
        held[key] = locator.area_id_at(lon, lat), locator.district_id_at(lon, lat)
    areas = dict(Area.objects.filter(pk__in=[one for one, _d in held.values() if one]).values_list("pk", "name"))
    districts = dict(District.objects.values_list("pk", "name"))
    return {
        key: areas.get(area or 0) or districts.get(district or 0) or _("Outside the districts")
        for key, (area, district) in held.items()
    }


def _together(counts: Iterable[Pair]) -> Pair:
    held = list(counts)
    return sum(now for now, _before in held), sum(before for _now, before in held)


def _took(wanted: Wanted, pages: Pages) -> dict[str, Any]:
    found = situation.pairs(Face.CLOSED, wanted, by="mod(key, 100)")

    def both(step: int) -> Pair:
        return _together(found.get(2 * step + late, (0, 0)) for late in (0, 1))

    late, closed = (_together(pair for key, pair in found.items() if key % 2 >= least) for least in (1, 0))
    return {
        "lines": [pages.line(str(word), both(step), took=step) for step, (_h, word) in enumerate(situation.TOOK)],
        "closed": pages.line("", closed, closed=1),
        "late": pages.line("", late, closed=1, late="true"),
    }


def _trend(weeks: list[Line], wanted: Wanted) -> Any:
    now, before, labels = [x.now for x in weeks], [x.before for x in weeks], [x.name for x in weeks]
    return trend_line(now, before, labels, _("Reports a week"), names=_years(wanted))


def _hours(wanted: Wanted) -> Any:
    counts = {key: now for key, (now, _before) in situation.pairs(Face.HOUR, wanted).items() if now}
    return week_of_hours(counts, [str(WEEKDAYS[day]) for day in range(7)], _("Reports by weekday and hour"))


def _years(wanted: Wanted) -> tuple[str, str]:
    """Name the two periods by the years they end in."""
    return str(wanted.last.isocalendar().year), str(wanted.before[1].isocalendar().year)


def _chart(lines: list[Line], title: str, wanted: Wanted) -> Any:
    if not lines:
        return None
    names = _years(wanted)
    return bars([x.now for x in lines], [x.name for x in lines], title, before=[x.before for x in lines], names=names)


@require_safe
@desk_only
def index(request: HttpRequest) -> HttpResponse:
    """Show the situation. Every picture has its table, and every number opens its list."""
    form, wanted, pages = asked(request)
    kinds, districts = _kinds(wanted, pages), _districts(wanted, pages)
    weeks, hours = pages.weeks(wanted), _hours(wanted)
    context = {
        "form": form,
        "wanted": wanted,
        "before": wanted.before,
        "query": pages.query,
        "total": pages.line(_("All"), (sum(x.now for x in kinds), sum(x.before for x in kinds))),
        "trend": _trend(weeks, wanted),
        "weeks": weeks,
        "kinds": kinds,
        "kinds_chart": _chart(kinds, _("Reports by kind"), wanted),
        "districts": districts,
        "districts_chart": _chart(districts, _("Reports by district"), wanted),
        "areas": _areas(wanted, pages),
        "squares": squares(wanted, pages),
        "hours": hours,
        "hour_rows": _hour_rows(hours.table.rows, pages),
        "took": _took(wanted, pages),
        "standing": situation.standing(Report.objects.visible_to(request.user), wanted),
        "delivered": _delivered(request, form, wanted),
    }
    return render(request, "incidents/situation.html", context)


def _delivered(request: HttpRequest, form: SituationForm, wanted: Wanted) -> list[DeliveredLine]:
    """Return what others counted during these weeks, of the kind and district asked for; some counts have no kind."""
    counts = DeliveredCount.objects.visible_to(request.user).exclude(category__in=form.kept)
    if form.cleaned_data.get("category"):
        counts = counts.filter(category=form.cleaned_data["category"])
    if wanted.district is not None:
        counts = counts.in_district(wanted.district)
    return delivered(counts, wanted.first, wanted.until, limit=MOST_DELIVERED)


def _hour_rows(rows: tuple[tuple[str, ...], ...], pages: Pages) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return each hour with its seven counts and their addresses."""
    return [
        (row[0], [(cell, f"{pages.list}?{pages.query}&hour={day * 24 + hour}") for day, cell in enumerate(row[1:])])
        for hour, row in enumerate(rows)
    ]


@require_safe
@desk_only
def behind(request: HttpRequest) -> HttpResponse:
    """List the reports behind a number."""
    form = BehindForm(request.GET, user=request.user)
    reports = form.apply(Report.objects.visible_to(request.user)).for_list().order_by("-received_at", "-pk")
    query = request.GET.copy()
    query.pop("sida", None)
    page = Paginator(reports, PAGE).get_page(request.GET.get("sida", "1"))
    return render(request, "incidents/situation_list.html", {"page": page, "query": query.urlencode()})


@require_safe
@desk_only
def behind_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """Return the reports behind a number as xlsx, CSV or GeoJSON, without text and reporter; it is logged."""
    reports = BehindForm(request.GET, user=request.user).apply(Report.objects.visible_to(request.user)).for_list()
    _trace(request, "report.export", form)
    if form == "geojson":
        return _geojson(_feature(report) for report in reports.exclude(latitude=None)[:EXPORT_ROWS])
    columns = [(str(heading), get) for heading, get in COLUMNS]
    make = tables.xlsx_response if form == "xlsx" else tables.csv_response
    made: HttpResponseBase = make(_("reports"), columns, reports[:EXPORT_ROWS].iterator(chunk_size=2000))
    return made


def _trace(request: HttpRequest, action: str, form: str) -> None:
    assert isinstance(request.user, User)
    audit(actor=request.user, action=action, object_type="incidents.report", object_id=form)


def _feature(report: Report) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [report.longitude, report.latitude]},
        "properties": {
            "number": report.number,
            "kind": tables.defused(str(report.category)),
            "status": report.status,
            "received": report.received_at.isoformat(),
            "closed": report.closed_at.isoformat() if report.closed_at else None,
        },
    }


def _geojson(features: Iterator[dict[str, Any]]) -> JsonResponse:
    response = JsonResponse(
        {"type": "FeatureCollection", "features": list(features)}, content_type="application/geo+json"
    )
    response["Content-Disposition"] = f'attachment; filename="{_("reports")}.geojson"'
    return response


@require_safe
@desk_only
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """Return the figures as xlsx or CSV, or the squares as GeoJSON, as filtered; it is logged."""
    if form not in ("xlsx", "csv", "geojson"):
        raise Http404
    _form, wanted, pages = asked(request)
    _trace(request, "situation.export", form)
    if form == "geojson":
        return _geojson(_square_feature(line) for line in squares(wanted, pages) if line.box)
    rows = _rows(wanted, pages)
    columns: list[Any] = [
        (_("Side"), lambda row: row[0]),
        (_("What"), lambda row: row[1]),
        (_("These weeks"), lambda row: row[2]),
        (_("Last year's same weeks"), lambda row: row[3]),
        (_("From"), lambda _row: wanted.first),
        (_("Up to and including"), lambda _row: wanted.until),
    ]
    make = tables.xlsx_response if form == "xlsx" else tables.csv_response
    made: HttpResponseBase = make(_("situation"), columns, rows)
    return made


def _rows(wanted: Wanted, pages: Pages) -> Iterator[tuple[str, str | date, int, int]]:
    for week, now, before in zip(wanted.weeks, *situation.by_week(wanted), strict=True):
        yield _("Week"), week, now, before
    sides = (
        (_("Kind"), _kinds), (_("District"), _districts), (_("Area"), _areas), (_("Square"), squares),
        (_("Time to close"), lambda asked, held: _took(asked, held)["lines"]),
    )  # fmt: skip
    for side, lines in sides:
        for line in lines(wanted, pages):
            yield side, line.name, line.now, line.before
    for key, (now, before) in sorted(situation.pairs(Face.HOUR, wanted).items()):
        yield _("Weekday and hour"), f"{WEEKDAYS[key // 24]} {key % 24:02d}", now, before


def _square_feature(line: Line) -> dict[str, Any]:
    west, south, east, north = line.box or (0.0, 0.0, 0.0, 0.0)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [[[round(x, 6), round(y, 6)] for x, y in ring]]},
        "properties": {"name": tables.defused(line.name), "reports": line.now, "last_year": line.before},
    }
