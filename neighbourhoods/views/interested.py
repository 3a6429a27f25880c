"""The pool of people who would like to take part, and an area that begins with some of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.services import audit
from common import clock
from common.gates import permission_or_404
from common.tables import Column, csv_response, xlsx_response
from neighbourhoods import figures, services
from neighbourhoods.forms import AreaSearch, InterestFilter, InterestMoveForm, StartAreaForm
from neighbourhoods.lifecycle import INTEREST_MOVES, InterestStatus
from neighbourhoods.models import Area, InterestedPerson
from neighbourhoods.views.access import area_or_404, person
from neighbourhoods.views.areas import A_PAGE, without

RECRUIT = "neighbourhoods.recruit_interested"


def _wanted(request: HttpRequest) -> tuple[InterestFilter, QuerySet[InterestedPerson]]:
    form = InterestFilter(request.GET)
    form.is_valid()
    asked: dict[str, Any] = form.cleaned_data
    people = InterestedPerson.objects.visible_to(request.user).select_related("district", "area")
    people = people.defer("district__boundary", "area__boundary")
    for word in asked.get("q", "").split()[:5]:
        people = people.filter(Q(name__icontains=word) | Q(address__icontains=word) | Q(email__icontains=word))
    for name, field in (("kommundel", "district"), ("status", "status")):
        if asked.get(name):
            people = people.filter(**{field: asked[name]})
    if asked.get("ombud"):
        people = people.filter(wants_to_be_agent=True)
    return form, people.order_by("-consented_at", "-pk")


@require_GET
@permission_or_404(RECRUIT)
def index(request: HttpRequest) -> HttpResponse:
    """List the people with search and filters. Their contact data is read here, so the reading is logged."""
    form, people = _wanted(request)
    page = Paginator(people, A_PAGE).get_page(request.GET.get("sida"))
    rows = [(held, _moves(held)) for held in page.object_list]
    if rows:
        audit(actor=person(request), action="interested.read", object_type="neighbourhoods.interestedperson")
    context = {"form": form, "page": page, "rows": rows, "query": without(request.GET, "sida")}
    return render(request, "neighbourhoods/interested.html", context)


def _moves(held: InterestedPerson) -> list[InterestStatus]:
    if held.status == InterestStatus.UNCONFIRMED:
        return []
    return [status for status in InterestStatus if status in INTEREST_MOVES[InterestStatus(held.status)]]


def columns() -> list[Column[Any]]:
    """Return the list's columns for Excel."""
    return [
        (_("Name"), lambda held: held.name),
        (_("E-mail address"), lambda held: held.email),
        (_("Phone"), lambda held: held.phone),
        (_("Address"), lambda held: held.address),
        (_("District"), lambda held: held.district.name if held.district else ""),
        (_("Area"), lambda held: held.area.name if held.area else ""),
        (_("Would like to be agent"), lambda held: str(_("yes")) if held.wants_to_be_agent else ""),
        (_("Status"), lambda held: str(held.get_status_display())),
        (_("Agreed"), lambda held: clock.local(held.consented_at).date()),
        (_("Is forgotten on"), lambda held: held.expires_on),
    ]


@require_GET
@permission_or_404(RECRUIT)
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Return the confirmed people as filtered, as xlsx or CSV. That they were taken out is logged."""
    makers = {"xlsx": xlsx_response, "csv": csv_response}
    if kind not in makers:
        raise Http404
    _form, people = _wanted(request)
    audit(actor=person(request), action="interested.exported", object_type="neighbourhoods.interestedperson")
    confirmed = list(people.exclude(status=InterestStatus.UNCONFIRMED))
    response: HttpResponseBase = makers[kind]("intresserade", columns(), confirmed)
    return response


@require_POST
@permission_or_404(RECRUIT)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Note how far one has come with a person."""
    held = InterestedPerson.objects.visible_to(request.user).filter(pk=pk).first()
    form = InterestMoveForm(request.POST)
    if held is None or not form.is_valid():
        raise Http404
    try:
        services.move_interest(person=held, to=form.cleaned_data["to"], by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(person)s: %(status)s.") % _words(held))
    return redirect("neighbourhoods:interested")


def _words(held: InterestedPerson) -> dict[str, str]:
    return {"person": held.name, "status": str(InterestStatus(held.status).label)}


MOST_PROPOSED, NEAR = 20, 1_000  # areas to choose among, and how far from home (metres) they are proposed


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404(RECRUIT, "neighbourhoods.see_all_areas")
def home(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a person belong to an area that is there: those near the home are proposed, others are searched for."""
    held = InterestedPerson.objects.visible_to(request.user).select_related("area", "district").filter(pk=pk).first()
    if held is None:
        raise Http404
    if request.method == "POST":
        slug = request.POST.get("omrade", "").replace("\x00", "")
        area = area_or_404(request, slug) if slug else None
        services.link_interested(area=area, people=[held])
        words = {"person": held.name, "area": area.name if area else ""}
        belongs, none = _("%(person)s belongs to %(area)s."), _("%(person)s belongs to no area.")
        messages.success(request, (belongs if area else none) % words)
        return redirect("neighbourhoods:interested")
    form = AreaSearch(request.GET)
    form.is_valid()
    _note_read(request, held)
    context = {"person": held, "form": form, "areas": _proposed(request, held, form.cleaned_data.get("q", ""))}
    return render(request, "neighbourhoods/interested_home.html", context)


def _proposed(request: HttpRequest, held: InterestedPerson, words: str) -> list[Area]:
    areas = Area.objects.visible_to(request.user).open().select_related("district")
    if words:
        for word in words.split()[:5]:
            areas = areas.filter(Q(name__icontains=word) | Q(district__name__icontains=word))
    elif held.longitude is not None and held.latitude is not None:
        areas = areas.filter(pk__in=figures.areas_around(held.latitude, held.longitude, metres=NEAR))
    else:
        areas = areas.filter(district=held.district_id)
    return list(areas.defer("boundary", "district__boundary").order_by("name", "pk")[:MOST_PROPOSED])


def _note_read(request: HttpRequest, held: InterestedPerson) -> None:
    kind = "neighbourhoods.interestedperson"
    audit(actor=person(request), action="interested.read", object_type=kind, object_id=str(held.pk))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404(RECRUIT, "neighbourhoods.add_area", "neighbourhoods.add_startupcase")
def start(request: HttpRequest) -> HttpResponse:
    """Enter an area that neighbours want, and open its start-up case."""
    asked = request.GET.get("person", "")
    first = InterestedPerson.objects.visible_to(request.user).filter(pk=asked).first() if asked.isdecimal() else None
    near = figures.interested_nearby(first.longitude, first.latitude) if first else []
    if first is not None and first not in near and first.status != InterestStatus.UNCONFIRMED:
        near = [first, *near]
    if near:
        audit(actor=person(request), action="interested.read", object_type="neighbourhoods.interestedperson")
    initial = {"district": first.district_id if first else None, "people": [held.pk for held in near]}
    form = StartAreaForm(request.POST or None, near=near, initial=initial)
    if form.is_valid():
        data = form.cleaned_data | {"households": form.cleaned_data["households"] or 0}
        try:
            case = services.start_area(by=person(request), **data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The start-up case is open."))
            return redirect("neighbourhoods:startup", pk=case.pk)
    return render(request, "neighbourhoods/startup_new.html", {"form": form, "first": first})
