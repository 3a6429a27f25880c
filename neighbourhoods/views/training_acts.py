"""What a coordinator does with a training: open, cancel, copy, write to those who come, put people on and off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.services import audit
from common import form_tokens
from common.gates import permission_or_404
from common.tables import Column
from neighbourhoods.forms.trainings import CancelForm, HandForm, MessageForm
from neighbourhoods.lifecycle import SignUpStatus, TrainingStatus
from neighbourhoods.models import SignUp
from neighbourhoods.services import signups
from neighbourhoods.services import trainings as services
from neighbourhoods.views.access import person
from neighbourhoods.views.trainings import MAKERS, MAY, training_or_404


def sign_up_or_404(request: HttpRequest, pk: int, sign_up: int) -> SignUp:
    """Return one training's sign-up in the person's scope."""
    found = SignUp.objects.visible_to(request.user).filter(pk=sign_up, training=pk)
    held: SignUp | None = found.select_related("training", "user").first()
    if held is None:
        raise Http404
    return held


@require_POST
@permission_or_404(MAY)
def open_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a draft for sign-up."""
    training = training_or_404(request, pk)
    try:
        services.open_training(training=training, by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Open for sign-up."))
    return redirect("neighbourhoods:training_desk", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404(MAY)
def cancel(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask first, with how many will be told; then cancel and let them know."""
    training = training_or_404(request, pk)
    if training.status not in (TrainingStatus.DRAFT, TrainingStatus.OPEN):
        raise Http404
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.cancel_training(training=training, words=form.cleaned_data["words"], by=person(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Cancelled. Everybody concerned gets a mail within some minutes."))
            return redirect("neighbourhoods:training_desk", pk=pk)
    context = {"training": training, "form": form, "told": services.told_of(training)}
    return render(request, "neighbourhoods/trainings_cancel.html", context)


@require_POST
@permission_or_404(MAY)
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a draft like this one for the next term, and go on to change it."""
    made = services.copy_training(training=training_or_404(request, pk), by=person(request))
    messages.success(request, _("Copied to the next term as a draft. Look at day and place, then open it."))
    return redirect("neighbourhoods:training_change", pk=made.pk)


@require_POST
@permission_or_404(MAY)
def new_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the link void and give a new one."""
    services.replace_link(training=training_or_404(request, pk), by=person(request))
    messages.success(request, _("The old link leads nowhere now. The new one stands below."))
    return redirect("neighbourhoods:training_desk", pk=pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404(MAY)
def write(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Write to those who come: first the words, then how they look and to how many, then sent."""
    training = training_or_404(request, pk)
    form = MessageForm(request.POST or None, initial={"form_token": form_tokens.new()})
    context: dict[str, Any] = {"training": training, "form": form}
    if request.method == "POST" and form.is_valid():
        if request.POST.get("steg") != "klart":
            context["people"] = len(services.recipients(training, form.cleaned_data["circle"]))
            context["parts"] = form.cleaned_data["words"].split("\n\n")
            return render(request, "neighbourhoods/trainings_write.html", context)
        try:
            said = services.send_message(training=training, by=person(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            sentence = ngettext("Sent to %(count)d person.", "Sent to %(count)d people.", said.sent_to)
            messages.success(request, sentence % {"count": said.sent_to})
            return redirect("neighbourhoods:training_desk", pk=pk)
    return render(request, "neighbourhoods/trainings_write.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404(MAY)
def add(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Sign up somebody who rang."""
    training = training_or_404(request, pk)
    form = HandForm(request.POST or None, training=training, initial={"form_token": form_tokens.new()})
    if request.method == "POST" and form.is_valid():
        try:
            made = signups.add_by_hand(training=training, by=person(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{made.full_name}: {SignUpStatus(made.status).label}.")
            return redirect("neighbourhoods:training_desk", pk=pk)
    context = {"training": training, "form": form}
    return render(request, "neighbourhoods/trainings_add.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404(MAY)
def participant(request: HttpRequest, pk: int, sign_up: int) -> HttpResponseBase:
    """Show one person's sign-up, with what can be done about it: give a place, take off the list."""
    held = sign_up_or_404(request, pk, sign_up)
    verbs = {"plats": signups.give_place, "bort": signups.withdraw}
    if request.method == "POST":
        if request.POST.get("gor") not in verbs:
            raise Http404
        try:
            done = verbs[request.POST["gor"]](sign_up=held, by=person(request))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"{done.full_name}: {SignUpStatus(done.status).label}.")
        return redirect("neighbourhoods:training_desk", pk=pk)
    audit(
        actor=person(request),
        action="training.person_read",
        object_type="neighbourhoods.signup",
        object_id=str(held.pk),
    )
    context = {"training": held.training, "sign_up": held, "events": held.events.select_related("actor")}
    return render(request, "neighbourhoods/trainings_person.html", context)


@require_GET
@permission_or_404(MAY)
def people_export(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """Return who comes as xlsx or CSV. That it was taken out is logged."""
    training = training_or_404(request, pk)
    if kind not in MAKERS:
        raise Http404
    audit(
        actor=person(request), action="training.people_exported", object_type="neighbourhoods.training",
        object_id=str(pk),
    )  # fmt: skip
    columns: list[Column[Any]] = [
        (_("Name"), lambda one: one.full_name),
        (_("E-mail address"), lambda one: one.email),
        (_("Phone"), lambda one: one.phone),
        (_("Status"), lambda one: str(one.get_status_display())),
        (_("Wishes about the food"), lambda one: one.dietary),
        (_("Signed up"), lambda one: one.created_at),
    ]
    people = training.sign_ups.exclude(status=SignUpStatus.ASKED).order_by("full_name", "pk")
    response: HttpResponseBase = MAKERS[kind]("deltagare", columns, list(people))
    return response
