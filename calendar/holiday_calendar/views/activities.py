"""The activities of a break: entered, changed and called off in its room."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from common import clock
from common.gates import permission_or_404
from holiday_calendar import services
from holiday_calendar.forms import ActivityForm, ProgrammeForm
from holiday_calendar.importing import read_activities
from holiday_calendar.models import BreakRoom, CalendarItem
from holiday_calendar.views.rooms import BOTH, PLANS, own_room

MOST_FAULTS = 50


@require_http_methods(BOTH)
@permission_or_404(PLANS)
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter an activity."""
    return _asked(request, own_room(request, pk), CalendarItem(), _("Enter an activity"))


@require_http_methods(BOTH)
@permission_or_404(PLANS)
def change(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Change an activity, call it off, or let it happen after all."""
    room = own_room(request, pk)
    held = room.school_break
    items = CalendarItem.objects.visible_to(request.user).filter(kind=CalendarItem.Kind.ACTIVITY)
    found = get_object_or_404(items.between(held.first_day, held.last_day), pk=item)
    if request.POST.get("gor") in {"stall-in", "blir-av"}:
        return _moved(request, room, found)
    return _asked(request, room, found, _("Change the activity"))


def _moved(request: HttpRequest, room: BreakRoom, found: CalendarItem) -> HttpResponse:
    move = services.cancel_item if request.POST["gor"] == "stall-in" else services.restore_item
    try:
        move(item_id=found.pk, actor=cast(User, request.user))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("calendar:room", pk=room.pk)


def _asked(request: HttpRequest, room: BreakRoom, item: CalendarItem, title: str) -> HttpResponse:
    held = room.school_break
    initial = {} if item.pk else {"day": max(held.first_day, min(clock.today(), held.last_day)), "is_public": True}
    form = ActivityForm(request.POST or None, instance=item, held=held, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_item(item=form.instance)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("calendar:room", pk=room.pk)
    context = {"room": room, "form": form, "title": title, "item": item if item.pk else None}
    return render(request, "calendar/activity_form.html", context, status=422 if form.errors else 200)


@require_http_methods(BOTH)
@permission_or_404(PLANS)
def from_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in an organisation's programme as drafts; with any fault nothing is saved and every fault is told."""
    room = own_room(request, pk)
    form, faults = ProgrammeForm(request.POST or None, request.FILES or None), []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            rows = [ActivityForm(row, held=room.school_break) for row in read_activities(file.name, file.read())]
            faults = [words for number, row in enumerate(rows, start=1) for words in _faults(number, row)]
            if not faults:
                count = services.take_in_drafts(items=[row.instance for row in rows])
                messages.success(request, _("Taken in as drafts: %(count)s. Look through them.") % {"count": count})
                return redirect("calendar:drafts")
        except ValidationError as error:
            form.add_error("file", error)
    context = {"room": room, "form": form, "faults": faults[:MOST_FAULTS]}
    return render(request, "calendar/activity_file.html", context, status=422 if form.errors or faults else 200)


def _faults(number: int, row: ActivityForm) -> list[str]:
    """Return what is wrong with a row, with its number and the name of the field."""
    return [
        _("Row %(number)s, %(field)s: %(words)s")
        % {
            "number": number,
            "field": str(row.fields[name].label).lower() if name in row.fields else _("activity"),
            "words": " ".join(str(word) for word in words),
        }
        for name, words in row.errors.items()
    ]
