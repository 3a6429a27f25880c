"""A break's contact list on a phone: a page of its own that can be saved and read without network."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.services import audit, partner_access_of
from common import clock
from holiday_calendar import figures
from holiday_calendar.models import BreakRoom
from holiday_calendar.views.rooms import own_room


@require_safe
@login_required
def phones(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the list, or give it as a file to keep on the phone (`spara=1`); reading it is logged."""
    room = own_room(request, pk)
    audit(
        actor=cast(User, request.user),
        action="calendar.contact_list_saved" if "spara" in request.GET else "calendar.contact_list_read",
        object_type="calendar.breakroom",
        object_id=str(room.pk),
    )
    return _listed(request, room)


@require_safe
@never_cache
def partner_phones(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the same to a partner who came by link and code for this break; reading it is logged."""
    room = BreakRoom.objects.select_related("school_break").filter(pk=pk).first()
    access = partner_access_of(request, purpose=room.partner_purpose) if room else None
    if room is None or access is None:
        raise Http404
    audit(
        actor=None,
        action="calendar.contact_list_saved" if "spara" in request.GET else "calendar.contact_list_read",
        object_type="accounts.partneraccess",
        object_id=str(access.pk),
    )
    return _listed(request, room)


def _listed(request: HttpRequest, room: BreakRoom) -> HttpResponse:
    """Return the page, whole in itself: no style, picture or script has to be fetched from anywhere."""
    context = {"room": room, "held": room.school_break, "people": figures.room_people(room), "now": clock.now()}
    response = render(request, "calendar/phones.html", context)
    if "spara" in request.GET:
        response["Content-Disposition"] = f'attachment; filename="kontaktlista-{room.school_break.first_day}.html"'
    return response
