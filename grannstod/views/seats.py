"""Signing up, leaving, waiting, handing over: a volunteer's own shifts, and the calendar they stand in."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from common import ics
from common.signed_links import secret_page
from grannstod import services
from grannstod.figures import calendar
from grannstod.figures import seats as reads
from grannstod.models import CrewMember, Volunteer
from grannstod.views.people import require


def _volunteer(request: HttpRequest) -> tuple[User, Volunteer]:
    user = require(request, "grannstod.use_patrol")
    return user, get_object_or_404(Volunteer.objects.select_related("user"), user=user)


@require_safe
@login_required
@never_cache
def seats(request: HttpRequest) -> HttpResponse:
    """Show one's coming shifts and the ones with a free seat."""
    _user, volunteer = _volunteer(request)
    own = reads.own_seats(volunteer)
    found = reads.open_shifts(volunteer)
    context = {
        "own": [(seat, services.may_withdraw(seat.shift)) for seat in own],
        "proposed": reads.proposed_to(volunteer),
        "free": [line for line in found if line.fitting or line.swap_id or line.place],
        "full": [line for line in found if line.is_full and not (line.swap_id or line.place)],
        "may_drive_out": volunteer in Volunteer.objects.may_drive_out(),
        "feed": f"{settings.BASE_URL}{reverse('grannstod:feed', args=[calendar.feed_token(volunteer)])}",
    }
    return render(request, "grannstod/seats.html", context)


def _done(request: HttpRequest, act: Callable[[], object], said: str) -> HttpResponse:
    """Do something, say what came of it, and go back to the list."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return redirect("grannstod:seats")


@require_POST
@login_required
def take(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Take a free seat."""
    user, volunteer = _volunteer(request)
    _require_coming(volunteer, shift_id)
    seat = request.POST.get("plats", "")
    if seat not in CrewMember.Seat.values:
        return _done(request, _choose, "")
    return _done(
        request,
        lambda: services.sign_up(shift_id=shift_id, volunteer=volunteer, seat=seat, actor=user),
        _("The seat is yours. You get a mail with an entry for your calendar."),
    )


def _choose() -> None:
    raise ValidationError(_("Choose whether you drive or sit beside."), code="seat")


def _require_coming(volunteer: Volunteer, shift_id: int) -> None:
    """Raise 404 for a shift that stands neither among one's own nor among those one may sign up to."""
    own = CrewMember.objects.filter(volunteer=volunteer, shift=shift_id).exists()
    if not own and shift_id not in {line.pk for line in reads.open_shifts(volunteer)}:
        raise Http404


@require_POST
@login_required
def leave(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Leave one's seat in time."""
    user, volunteer = _volunteer(request)
    get_object_or_404(CrewMember, volunteer=volunteer, shift=shift_id)
    return _done(
        request,
        lambda: services.withdraw(shift_id=shift_id, volunteer=volunteer, actor=user),
        _("You don't drive that shift any more. The next in line is asked."),
    )


@require_POST
@login_required
def line(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Stand in line, or stop waiting."""
    _user, volunteer = _volunteer(request)
    _require_coming(volunteer, shift_id)
    if request.POST.get("vill") == "ja":
        return _done(
            request,
            lambda: services.stand_in_line(shift_id=shift_id, volunteer=volunteer),
            _("You stand in line. We write to you when a seat becomes free."),
        )
    return _done(
        request,
        lambda: services.leave_line(shift_id=shift_id, volunteer=volunteer),
        _("You don't stand in line any more."),
    )


@require_POST
@login_required
def swap(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Ask others to take one's seat, or keep it after all."""
    user, volunteer = _volunteer(request)
    get_object_or_404(CrewMember, volunteer=volunteer, shift=shift_id)
    if request.POST.get("vill") == "ja":
        return _done(
            request,
            lambda: services.ask_swap(shift_id=shift_id, volunteer=volunteer, actor=user),
            _("The others see that you need somebody. Until one takes over, the seat is yours."),
        )
    return _done(
        request,
        lambda: services.keep_seat(shift_id=shift_id, volunteer=volunteer, actor=user),
        _("You keep the seat."),
    )


@require_POST
@login_required
def take_over(request: HttpRequest, swap_id: int) -> HttpResponse:
    """Take a seat that somebody hands over."""
    user, volunteer = _volunteer(request)
    return _done(
        request,
        lambda: services.take_over(swap_id=swap_id, volunteer=volunteer, actor=user),
        _("The seat is yours. You get a mail with an entry for your calendar."),
    )


@require_POST
@login_required
def renew(request: HttpRequest) -> HttpResponse:
    """Give one's calendar a new address."""
    _user, volunteer = _volunteer(request)
    return _done(
        request,
        lambda: services.renew_calendar(volunteer=volunteer),
        _("Your calendar has a new address. The old one shows nothing any more."),
    )


@require_safe
@secret_page
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give a volunteer's shifts to a calendar, by secret address."""
    volunteer = calendar.volunteer_of_feed(token)
    if volunteer is None:
        raise Http404
    with translation.override(volunteer.user.language):
        body = ics.feed(_("My shifts in Grannstöd"), calendar.own_events(volunteer))
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")
