"""Signs: the coordinator's lists of signs and orders, an area's signs, and their photos."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from accounts.services import audit
from common.gates import permission_or_404
from common.private_files import serve
from common.tables import Column, csv_response, xlsx_response
from neighbourhoods import figures, services
from neighbourhoods.forms import OrderForm, PlaceSignForm, ReleaseForm, SignCheckForm, SignFilter, SignForm
from neighbourhoods.models import Area, Sign, SignOrder
from neighbourhoods.querysets import SignQuerySet
from neighbourhoods.views.access import area_or_404, person
from neighbourhoods.views.areas import A_PAGE, without

SEE = "neighbourhoods.see_all_areas"


def _wanted(request: HttpRequest) -> tuple[SignFilter, SignQuerySet]:
    form = SignFilter(request.GET)
    form.is_valid()
    asked: dict[str, Any] = form.cleaned_data
    signs = Sign.objects.visible_to(request.user).standing().select_related("area__district")
    signs = signs.defer("area__boundary", "area__district__boundary")
    if asked.get("q"):
        signs = signs.filter(area__name__icontains=asked["q"]) | signs.filter(place__icontains=asked["q"])
    if asked.get("kommundel"):
        signs = signs.filter(area__district=asked["kommundel"])
    if asked.get("skick"):
        signs = signs.to_order() if asked["skick"] == "broken" else signs.filter(condition=asked["skick"])
    if asked.get("kontroll"):
        signs = signs.to_check()
    if asked.get("plats"):
        signs = signs.unplaced()
    return form, signs.order_by("area__name", "place", "pk")


@require_GET
@permission_or_404(SEE, "neighbourhoods.view_sign")
def index(request: HttpRequest) -> HttpResponse:
    """List every standing sign with search and filters."""
    form, signs = _wanted(request)
    page = Paginator(signs, A_PAGE).get_page(request.GET.get("sida"))
    waiting = figures.orders_to_release().count()
    context = {"form": form, "page": page, "waiting": waiting, "query": without(request.GET, "sida")}
    return render(request, "neighbourhoods/signs.html", context)


def columns() -> list[Column[Any]]:
    """Return the list's columns for Excel."""
    return [
        (_("Area"), lambda sign: sign.area.name),
        (_("District"), lambda sign: sign.area.district.name),
        (_("Where the sign stands"), str),
        (_("Condition"), lambda sign: str(sign.get_condition_display())),
        (_("Put up"), lambda sign: sign.put_up_on),
        (_("Checked"), lambda sign: sign.checked_on),
        (_("Latitude"), lambda sign: sign.latitude),
        (_("Longitude"), lambda sign: sign.longitude),
    ]


@require_GET
@permission_or_404(SEE, "neighbourhoods.view_sign")
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Return the list as filtered, as xlsx or CSV. That it was taken out is logged."""
    makers = {"xlsx": xlsx_response, "csv": csv_response}
    if kind not in makers:
        raise Http404
    _form, signs = _wanted(request)
    audit(actor=person(request), action="signs.exported", object_type="neighbourhoods.sign")
    response: HttpResponseBase = makers[kind]("skyltar", columns(), list(signs))
    return response


@require_GET
@permission_or_404(SEE, "neighbourhoods.view_signorder")
def orders(request: HttpRequest) -> HttpResponse:
    """List the orders that are open, those that wait for release first."""
    held = SignOrder.objects.visible_to(request.user).open().select_related("area__district", "replaces")
    held = held.defer("area__boundary", "area__district__boundary").order_by("status", "created_at", "pk")
    page = Paginator(held, 20).get_page(request.GET.get("sida"))
    missing = figures.missing_in(order.area for order in page.object_list)
    rows = [(order, missing[order.area_id]) for order in page.object_list]
    return render(request, "neighbourhoods/sign_orders.html", {"page": page, "rows": rows, "release": ReleaseForm()})


@require_POST
@permission_or_404(SEE, "neighbourhoods.release_signs")
def decide(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Release, deliver or cancel an order."""
    order = SignOrder.objects.visible_to(request.user).select_related("area", "replaces").filter(pk=pk).first()
    by = person(request)
    reason = request.POST.get("override_reason", "").replace("\x00", "")
    verbs: dict[str, Callable[[SignOrder], object]] = {
        "slapp": lambda held: services.release_sign_order(order=held, by=by, override_reason=reason),
        "levererad": lambda held: services.deliver_sign_order(order=held, by=by),
        "ta-tillbaka": lambda held: services.cancel_sign_order(order=held, by=by),
    }
    if order is None or what not in verbs:
        raise Http404
    try:
        verbs[what](order)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Saved."))
    back = request.POST.get("next", "")
    ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if ours else "neighbourhoods:sign_orders")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404(SEE, "neighbourhoods.change_sign")
def area_signs(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an area's signs; enter one, look at one, say where one stands, order more."""
    area, by = area_or_404(request, slug), person(request)
    what = request.POST.get("vad", "") if request.method == "POST" else ""
    forms = sign_forms(request, area, what)
    forms["order"] = OrderForm(request.POST if what == "bestall" else None)
    acts = sign_acts(forms, area, by)
    acts["bestall"] = ("order", lambda: services.order_signs(area=area, by=by, **forms["order"].cleaned_data))
    if saved(forms, acts, what):
        messages.success(request, _("Saved."))
        return redirect("neighbourhoods:area_signs", slug=area.slug)
    context = {"area": area, "signs": figures.signs_of(area), "wrong": what, **forms}
    context |= {"orders": area.sign_orders.open().select_related("replaces"), "figures": figures.sign_figures(area)}
    return render(request, "neighbourhoods/area_signs.html", context, status=422 if what else 200)


Acts = dict[str, tuple[str, Callable[[], object]]]


def sign_forms(request: HttpRequest, area: Area, what: str) -> dict[str, Any]:
    """Return what is asked about an area's signs, at the desk and in the portal; what was sent is filled in."""

    def sent(name: str) -> tuple[Any, Any]:
        return (request.POST, request.FILES) if what == name else (None, None)

    return {
        "new": SignForm(*sent("ny")),
        "look": SignCheckForm(*sent("koll"), area=area),
        "put": PlaceSignForm(*sent("plats"), area=area),
    }


def sign_acts(forms: dict[str, Any], area: Area, by: User) -> Acts:
    """Return which form each act needs, and what it does."""
    return {
        "ny": ("new", lambda: services.add_sign(area=area, by=by, **forms["new"].cleaned_data)),
        "koll": ("look", lambda: services.record_sign_check(by=by, **forms["look"].cleaned_data)),
        "plats": ("put", lambda: services.place_sign(by=by, **forms["put"].cleaned_data)),
    }


def saved(forms: dict[str, Any], acts: Acts, what: str) -> bool:
    """Do what was asked; False where nothing was, or where the form now says what is wrong."""
    name, act = acts.get(what, ("", lambda: None))
    if not name or not forms[name].is_valid():
        return False
    try:
        act()
    except ValidationError as error:
        forms[name].add_error(None, error)
        return False
    return True


@require_GET
def photo(request: HttpRequest, pk: int) -> FileResponse:
    """Serve a sign's photo to those who see the area."""
    sign = Sign.objects.visible_to(request.user).filter(pk=pk).exclude(photo="").first()
    if sign is None:
        raise Http404
    try:
        return serve(default_storage, sign.photo, content_type="image/jpeg")
    except FileNotFoundError as error:
        raise Http404 from error
