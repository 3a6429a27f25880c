"""The yearly meeting, the household count and the sheet for newcomers, in the portal."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common import clock, form_tokens
from common.gates import permission_or_404
from neighbourhoods import figures, services
from neighbourhoods.forms import HouseholdCountForm, MeetingForm, MeetingResultForm
from neighbourhoods.models import Area, YearlyMeeting
from neighbourhoods.views.access import area_or_404, person
from neighbourhoods.views.circle import join_link


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404("neighbourhoods.use_portal")
def meetings(request: HttpRequest, slug: str) -> HttpResponseBase:
    """List the area's meetings, and call the next one with a proposed text."""
    area = area_or_404(request, slug)
    form = MeetingForm(request.POST or None, initial=_proposal(area, request))
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = services.call_meeting(
                area=area,
                starts_at=form.starts_at(),
                place=data["place"],
                invitation=data["invitation"],
                by=person(request),
                form_token=data["form_token"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The meeting is planned. Print the invitation, or send it to the circle."))
            return redirect("neighbourhoods:meeting", slug=area.slug, pk=made.pk)
    context = {"area": area, "form": form, "held": YearlyMeeting.objects.filter(area=area)}
    return render(request, "neighbourhoods/meetings.html", context, status=422 if form.errors else 200)


def _proposal(area: Area, request: HttpRequest) -> dict[str, Any]:
    text = _(
        "Hello neighbours in %(area)s!\n\nOnce a year we meet and talk about how we look out for each other: what has "
        "happened, what has gone well and what we want to do.\n\nOn the list:\n- The past year in our area\n- Signs, "
        "lights and dark corners\n- Who looks after what while we are away\n- Newcomers and questions\n\nThere will be "
        "coffee. Very welcome!\n%(agent)s, contact agent"
    ) % {"area": area.name, "agent": person(request)}
    return {"invitation": text, "time": "18:30", "form_token": form_tokens.new()}


def _meeting(request: HttpRequest, slug: str, pk: int) -> YearlyMeeting:
    area = area_or_404(request, slug)
    found: YearlyMeeting | None = YearlyMeeting.objects.filter(area=area, pk=pk).first()
    if found is None:
        raise Http404
    found.area = area
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404("neighbourhoods.use_portal")
def meeting(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Change the invitation before the meeting; note the result after it."""
    held = _meeting(request, slug, pk)
    form = _form_of(held, request)
    if form.is_valid():
        try:
            now = _save(held, form)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            moved = _("Saved. The neighbours know another day, time or place: send the invitation once more.")
            messages.success(request, moved if now.moved_at else _("Saved."))
            return redirect("neighbourhoods:meeting", slug=slug, pk=pk)
    context = {"area": held.area, "meeting": held, "form": form, "circle": figures.circle_size(held.area)}
    return render(request, "neighbourhoods/meeting.html", context, status=422 if form.errors else 200)


def _form_of(held: YearlyMeeting, request: HttpRequest) -> MeetingForm | MeetingResultForm:
    if held.is_over:
        now = {"households_present": held.households_present, "outcome": held.outcome}
        return MeetingResultForm(request.POST or None, initial=now)
    starts = clock.local(held.starts_at)
    initial = {"day": starts.date(), "time": starts.time(), "place": held.place, "invitation": held.invitation}
    return MeetingForm(request.POST or None, initial=initial | {"form_token": held.form_token})


def _save(held: YearlyMeeting, form: MeetingForm | MeetingResultForm) -> YearlyMeeting:
    data = form.cleaned_data
    if isinstance(form, MeetingResultForm):
        services.record_meeting(meeting=held, **data)
        return held
    return services.change_meeting(
        meeting=held, starts_at=form.starts_at(), place=data["place"], invitation=data["invitation"]
    )


@require_POST
@permission_or_404("neighbourhoods.use_portal")
def invite(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Send the invitation to the circle."""
    held = _meeting(request, slug, pk)
    try:
        services.send_invitation(meeting=held, by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The invitation is on its way to the circle."))
    return redirect("neighbourhoods:meeting", slug=slug, pk=pk)


@require_POST
@permission_or_404("neighbourhoods.use_portal")
def cancel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Note that the meeting isn't held, and tell the neighbours who were invited."""
    held = _meeting(request, slug, pk)
    try:
        told = services.cancel_meeting(meeting=held, by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        words = _("The meeting is called off, and a mail is on its way to the circle.") if told else ""
        messages.success(request, words or _("The meeting is called off. Tell those who know of it."))
    return redirect("neighbourhoods:meeting", slug=slug, pk=pk)


@require_GET
@permission_or_404("neighbourhoods.use_portal")
def invitation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show the invitation as a sheet to print."""
    held = _meeting(request, slug, pk)
    return render(request, "neighbourhoods/meeting_sheet.html", {"area": held.area, "meeting": held})


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404("neighbourhoods.use_portal")
def count(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Count the households: three numbers."""
    area = area_or_404(request, slug)
    now = {"households": area.households, "joined": area.households_joined, "declined": area.households_declined}
    form = HouseholdCountForm(request.POST or None, initial=now)
    if form.is_valid():
        try:
            services.record_household_count(area=area, by=person(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Thank you! The count is noted."))
            return redirect("neighbourhoods:portal_area", slug=area.slug)
    context = {"area": area, "form": form, "counts": area.counts.all()[:5]}
    return render(request, "neighbourhoods/count.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404("neighbourhoods.use_portal")
def welcome(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the sheet to hand a newcomer; note that somebody has been welcomed."""
    area = area_or_404(request, slug)
    if request.method == "POST":
        services.welcome_newcomer(area=area)
        messages.success(request, _("How nice! It is noted that you have welcomed somebody."))
        return redirect("neighbourhoods:portal_area", slug=area.slug)
    own = area.agents.current().filter(user=person(request)).first()
    link, picture = join_link(services.circle_of(area))
    shown = figures.shown_agents(area).shown
    if own is not None and own not in shown:
        shown = [own, *shown]
    context = {"area": area, "agents": shown, "link": link, "qr": picture, "municipality": settings.MUNICIPALITY}
    return render(request, "neighbourhoods/welcome_sheet.html", context)
