"""Schedules for the leader; wishes for each volunteer."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts.models import User
from grannstod import services
from grannstod.figures.drafts import draft, underway
from grannstod.forms.planning import ChoiceForm, ScheduleForm, WishForm
from grannstod.lifecycle import BEING_WORKED_OUT, SCHEDULE_MOVES, ScheduleStatus
from grannstod.models import Schedule, Volunteer, Wish
from grannstod.views.pages import form_page
from grannstod.views.people import require

PLAN = "grannstod.plan_shifts"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """List schedules, and have a new one worked out."""
    user = require(request, PLAN)
    form = ScheduleForm(request.POST) if request.method == "POST" else ScheduleForm.fresh()
    found = Schedule.objects.visible_to(user).exclude(status=ScheduleStatus.DROPPED)[:20]

    def save() -> HttpResponse:
        made = services.ask_for_schedule(**form.cleaned_data, actor=user)
        return redirect("grannstod:schedule", made.pk)

    return form_page(request, form, "grannstod/schedules.html", save=save, more=lambda: {"schedules": found})


@require_safe
@login_required
@never_cache
def schedule(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """Show a schedule: how far it has come, then every shift with the reasons."""
    user = require(request, PLAN)
    found = get_object_or_404(Schedule.objects.visible_to(user), pk=schedule_id)
    is_waiting = found.status in BEING_WORKED_OUT
    if getattr(request, "htmx", False):
        return _moving_part(request, found) if is_waiting else HttpResponseClientRefresh()
    lines = draft(found) if found.status in (ScheduleStatus.DRAFT, ScheduleStatus.RELEASED) else []
    context = {
        "schedule": found,
        "lines": lines,
        "empty": sum(bool(line.gap) for line in lines),
        "people": Volunteer.objects.may_drive_out().select_related("user"),
        "is_draft": found.status == ScheduleStatus.DRAFT,
        "underway": underway(found) if is_waiting else None,
        "may_drop": not is_waiting and ScheduleStatus.DROPPED in SCHEDULE_MOVES[ScheduleStatus(found.status)],
    }
    response = render(request, "grannstod/schedule.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _moving_part(request: HttpRequest, found: Schedule) -> HttpResponse:
    context = {"schedule": found, "underway": underway(found)}
    return render(request, "grannstod/_underway.html", context)


@require_POST
@login_required
def act(request: HttpRequest, schedule_id: int, what: str) -> HttpResponse:
    """Work it out again, stop working it out, put somebody on a seat, take somebody off, drop or release it."""
    user = require(request, PLAN)
    found = get_object_or_404(Schedule.objects.visible_to(user), pk=schedule_id)
    acts = {"igen": _again, "stoppa": _stop, "valj": _choose, "ta-bort": _take_off}
    acts |= {"slang": _drop, "slapp": _release, "visa": _show}
    if what not in acts:
        raise Http404
    try:
        acts[what](request, found, user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    found.refresh_from_db()
    is_gone = found.status == ScheduleStatus.DROPPED
    return redirect("grannstod:schedules") if is_gone else redirect("grannstod:schedule", found.pk)


def _again(request: HttpRequest, found: Schedule, user: User) -> None:
    services.solve_again(schedule_id=found.pk, actor=user)


def _stop(request: HttpRequest, found: Schedule, user: User) -> None:
    stopped = services.stop_schedule(schedule_id=found.pk, actor=user)
    is_draft = stopped.status == ScheduleStatus.DRAFT
    messages.success(request, _("Stopped. The draft stands as it was.") if is_draft else _("Stopped, and dropped."))


def _choose(request: HttpRequest, found: Schedule, user: User) -> None:
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        raise ValidationError(_("Choose somebody from the list."), code="choose")
    data = form.cleaned_data
    inside = [line.shift.pk for line in draft(found)]
    if data["shift"] not in inside:
        raise Http404
    services.choose_by_hand(
        schedule_id=found.pk, shift_id=data["shift"], seat=data["seat"], volunteer=data["volunteer"]
    )
    messages.success(request, _("Noted. It stays when the schedule is worked out again."))


def _take_off(request: HttpRequest, found: Schedule, user: User) -> None:
    given = request.POST.get("plats", "")
    if given.isascii() and given.isdigit() and len(given) < 19:
        services.take_off(schedule_id=found.pk, proposed_id=int(given))
    messages.success(request, _("Taken off."))


def _drop(request: HttpRequest, found: Schedule, user: User) -> None:
    told = services.drop_schedule(schedule_id=found.pk, actor=user)
    messages.success(request, _("Dropped. Who was shown it is told.") if told else _("Dropped. Nobody was told of it."))


def _show(request: HttpRequest, found: Schedule, user: User) -> None:
    told = services.show_draft(schedule_id=found.pk, actor=user)
    said = ngettext("Shown. One person gets a mail.", "Shown. %(n)s people get a mail.", told)
    messages.success(request, said % {"n": told})


def _release(request: HttpRequest, found: Schedule, user: User) -> None:
    result = services.release_schedule(schedule_id=found.pk, actor=user)
    said = ngettext(
        "One seat is released, and its person told.", "%(n)s seats are released, and their people told.", result.seated
    )
    messages.success(request, said % {"n": result.seated})
    if result.refused:
        names = "; ".join(f"{one.shift}: {one.volunteer}" for one in result.refused)
        messages.warning(request, _("Not possible any more: %(seats)s.") % {"seats": names})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def wishes(request: HttpRequest) -> HttpResponse:
    """Show and change one's own wishes."""
    user = require(request, "grannstod.use_patrol")
    volunteer = get_object_or_404(Volunteer.objects.select_related("user"), user=user)
    wish = Wish.objects.filter(volunteer=volunteer).first() or Wish(volunteer=volunteer)
    form = WishForm(request.POST or None, instance=wish)

    def save() -> HttpResponse:
        form.save()
        messages.success(request, _("Noted. It counts from the next schedule."))
        return redirect("grannstod:wishes")

    return form_page(request, form, "grannstod/wishes.html", save=save)
