"""The situation on a map: squares with counts from far away, single reports from near; a list beside."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from incidents.figures import situation
from incidents.figures.situation import Face, Wanted
from incidents.forms.situation import BehindForm
from incidents.models import Category, Report
from incidents.views.situation import Pages, asked, desk_only, squares

# From which zoom squares are small, and from which each report stands alone.
SMALL_FROM, SINGLE_FROM = 13, 16
MOST_SINGLE = 500
A_NUMBER = "0000-0"  # stands for a report's in an address that is made once
Box = tuple[float, float, float, float]


@desk_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the map with its list; without a script the list and the weeks of the form are what there is."""
    form, wanted, pages = asked(request)
    context = {
        "form": form,
        "wanted": wanted,
        "query": pages.query,
        "squares": squares(wanted, pages),
        "weeks": [(week.isoformat(), _week_words(week)) for week in wanted.weeks],
        "tiles": settings.MAP_TILES,
        "attribution": settings.MAP_ATTRIBUTION,
    }
    return render(request, "incidents/situation_map.html", context)


def _week_words(week: date) -> str:
    return _("week %(n)d, from %(day)s") % {"n": week.isocalendar().week, "day": date_format(week, "j F Y")}


@desk_only
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Return what lies in a box (`box`: west, south, east, north) at a zoom, for all weeks or one (`week`)."""
    box = _box(request.GET.get("box", ""))
    if box is None:
        return HttpResponseBadRequest("box=west,south,east,north")
    form = BehindForm(request.GET, user=request.user)
    wanted = form.wanted()
    if form.cleaned_data.get("week"):
        monday = situation.monday_of(form.cleaned_data["week"])
        wanted = Wanted(monday, monday, wanted.kinds, wanted.district)
    zoom = request.GET.get("zoom", "")
    level = int(zoom) if zoom.isascii() and zoom.isdecimal() and len(zoom) < 3 else 0
    marks = _single(request, form, box) if level >= SINGLE_FROM else _clusters(form, wanted, box, level)
    return JsonResponse({"marks": marks})


def _box(text: str) -> Box | None:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    good = all(math.isfinite(number) for number in (west, south, east, north)) and west < east and south < north
    return (west, south, east, north) if good else None


def _clusters(form: BehindForm, wanted: Wanted, box: Box, level: int) -> list[dict[str, Any]]:
    """Return squares that touch the box, each with its count and the address of its list."""
    is_small = level >= SMALL_FROM
    face, step, name = (Face.SQUARE, situation.SQUARE, "square") if is_small else (Face.WIDE, situation.WIDE, "wide")
    pages, marks = Pages(form, wanted), []
    for key, (now, before) in situation.pairs(face, wanted).items():
        west, south, east, north = situation.box_of(key, step)
        if now and west < box[2] and east > box[0] and south < box[3] and north > box[1]:
            line = pages.line("", (now, before), **{name: key})
            middle = {"lat": (south + north) / 2, "lon": (west + east) / 2}
            marks.append(middle | {"count": now, "words": str(now), "url": line.now_url})
    return marks


def _single(request: HttpRequest, form: BehindForm, box: Box) -> list[dict[str, Any]]:
    west, south, east, north = box
    reports = form.apply(Report.objects.visible_to(request.user)).filter(
        latitude__range=(south, north), longitude__range=(west, east)
    )
    shown = reports.order_by("-received_at", "-pk").values_list("latitude", "longitude", "number", "category")
    kinds = {kind.pk: str(kind) for kind in Category.objects.all()}
    before, after = reverse("incidents:triage_detail", args=[A_NUMBER]).split(A_NUMBER)
    return [
        {
            "lat": latitude,
            "lon": longitude,
            "count": 1,
            "words": f"{kinds[kind]}, {number}",
            "url": f"{before}{number}{after}",
        }
        for latitude, longitude, number, kind in shown[:MOST_SINGLE]
    ]
