"""What the leader does about a shift that is to come, and about the cars."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from grannstod import services
from grannstod.figures import with_crew
from grannstod.forms import CarForm, SeatForm, ShiftForm
from grannstod.lifecycle import IN_LINE
from grannstod.models import Car, CrewMember, Shift
from grannstod.views.pages import form_page
from grannstod.views.people import require

PLAN = "grannstod.plan_shifts"


def _shift(request: HttpRequest, shift_id: int) -> Shift:
    user = require(request, PLAN)
    return get_object_or_404(with_crew(Shift.objects.visible_to(user)), pk=shift_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def change(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Show a shift that is to come, with everything that can be done about it, and change it."""
    found = _shift(request, shift_id)
    try:
        services.require_to_come(found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("grannstod:shifts")
    form = ShiftForm(request.POST or None, shift=found)

    def save() -> HttpResponse:
        services.change_shift(shift_id=found.pk, **form.planned())
        messages.success(request, _("The shift is changed. Whoever it concerns gets a mail."))
        return redirect("grannstod:shifts")

    return form_page(request, form, "grannstod/change_shift.html", save=save, more=lambda: _around(found))


def _around(shift: Shift) -> dict[str, Any]:
    """Return who sits where, who could, and who stands in line."""
    crew = list(shift.crew.all())
    taken = {member.seat for member in crew}
    return {
        "shift": shift,
        "crew": crew,
        "free": [
            (seat, SeatForm(auto_id=f"id_{seat.value}_%s")) for seat in CrewMember.Seat if seat.value not in taken
        ],
        "line": shift.line.filter(status__in=IN_LINE).select_related("volunteer__user"),
    }


def _acted(request: HttpRequest, act: Callable[[], Any], said: str, back: str) -> HttpResponse:
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return redirect(back)


@require_POST
@login_required
def remove(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Remove a shift that is to come."""
    found = _shift(request, shift_id)
    said = _("The shift is removed. Its people and whoever stood in line get a mail.")
    return _acted(request, lambda: services.remove_shift(shift_id=found.pk), said, reverse("grannstod:shifts"))


@require_POST
@login_required
def put_in(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Put somebody on a free seat."""
    user, found, form = require(request, PLAN), _shift(request, shift_id), SeatForm(request.POST)

    def act() -> None:
        if not form.is_valid():
            raise ValidationError(_("Choose who is to drive along."), code="nobody")
        try:
            services.sign_up(shift_id=found.pk, **form.cleaned_data, actor=user)
        except ValidationError as error:
            raise _for_leader(error) from error

    said = _("The seat is taken, and a mail is sent.")
    return _acted(request, act, said, reverse("grannstod:change_shift", args=[found.pk]))


def _for_leader(error: ValidationError) -> ValidationError:
    """Return a refusal in words for the leader: the service speaks to whoever takes a seat."""
    if error.code != "seat_offered":
        return error
    said = _("That seat is offered to somebody who stood in line. Wait for the answer, or change the people below.")
    return ValidationError(said, code="seat_offered")


@require_POST
@login_required
def free(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Take somebody off a shift that is to come: ill, say."""
    user = require(request, PLAN)
    shifts = Shift.objects.visible_to(user)
    seats = CrewMember.objects.filter(shift__in=shifts).select_related("volunteer__user")
    seat = get_object_or_404(seats, pk=seat_id)
    said = _("The seat is free. A mail is sent, and the next in line is asked.")
    back = reverse("grannstod:change_shift", args=[seat.shift_id])
    return _acted(request, lambda: services.free_seat(seat=seat, actor=user), said, back)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def cars(request: HttpRequest) -> HttpResponse:
    """List the cars, and add one."""
    require(request, PLAN)
    listed = {"cars": Car.objects.order_by("-is_active", "name")}
    return _car_page(request, CarForm(request.POST or None), "grannstod/cars.html", listed)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def car(request: HttpRequest, car_id: int) -> HttpResponse:
    """Change one car, or take it out of use."""
    require(request, PLAN)
    found = get_object_or_404(Car, pk=car_id)
    back = {"name": str(found), "back": reverse("grannstod:cars"), "back_to": _("Cars")}
    return _car_page(request, CarForm(request.POST or None, instance=found), "grannstod/change.html", back)


def _car_page(request: HttpRequest, form: CarForm, template: str, more: dict[str, Any]) -> HttpResponse:
    def save() -> HttpResponse:
        form.save()
        messages.success(request, _("Saved. Shifts that are laid out keep the car they have."))
        return redirect("grannstod:cars")

    return form_page(request, form, template, save=save, more=lambda: more)
