"""A meeting or anything else in the calendar: entered, moved by hand, called off."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from common import clock
from common.gates import permission_or_404
from holiday_calendar import figures, services
from holiday_calendar.forms import ItemForm, ItemKindForm
from holiday_calendar.lifecycle import ItemStatus
from holiday_calendar.models import CalendarItem, MovesBy

PLANS = "calendar.change_calendaritem"
BOTH = ["GET", "HEAD", "POST"]
MOVES = {"stall-in": services.cancel_item, "blir-av": services.restore_item}


@require_http_methods(BOTH)
@permission_or_404(PLANS)
def new(request: HttpRequest) -> HttpResponse:
    """Enter something; the link that leads here may say what (`slag`), for which break (`lov`)."""
    return _asked(request, CalendarItem(), _("Enter in the calendar"))


@require_http_methods(BOTH)
@permission_or_404(PLANS)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Move or change it, call it off, let it happen after all."""
    found = get_object_or_404(CalendarItem.objects.visible_to(request.user), pk=pk)
    move = MOVES.get(request.POST.get("gor", ""))
    if move is not None:
        try:
            move(item_id=found.pk, actor=cast(User, request.user))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return _where(found)
    return _asked(request, found, _("Move or change"))


def _asked(request: HttpRequest, item: CalendarItem, title: str) -> HttpResponse:
    form = ItemForm(request.POST or None, instance=item, initial={} if item.pk else _initial(request))
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_item(item=form.instance)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            told = saved.invitees.exclude(sent_sequence=None).filter(sent_sequence__lt=saved.sequence).exists()
            changed = _("Saved. Those invited are told by mail within a minute.")
            messages.success(request, changed if told else _("Saved."))
            return _where(saved)
    context = {"form": form, "title": title, "item": item if item.pk else None}
    return render(request, "calendar/item_form.html", context, status=422 if form.errors else 200)


def _initial(request: HttpRequest) -> dict[str, Any]:
    """Return what the link says; a check-in meeting of a break moves with it, at ten by default."""
    asked = ItemKindForm(request.GET)
    given = asked.cleaned_data if asked.is_valid() else {}
    kind, held = given.get("slag") or CalendarItem.Kind.COORDINATION, given.get("lov")
    initial: dict[str, Any] = {
        "kind": kind,
        "day": given.get("dag") or clock.today(),
        "begins": "10:00",
        "ends": "12:00",
    }
    if held is not None:
        day = max(clock.today(), held.first_day)
        initial |= {"of_break": held.pk, "day": min(day, held.last_day), "moves_by": MovesBy.BREAK}
        initial |= {"moves_with": held.kind, "title": f"{CalendarItem.Kind(kind).label.capitalize()}, {held.name}"}
    return initial


def _where(item: CalendarItem) -> HttpResponse:
    """Return to where the item is read."""
    if item.kind in figures.MEETINGS:
        return redirect("calendar:meeting", pk=item.pk)
    if item.status == ItemStatus.DRAFT:
        return redirect("calendar:drafts")
    return redirect(figures.item_address(item.first_day, f"post-{item.pk}"))
