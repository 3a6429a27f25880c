"""The circle of neighbours: the agent's page, the note for the stairwell, joining, and telling of misuse."""

from __future__ import annotations

from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from common import form_tokens
from common.gates import permission_or_404
from common.limits import client_network, within_limit
from common.signed_links import secret_page, unsign
from common.tables import Column, csv_response, xlsx_response
from neighbourhoods import figures, services
from neighbourhoods.forms import JoinForm, MisuseForm, NoteForm
from neighbourhoods.mail import MISUSE
from neighbourhoods.models import Area, Circle, CircleMisuse, CircleNote
from neighbourhoods.views.access import area_or_404, person

DAY = 86_400
JOINS_A_DAY, MISUSE_A_DAY = 10, 5
MAKERS = {"xlsx": xlsx_response, "csv": csv_response}


def join_link(circle: Circle) -> tuple[str, SafeString]:
    """Return the address neighbours join at, and its QR code as SVG."""
    link = settings.BASE_URL.rstrip("/") + reverse("neighbourhoods:circle_join", args=[circle.token])
    picture = segno.make(link, error="m").svg_inline(scale=6, border=4, dark="#000", light="#fff")
    return link, mark_safe(picture)  # noqa: S308  (segno's own drawing; the link is our address and a random word)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404("neighbourhoods.use_portal")
def page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show how many have joined and what was sent; write a note, look at it, send it."""
    area = area_or_404(request, slug)
    form = NoteForm(request.POST or None, initial={"form_token": form_tokens.new()})
    shown = None
    if form.is_valid():
        try:
            if request.POST.get("steg") == "klart":
                services.send_note(area=area, by=person(request), **form.cleaned_data)
                messages.success(request, _("Your note is on its way to the neighbours."))
                return redirect("neighbourhoods:circle", slug=area.slug)
            services.check_note(form.cleaned_data["subject"], form.cleaned_data["text"])
            shown = form.cleaned_data
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "neighbourhoods/circle.html", _page(area, form, shown), status=422 if form.errors else 200)


def _page(area: Area, form: NoteForm, shown: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "area": area,
        "circle": services.circle_of(area),
        "size": figures.circle_size(area),
        "form": form,
        "shown": shown,
        "letters": figures.letters_to_pass_on(area)[:3],
        "notes": CircleNote.objects.filter(area=area)[:10],
        "form_token": form_tokens.new(),
    }


@require_POST
@permission_or_404("neighbourhoods.use_portal")
def pass_on(request: HttpRequest, slug: str) -> HttpResponse:
    """Pass a newsletter on, in one tap."""
    area = area_or_404(request, slug)
    key = request.POST.get("brev", "")
    letter = next((one for one in figures.letters_to_pass_on(area) if one.key == key), None)
    if letter is None:
        messages.info(request, _("This newsletter has been passed on already."))
        return redirect("neighbourhoods:circle", slug=area.slug)
    try:
        services.pass_on(area=area, letter=letter, by=person(request), form_token=form_tokens.new())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Passed on. Thank you!"))
    return redirect("neighbourhoods:circle", slug=area.slug)


@require_POST
@permission_or_404("neighbourhoods.use_portal")
def renew(request: HttpRequest, slug: str) -> HttpResponse:
    """Draw another link for the stairwell."""
    area = area_or_404(request, slug)
    services.renew_link(area=area)
    messages.success(request, _("There is a new link. Print the note again: the old one leads nowhere."))
    return redirect("neighbourhoods:circle", slug=area.slug)


@require_GET
@permission_or_404("neighbourhoods.use_portal")
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the note for the stairwell, to print."""
    area = area_or_404(request, slug)
    link, picture = join_link(services.circle_of(area))
    return render(request, "neighbourhoods/circle_sheet.html", {"area": area, "link": link, "qr": picture})


@require_safe
@permission_or_404("neighbourhoods.use_portal")
def export(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """Return every note that went to the area's circle; who got them nobody sees."""
    area = area_or_404(request, slug)
    if kind not in MAKERS:
        raise Http404
    columns: list[Column[CircleNote]] = [
        (_("Date"), lambda note: note.sent_at),
        (_("Kind"), lambda note: str(note.get_kind_display())),
        (_("Subject"), lambda note: note.subject),
        (_("Text"), lambda note: note.text),
    ]
    response: HttpResponseBase = MAKERS[kind](f"lappar-{area.slug}", columns, CircleNote.objects.filter(area=area))
    return response


def _circle_or_404(token: str) -> Circle:
    found: Circle | None = Circle.objects.filter(token=token).select_related("area__district").first()
    if found is None:
        raise Http404
    return found


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Let a neighbour join; the answer is the same whether the address is known or not."""
    circle = _circle_or_404(token)
    form = JoinForm(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"]
        if not _may_ask(request, email):
            form.add_error(None, _("Many have joined from here today. Try again tomorrow."))
            return _show_join(request, circle, form, 429)
        try:
            services.join(circle=circle, email=email, language=get_language() or settings.LANGUAGE_CODE)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return render(request, "neighbourhoods/circle_asked.html", {"area": circle.area})
    return _show_join(request, circle, form, 422 if form.errors else 200)


def _show_join(request: HttpRequest, circle: Circle, form: JoinForm, status: int) -> HttpResponse:
    return render(request, "neighbourhoods/circle_join.html", {"area": circle.area, "form": form}, status=status)


def _may_ask(request: HttpRequest, email: str) -> bool:
    by_network = within_limit("circle-join", client_network(request), most=JOINS_A_DAY, seconds=DAY)
    return by_network and within_limit("circle-mail", email, most=3, seconds=DAY)


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def misuse(request: HttpRequest, token: str) -> HttpResponse:
    """Take what a neighbour says is wrong. Who writes is neither asked nor kept."""
    note = _note_of(request)
    area = note.area if note is not None else _circle_or_404(token).area
    form = MisuseForm(request.POST or None, initial={"form_token": form_tokens.new()})
    if form.is_valid():
        if not within_limit("circle-misuse", client_network(request), most=MISUSE_A_DAY, seconds=DAY):
            form.add_error(None, _("We have got several messages from here today. Call us instead."))
        else:
            services.tell_misuse(area=area, note=note, **form.cleaned_data)
            return render(request, "neighbourhoods/circle_told.html", {"area": area})
    context = {"area": area, "form": form}
    return render(request, "neighbourhoods/circle_misuse.html", context, status=422 if form.errors else 200)


def _note_of(request: HttpRequest) -> CircleNote | None:
    """Return the note whose mail was read: its signed word holds whatever link the agent has drawn since."""
    number = unsign(MISUSE, request.GET.get("brev", ""))
    return CircleNote.objects.filter(pk=number).select_related("area__district").first() if number else None


@require_safe
@permission_or_404("neighbourhoods.write_to_areas")
def misuse_list(request: HttpRequest) -> HttpResponse:
    """Show coordinators what neighbours say is wrong, what waits first."""
    rows = CircleMisuse.objects.visible_to(request.user).select_related("area__circle", "note", "settled_by")
    waiting, settled = rows.filter(settled_at=None), rows.exclude(settled_at=None)[:20]
    stopped = Circle.objects.visible_to(request.user).exclude(stopped_at=None).select_related("area")
    context = {"waiting": waiting, "settled": settled, "stopped": stopped.order_by("area__name", "pk")}
    return render(request, "neighbourhoods/circle_misuse_list.html", context)


@require_POST
@permission_or_404("neighbourhoods.write_to_areas")
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle a neighbour's word, and stop the area's notes or let them go on."""
    told = CircleMisuse.objects.visible_to(request.user).filter(pk=pk).select_related("area").first()
    if told is None:
        raise Http404
    what = request.POST.get("vad", "")
    if what in ("stoppa", "slapp"):
        services.stop_circle(circle=services.circle_of(told.area), stopped=what == "stoppa", by=person(request))
    else:
        services.settle_misuse(told=told, by=person(request))
    messages.success(request, _("Saved."))
    return redirect("neighbourhoods:misuse_list")


@require_POST
@permission_or_404("neighbourhoods.see_all_areas", "neighbourhoods.write_to_areas")
def stop(request: HttpRequest, slug: str) -> HttpResponse:
    """Stop an area's notes, or let them go on, whether or not a neighbour has said something."""
    area, what = area_or_404(request, slug), request.POST.get("vad", "")
    if what not in ("stoppa", "slapp"):
        raise Http404
    services.stop_circle(circle=services.circle_of(area), stopped=what == "stoppa", by=person(request))
    stopped = _("The notes to the neighbours in %(area)s are stopped.")
    released = _("The notes to the neighbours in %(area)s go on.")
    messages.success(request, (stopped if what == "stoppa" else released) % {"area": area.name})
    return redirect("neighbourhoods:area", slug=area.slug)
