"""The rings of the year wheel that organisations have of their own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from common.gates import permission_or_404
from holiday_calendar import services
from holiday_calendar.forms import NewRingForm, RingNameForm
from holiday_calendar.models import WheelRing

MAY = "calendar.change_wheelring"
ACTS: dict[str, Callable[..., None]] = {
    "utat": partial(services.move_ring, outwards=True),
    "inat": partial(services.move_ring, outwards=False),
    "ta-bort": services.remove_ring,
}


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404(MAY)
def rings(request: HttpRequest) -> HttpResponse:
    """List the rings from the outermost in, and add one."""
    form = NewRingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_ring(**form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("calendar:wheel_rings")
    return _listed(request, form)


@require_POST
@permission_or_404(MAY)
def ring(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a ring, move it outwards or inwards, or take it away."""
    held = get_object_or_404(WheelRing, pk=pk)
    act = ACTS.get(request.POST.get("gor", ""))
    if act is not None:
        act(ring_id=held.pk)
        return redirect("calendar:wheel_rings")
    named = RingNameForm(request.POST, instance=held, prefix=f"ring-{held.pk}")
    if not named.is_valid():
        return _listed(request, NewRingForm(), named)
    services.rename_ring(ring_id=held.pk, name=named.cleaned_data["name"])
    return redirect("calendar:wheel_rings")


def _listed(request: HttpRequest, form: NewRingForm, wrong: RingNameForm | None = None) -> HttpResponse:
    """Show the page; of a ring whose new name was refused, what was typed."""
    held = WheelRing.objects.select_related("organisation")
    names = [
        wrong if wrong and wrong.instance.pk == one.pk else RingNameForm(instance=one, prefix=f"ring-{one.pk}")
        for one in held
    ]
    context = {"form": form, "names": names, "wrong": wrong, "is_full": len(names) >= services.MOST_RINGS}
    status = 422 if form.errors or wrong else 200
    return render(request, "calendar/wheel_rings.html", context, status=status)
