"""A break's own room: for those who plan it, for those who take part, and for partners by link and code."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import PartnerAccess, User
from accounts.services import audit, partner_access_of
from common import clock
from common.gates import permission_or_404
from common.limits import client_network, within_limit
from holiday_calendar import figures, services
from holiday_calendar.forms import NoteForm, ParticipantForm, PlanForm, PresenceForm, TargetForm
from holiday_calendar.models import BreakRoom, Participant, Presence, SchoolBreak, Target

PLANS = "calendar.change_calendaritem"
BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
@login_required
def rooms(request: HttpRequest) -> HttpResponse:
    """List the breaks with their rooms; those who plan open a room here. Who takes part in none finds nothing."""
    may_plan = request.user.has_perm(PLANS)
    held = BreakRoom.objects.visible_to(request.user).select_related("school_break__school_year")
    if not may_plan and (request.method == "POST" or not held.exists()):
        raise Http404
    if request.method == "POST":
        number = request.POST.get("lov", "")
        pk = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
        school_break = get_object_or_404(SchoolBreak.objects.visible_to(request.user).standing(), pk=pk)
        opened = services.open_room(school_break=school_break, actor=cast(User, request.user))
        return redirect("calendar:room", pk=opened.pk)
    without = SchoolBreak.objects.visible_to(request.user).standing().filter(room=None, last_day__gte=clock.today())
    without = without.select_related("school_year")
    context = {
        "rooms": held.order_by("-school_break__first_day")[:60],
        "without": without.exclude(kind__in=["school_starts", "school_ends"])[:20] if may_plan else [],
        "today": clock.today(),
    }
    return render(request, "calendar/rooms.html", context)


def own_room(request: HttpRequest, pk: int) -> BreakRoom:
    """Return the room, for those who see it. Raises Http404."""
    found = BreakRoom.objects.visible_to(request.user).select_related("school_break__school_year")
    return get_object_or_404(found, pk=pk)


@require_safe
@login_required
def room(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the room; reading the contact list is logged."""
    found = own_room(request, pk)
    context = _shown(request, found) | {"may_plan": request.user.has_perm(PLANS), "note_form": _note_form(found)}
    audit(
        actor=cast(User, request.user),
        action="calendar.contact_list_read",
        object_type="calendar.breakroom",
        object_id=str(found.pk),
    )
    return render(request, "calendar/room.html", context)


@require_http_methods(BOTH)
@never_cache
def partner(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a partner who came by link and code this break only, and take a note of the day from them."""
    found = BreakRoom.objects.select_related("school_break__school_year").filter(pk=pk).first()
    access = partner_access_of(request, purpose=found.partner_purpose) if found else None
    if found is None or access is None:
        raise Http404
    form = NoteForm(request.POST) if request.method == "POST" else _note_form(found)
    if request.method == "POST" and form and _partner_noted(request, found, access, form):
        return redirect("calendar:partner", pk=pk)
    audit(
        actor=None,
        action="calendar.contact_list_read",
        object_type="accounts.partneraccess",
        object_id=str(access.pk),
    )
    context = _shown(request, found) | {"is_partner": True, "note_form": form}
    return render(request, "calendar/room.html", context, status=422 if form and form.errors else 200)


def _partner_noted(request: HttpRequest, found: BreakRoom, access: PartnerAccess, form: NoteForm) -> bool:
    """Save a partner's note, signed with their organisation; what is refused stands beside the form."""
    if not form.is_valid():
        return False
    if not within_limit("break_partner", f"{access.pk}-{client_network(request)}", most=60, seconds=3600):
        form.add_error(None, _("That was a lot at once. Try again in an hour: nothing was saved."))
        return False
    try:
        services.write_note(
            room=found, participant=None, author=None, signature=access.organisation, **form.cleaned_data
        )
    except ValidationError as error:
        form.add_error("day", error)
        return False
    audit(actor=None, action="calendar.partner_noted", object_type="accounts.partneraccess", object_id=str(access.pk))
    return True


def _note_form(found: BreakRoom) -> NoteForm | None:
    """Return the form for a note, while the log takes notes."""
    day = services.note_day(found.school_break)
    return NoteForm(initial={"day": day}) if day else None


def _asked_day(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("vecka", ""))
    except ValueError:
        return None


def _shown(request: HttpRequest, found: BreakRoom) -> dict[str, Any]:
    """Return what the room shows; its adults out are read a week at a time."""
    first, last = figures.shown_week(found, _asked_day(request))
    held = found.school_break
    out = figures.adults_out(found, first, last)
    people = figures.room_people(found)
    user = request.user if request.user.is_authenticated else AnonymousUser()
    # To all others counts are published a month at a time (docs/decisions/0131): small ones would point somebody out.
    sees_counts = user.has_perm("incidents.see_all_reports")
    return {
        "room": found,
        "held": held,
        "before": figures.room_before(found),
        "people": people,
        "answers": [line for line in people if line.evaluated_at],
        "activities": figures.room_activities(user, found),
        "check_ins": figures.room_check_ins(found),
        "out": out,
        "days": [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)],
        "gaps": figures.gaps(found, first, last, out),
        "earlier": date.fromordinal(first.toordinal() - 1) if first > held.first_day else None,
        "later": date.fromordinal(last.toordinal() + 1) if last < held.last_day else None,
        "notes": figures.room_log(found),
        "sees_counts": sees_counts,
        "targets": figures.targets(found) if sees_counts else [],
        "beside": figures.reports_beside(found) if sees_counts else None,
        "efforts": figures.efforts_beside(found),
    }


def _form_page(request: HttpRequest, found: BreakRoom, form: django_forms.BaseForm, title: str) -> HttpResponse:
    context = {"room": found, "form": form, "title": title}
    return render(request, "calendar/room_form.html", context, status=422 if form.errors else 200)


@require_http_methods(BOTH)
@permission_or_404(PLANS)
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the plan; what somebody else saved meanwhile is not overwritten."""
    found = own_room(request, pk)
    form = PlanForm(request.POST or None, instance=found, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.save_plan(room_id=pk, version=form.cleaned_data["version"], values=form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("calendar:room", pk=pk)
    return _form_page(request, found, form, _("Change the plan"))


@require_http_methods(BOTH)
@permission_or_404(PLANS)
def person_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a line to the contact list."""
    found = own_room(request, pk)
    return _person(request, found, Participant(room=found), _("Add a line to the contact list"))


@require_http_methods(BOTH)
@permission_or_404(PLANS)
def person(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """Change a line of the contact list."""
    found = own_room(request, pk)
    return _person(request, found, get_object_or_404(found.participants, pk=line), _("Change the line"))


def _person(request: HttpRequest, found: BreakRoom, line: Participant, title: str) -> HttpResponse:
    form = ParticipantForm(request.POST or None, instance=line)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_participant(participant=form.instance, actor=cast(User, request.user))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("calendar:room", pk=found.pk)
    return _form_page(request, found, form, title)


@require_http_methods(BOTH)
@permission_or_404(PLANS)
def presence_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter an evening with adults out."""
    found = own_room(request, pk)
    day = max(found.school_break.first_day, min(clock.today(), found.school_break.last_day))
    initial = {"day": day, "begins": f"{found.watch_from:02d}:00", "ends": f"{found.watch_to % 24:02d}:00"}
    form = PresenceForm(request.POST or None, instance=Presence(room=found), initial=initial)
    return _presence(request, found, form, _("Enter adults out"))


@require_http_methods(BOTH)
@permission_or_404(PLANS)
def presence(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Change an evening with adults out."""
    found = own_room(request, pk)
    held = get_object_or_404(found.presences, pk=row)
    return _presence(request, found, PresenceForm(request.POST or None, instance=held), _("Change the evening"))


def _presence(request: HttpRequest, found: BreakRoom, form: PresenceForm, title: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            evening = services.save_presence(presence=form.instance)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(reverse("calendar:room", args=[found.pk]) + _week_of(evening))
    return _form_page(request, found, form, title)


@require_http_methods(BOTH)
@permission_or_404(PLANS)
def target_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a target; the same kind again changes it."""
    found = own_room(request, pk)
    form = TargetForm(request.POST or None, instance=Target(room=found))
    if request.method == "POST" and form.is_valid():
        services.save_target(target=form.instance)
        return redirect("calendar:room", pk=pk)
    return _form_page(request, found, form, _("Set a target"))


@require_POST
@login_required
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask people to confirm, renew or remove a line, remove an evening, write a note."""
    found = own_room(request, pk)
    what, actor = request.POST.get("gor", ""), cast(User, request.user)
    if what == "anteckning":
        return _noted(request, found, actor)
    if not actor.has_perm(PLANS):
        raise Http404
    if what == "fraga":
        count = services.ask_people(room=found, actor=actor)
        messages.success(
            request, ngettext("%(n)s person is asked by mail.", "%(n)s people are asked by mail.", count) % {"n": count}
        )
    elif what == "nasta":
        return _drafted(request, found, actor)
    elif what in {"ny-lank", "ta-bort", "ta-bort-ute"}:
        number = request.POST.get("rad", "")
        row = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
        return redirect(reverse("calendar:room", args=[pk]) + _changed(request, found, what, row, actor))
    return redirect("calendar:room", pk=pk)


def _drafted(request: HttpRequest, found: BreakRoom, actor: User) -> HttpResponse:
    try:
        drafted = services.draft_next(room=found, actor=actor)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("calendar:room", pk=found.pk)
    messages.success(
        request,
        _("The next one is drafted: %(activities)s activities as drafts, %(evenings)s evenings with adults out.")
        % {"activities": drafted.activities, "evenings": drafted.evenings},
    )
    return redirect("calendar:room", pk=drafted.room.pk)


def _week_of(evening: Presence) -> str:
    """Return where on the room's page an evening stands."""
    return f"?vecka={evening.first_day}#ute"


def _changed(request: HttpRequest, found: BreakRoom, what: str, row: int, actor: User) -> str:
    """Change a line or an evening. Returns where on the room's page one goes on."""
    if what == "ta-bort-ute":
        evening = get_object_or_404(found.presences.select_related("district"), pk=row)
        services.remove_presence(presence=evening, actor=actor)
        words = {"evening": evening, "day": date_format(evening.first_day, "j F")}
        messages.success(request, _("Removed: %(evening)s, %(day)s.") % words)
        return _week_of(evening)
    line = get_object_or_404(found.participants.select_related("organisation", "room__school_break"), pk=row)
    if what == "ny-lank":
        services.renew_link(participant=line, actor=actor)
        messages.success(request, _("The old link opens nothing any more. A new one is on its way by mail."))
    else:
        line.delete()
    return ""


def _noted(request: HttpRequest, found: BreakRoom, actor: User) -> HttpResponse:
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            services.write_note(room=found, participant=None, author=actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("day", error)
        else:
            return redirect("calendar:room", pk=found.pk)
    context = _shown(request, found) | {"may_plan": actor.has_perm(PLANS), "note_form": form}
    return render(request, "calendar/room.html", context, status=422)
