"""A patrol on a phone or a tablet in the car."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.services import request_document
from grannstod import figures, services
from grannstod.forms import CorrectForm, EndForm
from grannstod.lifecycle import PatrolStatus
from grannstod.models import Patrol, PatrolStep, Shift, StepKind
from grannstod.views.pages import form_page
from grannstod.views.people import person_of, require


def own_patrol(request: HttpRequest, patrol_id: int) -> Patrol:
    """Return a patrol that the person drives or has driven; anybody else's is 404, a leader's view too."""
    user = require(request, "grannstod.use_patrol")
    own = Patrol.objects.visible_to(user).filter(shift__crew__volunteer__user=user)
    return get_object_or_404(own.select_related("shift__car", "shift__route"), pk=patrol_id)


@require_POST
@login_required
def start(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Start the patrol of one's own shift."""
    user = require(request, "grannstod.use_patrol")
    shift = get_object_or_404(Shift.objects.visible_to(user).own(user), pk=shift_id)
    try:
        patrol = services.start_patrol(shift_id=shift.pk, actor=user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("grannstod:home")
    return redirect("grannstod:patrol", patrol.pk)


@require_safe
@login_required
@never_cache
def patrol(request: HttpRequest, patrol_id: int) -> HttpResponse:
    """Show a patrol: the next place, the route, the checklist, what was written."""
    user = require(request, "grannstod.use_patrol", "grannstod.see_all_patrols")
    found = get_object_or_404(
        Patrol.objects.visible_to(user).select_related("shift__car", "shift__route"), pk=patrol_id
    )
    crew = list(found.shift.crew.select_related("volunteer__user").order_by("-seat"))
    steps = list(found.steps.all())
    places = [step for step in steps if step.kind == StepKind.PLACE]
    is_own = any(member.volunteer.user_id == user.pk for member in crew)
    context = {
        "patrol": found,
        "shift": found.shift,
        "crew": crew,
        "before": [step for step in steps if step.kind == StepKind.BEFORE],
        "after": [step for step in steps if step.kind == StepKind.AFTER],
        "places": places,
        "next_place": next((step for step in places if step.done_at is None), None),
        "log": figures.log(user, found),
        "areas": list(figures.visited_areas(found)),
        "may_have_report": user.has_perm("grannstod.see_all_patrols") and user.has_perm("documents.request_document"),
        "may_write": is_own and found.status == PatrolStatus.UNDERWAY,
    }
    return render(request, "grannstod/patrol.html", context)


@require_POST
@login_required
def step(request: HttpRequest, patrol_id: int, step_id: int) -> HttpResponse:
    """Tick a step, or take the tick back."""
    found = own_patrol(request, patrol_id)
    ticked = get_object_or_404(PatrolStep, pk=step_id, patrol=found)
    try:
        services.mark_step(patrol_id=found.pk, step_id=ticked.pk, is_done=request.POST.get("klar") == "1")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{patrol_url(found)}#steg-{ticked.pk}")


def patrol_url(found: Patrol) -> str:
    return redirect("grannstod:patrol", found.pk).url


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def end(request: HttpRequest, patrol_id: int) -> HttpResponse:
    """End a patrol; kilometres if they are known."""
    found = own_patrol(request, patrol_id)
    if found.status != PatrolStatus.UNDERWAY:
        return redirect("grannstod:patrol", found.pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            over = services.end_patrol(patrol_id=found.pk, km=form.cleaned_data["km"], actor=person_of(request))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            thanks = [_("The patrol has ended. Thank you for today!"), services.said_of_end(over)]
            messages.success(request, " ".join(filter(None, thanks)))
        return redirect("grannstod:patrol", found.pk)
    left = found.steps.filter(kind=StepKind.AFTER, done_at=None)
    return render(
        request,
        "grannstod/end.html",
        {"patrol": found, "form": form, "left": left},
        status=422 if form.errors else 200,
    )


@require_POST
@login_required
def break_off(request: HttpRequest, patrol_id: int) -> HttpResponse:
    """Break one's own patrol off: the car fails, somebody falls ill. What was written is kept."""
    found = own_patrol(request, patrol_id)
    try:
        services.break_off_patrol(patrol_id=found.pk, actor=person_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The patrol is broken off. What you wrote is kept. Call the leader."))
    return redirect("grannstod:patrol", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def correct(request: HttpRequest, patrol_id: int) -> HttpResponse:
    """Let the leader end a patrol that nobody ended, or put right when it ended and how far it drove."""
    user = require(request, "grannstod.plan_shifts")
    found = get_object_or_404(Patrol.objects.visible_to(user).select_related("shift__car"), pk=patrol_id)
    form = CorrectForm(request.POST) if request.method == "POST" else CorrectForm.of(found)
    back = {"name": _("When did the patrol end?"), "back": patrol_url(found), "back_to": _("Back to the patrol")}

    def save() -> HttpResponse:
        services.correct_patrol(
            patrol_id=found.pk, ended_at=form.ended_at(), km=form.cleaned_data["km"], actor=person_of(request)
        )
        messages.success(request, _("Noted."))
        return redirect("grannstod:patrol", found.pk)

    return form_page(request, form, "grannstod/change.html", save=save, more=lambda: back)


@require_POST
@login_required
def report(request: HttpRequest, patrol_id: int) -> HttpResponse:
    """Ask for the patrol report as PDF."""
    user = require(request, "grannstod.see_all_patrols")
    found = get_object_or_404(Patrol.objects.visible_to(user), pk=patrol_id)
    document = request_document(kind="patrol_report", subject=str(found.pk), by=user, language=get_language() or "sv")
    return redirect("documents:document", document.pk)
