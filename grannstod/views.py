"""Grannstöd on a phone or a tablet in the car, and the leader's list of shifts."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from common import clock, private_files
from grannstod import figures, services
from grannstod.forms import EndForm, ObservationForm, ShiftForm
from grannstod.lifecycle import PatrolStatus
from grannstod.models import Observation, Patrol, PatrolStep, Shift, StepKind, Volunteer
from post.services import texts_are_on

PAST_DAYS, COMING_DAYS = 14, 42


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


def _require(request: HttpRequest, *permissions: str) -> User:
    """Return the person, or 404 unless they have one of the permissions."""
    user = _user(request)
    if not any(user.has_perm(permission) for permission in permissions):
        raise Http404
    return user


def _own_patrol(request: HttpRequest, patrol_id: int) -> Patrol:
    """Return a patrol that the person drives or has driven; anybody else's is 404, a leader's view too."""
    user = _require(request, "grannstod.use_patrol")
    own = Patrol.objects.visible_to(user).filter(shift__crew__volunteer__user=user)
    return get_object_or_404(own.select_related("shift__car", "shift__route"), pk=patrol_id)


@require_safe
@login_required
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Show the patrol under way, else the next shift and the ones after it."""
    user = _require(request, "grannstod.use_patrol", "grannstod.see_all_patrols")
    shift = figures.own_next(user)
    patrol = getattr(shift, "patrol", None)
    if patrol is not None:
        return redirect("grannstod:patrol", patrol.pk)
    now = clock.now()
    context = {
        "shift": shift,
        "may_start": shift is not None and shift.starts_at - services.EARLY_START <= now < shift.ends_at,
        "later": [later for later in figures.own_coming(user) if later != shift],
        "sees_all": user.has_perm("grannstod.see_all_patrols"),
        "volunteer": Volunteer.objects.filter(user=user).first() if texts_are_on() else None,
        "has_phone": bool(user.phone),
    }
    return render(request, "grannstod/home.html", context)


@require_POST
@login_required
def reminders(request: HttpRequest) -> HttpResponse:
    """Note whether one wants a text message the day before each shift."""
    user = _require(request, "grannstod.use_patrol")
    volunteer = get_object_or_404(Volunteer.objects.filter(user=user))
    wants = request.POST.get("sms") == "ja"
    services.choose_texts(volunteer=volunteer, wants=wants)
    messages.success(request, _("You get a text message.") if wants else _("You get no text messages."))
    return redirect("grannstod:home")


@require_POST
@login_required
def start(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Start the patrol of one's own shift."""
    user = _require(request, "grannstod.use_patrol")
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
    user = _require(request, "grannstod.use_patrol", "grannstod.see_all_patrols")
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
        "may_write": is_own and found.status == PatrolStatus.UNDERWAY,
    }
    return render(request, "grannstod/patrol.html", context)


@require_POST
@login_required
def step(request: HttpRequest, patrol_id: int, step_id: int) -> HttpResponse:
    """Tick a step, or take the tick back."""
    found = _own_patrol(request, patrol_id)
    ticked = get_object_or_404(PatrolStep, pk=step_id, patrol=found)
    try:
        services.mark_step(patrol_id=found.pk, step_id=ticked.pk, is_done=request.POST.get("klar") == "1")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{_patrol_url(found)}#steg-{ticked.pk}")


def _patrol_url(found: Patrol) -> str:
    return redirect("grannstod:patrol", found.pk).url


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def observe(request: HttpRequest, patrol_id: int) -> HttpResponse:
    """Write an observation: one press on its outcome saves it."""
    found = _own_patrol(request, patrol_id)
    if found.status != PatrolStatus.UNDERWAY:
        messages.error(request, _("The patrol has ended. Call the leader to add something."))
        return redirect("grannstod:patrol", found.pk)
    if request.method == "POST":
        form = ObservationForm(request.POST, request.FILES)
        if form.is_valid() and _record(request, found, form):
            messages.success(request, _("Saved. Thank you for looking."))
            return redirect(f"{_patrol_url(found)}#skrivet")
    else:
        last = found.steps.filter(kind=StepKind.PLACE, done_at__isnull=False).order_by("-done_at").first()
        form = ObservationForm.fresh(last.name if last else "")
    context = {"patrol": found, "form": form, "outcomes": Observation.Outcome}
    return render(request, "grannstod/observe.html", context, status=422 if form.errors else 200)


def _record(request: HttpRequest, found: Patrol, form: ObservationForm) -> bool:
    try:
        services.record_observation(
            patrol_id=found.pk, seen=form.seen(), form_token=form.cleaned_data["form_token"], author=_user(request)
        )
    except ValidationError as error:
        form.add_error(_field_of(error), error)
        return False
    return True


def _field_of(error: ValidationError) -> str | None:
    """Return the field a refusal belongs to, so that its sentence stands there."""
    code = getattr(error, "code", "")
    fields = {"personal_data": "text", "outside": "place", "position": "place"}
    if code in ("too_large", "too_many_pixels", "not_a_picture"):
        return "photo"
    return fields.get(code or "")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def end(request: HttpRequest, patrol_id: int) -> HttpResponse:
    """End a patrol; kilometres if they are known."""
    found = _own_patrol(request, patrol_id)
    if found.status != PatrolStatus.UNDERWAY:
        return redirect("grannstod:patrol", found.pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_patrol(patrol_id=found.pk, km=form.cleaned_data["km"], actor=_user(request))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("The patrol has ended. Thank you for today!"))
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
    found = _own_patrol(request, patrol_id)
    try:
        services.break_off_patrol(patrol_id=found.pk, actor=_user(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The patrol is broken off. What you wrote is kept. Call the leader."))
    return redirect("grannstod:patrol", found.pk)


@require_safe
@login_required
def photo(request: HttpRequest, observation_id: int) -> HttpResponseBase:
    """Give an observation's photo to those who may see the observation."""
    user = _require(request, "grannstod.use_patrol", "grannstod.see_all_patrols")
    found = get_object_or_404(Observation.objects.visible_to(user).exclude(photo=""), pk=observation_id)
    return private_files.serve(default_storage, str(found.photo.name), content_type="image/jpeg")


@require_safe
@login_required
@never_cache
def shifts(request: HttpRequest) -> HttpResponse:
    """Show every shift, coming ones first, to those who see all patrols."""
    user = _require(request, "grannstod.see_all_patrols")
    today = clock.today()
    past = figures.shift_lines(user, today - timedelta(days=PAST_DAYS), PAST_DAYS)
    context = {
        "coming": figures.shift_lines(user, today, COMING_DAYS),
        "past": list(reversed(past)),
        "may_plan": user.has_perm("grannstod.plan_shifts"),
    }
    return render(request, "grannstod/shifts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a new shift with both its people."""
    _require(request, "grannstod.plan_shifts")
    form = ShiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.plan_shift(**form.planned())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The shift is planned."))
            return redirect("grannstod:shifts")
    return render(request, "grannstod/plan.html", {"form": form}, status=422 if form.errors else 200)
