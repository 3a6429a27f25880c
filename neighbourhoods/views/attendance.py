"""Attendance, marked on a phone at the door: a name, two large buttons, and undo."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.services import audit
from common.gates import permission_or_404
from neighbourhoods.forms.trainings import DoorForm
from neighbourhoods.lifecycle import SignUpStatus
from neighbourhoods.models import Training
from neighbourhoods.services import attendance as services
from neighbourhoods.views.access import person
from neighbourhoods.views.training_acts import sign_up_or_404
from neighbourhoods.views.trainings import MAY, training_or_404

SHOWN = (SignUpStatus.CONFIRMED, SignUpStatus.ATTENDED, SignUpStatus.ABSENT)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404(MAY)
def attendance(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show everybody who has a place; by POST, note somebody who came without having signed up."""
    training = training_or_404(request, pk)
    form = DoorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_at_door(training=training, by=person(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(f"{reverse('neighbourhoods:attendance', args=[pk])}#p{made.pk}")
    return _show(request, training, form)


def _show(request: HttpRequest, training: Training, form: DoorForm) -> HttpResponse:
    people = list(training.sign_ups.filter(status__in=SHOWN).order_by("full_name", "pk"))
    read = {"object_type": "neighbourhoods.training", "object_id": str(training.pk)}
    audit(actor=person(request), action="training.people_read", **read)
    counts = {status: sum(one.status == status for one in people) for status in SHOWN}
    context = {
        "training": training,
        "form": form,
        "people": people,
        "here": counts[SignUpStatus.ATTENDED],
        "unmarked": counts[SignUpStatus.CONFIRMED],
    }
    return render(request, "neighbourhoods/trainings_attendance.html", context, status=422 if form.errors else 200)


@require_POST
@permission_or_404(MAY)
def mark(request: HttpRequest, pk: int, sign_up: int) -> HttpResponse:
    """Mark one person as here or not here, or undo; then back to the same row."""
    held = sign_up_or_404(request, pk, sign_up)
    to = services.MARKS.get(request.POST.get("gor", ""))
    if to is None:
        raise Http404
    try:
        services.mark_attendance(sign_up=held, to=to, by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{reverse('neighbourhoods:attendance', args=[pk])}#p{held.pk}")


@require_POST
@permission_or_404(MAY)
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Finish the evening: who is not marked was not there, and the course is noted with the agents."""
    training = training_or_404(request, pk)
    try:
        services.finish_training(training=training, by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("neighbourhoods:attendance", pk=pk)
    messages.success(request, _("Finished. Certificates can be made now."))
    return redirect("neighbourhoods:training_desk", pk=pk)
