"""Following a place: by mail, and as an Atom feed."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from xml.etree import ElementTree as ET

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from common import clock, limits
from incidents import figures, services
from incidents.figures import PublicReport
from incidents.forms.follow_place import FollowPlaceForm
from incidents.services import Place
from neighbourhoods.models import District

DAY = 24 * 60 * 60
TRIES_A_DAY, MAILS_A_DAY = 30, 5
ENTRIES = 50
BEGINNING = clock.start_of_day(date(2020, 1, 1))  # when an empty feed last changed
ATOM = "http://www.w3.org/2005/Atom"
GEORSS = "http://www.georss.org/georss"
ET.register_namespace("", ATOM)
ET.register_namespace("georss", GEORSS)


@require_http_methods(["GET", "HEAD", "POST"])
def follow_place(request: HttpRequest) -> HttpResponse:
    """Let anybody follow a place by mail; the same answer whoever follows already."""
    form = FollowPlaceForm(request.POST or None, initial={"place": request.GET.get("plats", "")[:40]})
    if form.is_valid():
        if not _within_limits(request, form.cleaned_data["email"]):
            sentence = _("Much has come from here today. Try again tomorrow, or call us.")
            return _show(request, form, notice=sentence, status=429)
        services.follow_place(
            place=form.chosen(),
            rhythm=form.cleaned_data["rhythm"],
            email=form.cleaned_data["email"],
            language=getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE),
        )
        return redirect(reverse("incidents:follow_place") + "?tack=1")
    return _show(request, form, status=422 if form.errors else 200)


def _within_limits(request: HttpRequest, email: str) -> bool:
    network = limits.client_network(request)
    if not limits.within_limit("follow-place", network, most=TRIES_A_DAY, seconds=DAY):
        return False
    return limits.within_limit("follow-place-mail", email, most=MAILS_A_DAY, seconds=DAY)


def _show(request: HttpRequest, form: FollowPlaceForm, *, notice: str = "", status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "notice": notice,
        "is_asked": request.GET.get("tack") == "1",
        "feeds": [(settings.MUNICIPALITY, reverse("incidents:feed"))]
        + [(one.name, reverse("incidents:district_feed", args=[one.slug])) for one in form.districts]
        + [(one.name, reverse("incidents:area_feed", args=[one.slug])) for one in form.areas],
    }
    return render(request, "incidents/follow_place.html", context, status=status)


@require_safe
def feed(request: HttpRequest, district: str = "", area: str = "") -> HttpResponse:
    """Return the newest released reports of a place as an Atom feed; an unchanged one answers 304."""
    place = _place(district, area)
    newest = place.of(figures.public_reports()).order_by("-released_at", "-pk")[:ENTRIES]
    rows = figures.as_public(newest)
    with override(settings.LANGUAGE_CODE):
        body = _atom(place, rows, request.path)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    response["ETag"], response["Cache-Control"] = etag, "public, max-age=300"
    return get_conditional_response(request, etag=etag, response=response) or response


def _place(district: str, area: str) -> Place:
    if area:
        found = figures.areas_to_follow().filter(slug=area).first()
        if found is None:
            raise Http404
        return Place(area=found)
    if district:
        known = District.objects.filter(slug=district).first()
        if known is None:
            raise Http404
        return Place(district=known)
    return Place()


def _atom(place: Place, rows: list[PublicReport], path: str) -> bytes:
    base = settings.BASE_URL.rstrip("/")
    root = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": settings.LANGUAGE_CODE})
    _add(root, "id", f"{base}{path}")
    _add(root, "title", _("Reports in %(place)s") % {"place": place})
    _add(
        root,
        "updated",
        _moment(max((_changed(row) for row in rows), default=BEGINNING)),
    )
    ET.SubElement(root, f"{{{ATOM}}}link", {"rel": "self", "href": f"{base}{path}", "type": "application/atom+xml"})
    _add(ET.SubElement(root, f"{{{ATOM}}}author"), "name", settings.MUNICIPALITY)
    for row in rows:
        _entry(root, row, base + reverse("incidents:released", args=[row.report.number]))
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _entry(root: ET.Element, row: PublicReport, link: str) -> None:
    entry = ET.SubElement(root, f"{{{ATOM}}}entry")
    _add(entry, "id", link)
    _add(entry, "title", ", ".join(filter(None, [str(row.report.category), row.place])))
    _add(entry, "updated", _moment(_changed(row)))
    _add(entry, "published", _moment(clock.start_of_day(row.received_on)))
    ET.SubElement(entry, f"{{{ATOM}}}link", {"rel": "alternate", "href": link})
    ET.SubElement(entry, f"{{{ATOM}}}category", {"term": row.report.category.code, "label": str(row.report.category)})
    _add(entry, "content", figures.printable(f"{row.words}\n\n{row.state_words.capitalize()}."))
    if row.latitude is not None:
        ET.SubElement(entry, f"{{{GEORSS}}}point").text = f"{row.latitude} {row.longitude}"


def _changed(row: PublicReport) -> datetime:
    return clock.start_of_day(row.changed_on)


def _moment(moment: datetime) -> str:
    return moment.isoformat()


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}{name}").text = figures.printable(text)


@require_safe
def report_map(request: HttpRequest) -> HttpResponse:
    """Return the districts' borders for the map of the form; an unchanged answer is 304."""
    body = json.dumps(figures.district_borders()).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="application/json")
    response["ETag"], response["Cache-Control"] = etag, "public, max-age=3600"
    return get_conditional_response(request, etag=etag, response=response) or response
