"""The map: every area's border, which area lies at an address, and an area's border drawn or pasted."""

from __future__ import annotations

import math
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common.gates import permission_or_404
from neighbourhoods import figures, services
from neighbourhoods.forms import DrawnBorderForm, as_corners
from neighbourhoods.services import BorderRefusedError
from neighbourhoods.views.access import area_or_404, person

SEE = "neighbourhoods.see_all_areas"
MOST_BORDERS = 400  # of one look at the map; zoomed in, all are there


def _tiles() -> dict[str, str]:
    return {"tiles": settings.MAP_TILES, "attribution": settings.MAP_ATTRIBUTION}


@require_GET
@permission_or_404(SEE)
def index(request: HttpRequest) -> HttpResponse:
    """Show the map, and which area lies at an address or a position. Works without the map."""
    words = " ".join(request.GET.get("adress", "").replace("\x00", "").split())[: figures.LONGEST_QUERY]
    found = figures.whereabouts(words) if words else None
    sketch = None
    if found and found.place and not found.is_outside:
        sketch = figures.sketch_of_place(found.place.longitude, found.place.latitude)
    context = {"words": words, "found": found, "sketch": sketch, **_tiles()}
    return render(request, "neighbourhoods/map.html", context)


@require_GET
@permission_or_404(SEE)
def data(request: HttpRequest) -> HttpResponse:
    """Return the borders in a box (`box=west,south,east,north`, degrees) as GeoJSON, at most MOST_BORDERS."""
    try:
        west, south, east, north = (float(number) for number in request.GET.get("box", "").split(","))
    except ValueError:
        west, south, east, north = math.nan, math.nan, math.nan, math.nan
    if not all(math.isfinite(number) for number in (west, south, east, north)) or west > east or south > north:
        return JsonResponse({"error": _("Give the box as west,south,east,north.")}, status=400)
    found = figures.borders_in(west, south, east, north, most=MOST_BORDERS)
    return HttpResponse(found, content_type="application/json")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404(SEE, "neighbourhoods.change_area")
def draw(request: HttpRequest, slug: str) -> HttpResponse:
    """Draw or paste an area's border; what may not stand is refused with its place in words and on a sketch."""
    area = area_or_404(request, slug)
    if request.method != "POST":
        form = DrawnBorderForm(initial={"border": as_corners(area.boundary)})
        return render(request, "neighbourhoods/border.html", {"area": area, "form": form, **_tiles()})
    form = DrawnBorderForm(request.POST, request.FILES, asks="confirmed" in request.POST)
    sketch = None
    if form.is_valid():
        boundary, confirmed = form.cleaned_data["boundary"], form.cleaned_data["confirmed"]
        try:
            services.draw_boundary(area=area, boundary=boundary, by=person(request), orphans_confirmed=confirmed)
        except ValidationError as error:
            sketch, form = _refused(request, area, boundary, error)
        else:
            messages.success(request, _("The border is saved."))
            return redirect("neighbourhoods:area", slug=area.slug)
    context = {"area": area, "form": form, "sketch": sketch, **_tiles()}
    return render(request, "neighbourhoods/border.html", context, status=422)


def _refused(request: HttpRequest, area: Any, boundary: Any, error: ValidationError) -> tuple[Any, DrawnBorderForm]:
    """Return a sketch of what was tried and the form with what is wrong; what was in a file stands in the box."""
    asks = any(held.code == "orphans" for held in error.error_list)
    form = DrawnBorderForm({"border": as_corners(boundary), "confirmed": ""}, asks=asks)
    form.is_valid()
    form.add_error("border", error)
    problems = error.problems if isinstance(error, BorderRefusedError) else []
    return (figures.sketch_of_border(boundary, problems, area) if boundary and problems else None), form
