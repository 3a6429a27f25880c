"""Writing an observation; its photo."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common import private_files
from grannstod import figures, services
from grannstod.forms import CaseNumberForm, ObservationForm
from grannstod.lifecycle import PatrolStatus
from grannstod.models import Observation, Patrol, StepKind
from grannstod.views.patrols import own_patrol, patrol_url
from grannstod.views.people import person_of, require


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def observe(request: HttpRequest, patrol_id: int) -> HttpResponse:
    """Write an observation: one press on its outcome saves it."""
    found = own_patrol(request, patrol_id)
    if found.status != PatrolStatus.UNDERWAY:
        messages.error(request, _("The patrol has ended. Call the leader to add something."))
        return redirect("grannstod:patrol", found.pk)
    if request.method == "POST":
        form = ObservationForm(request.POST, request.FILES)
        written = _record(request, found, form) if form.is_valid() else None
        if written is not None:
            messages.success(request, _("Saved. Thank you for looking."))
            if written.outcome == Observation.Outcome.POLICE:
                return redirect("grannstod:police", written.pk)
            return redirect(f"{patrol_url(found)}#skrivet")
    else:
        last = found.steps.filter(kind=StepKind.PLACE, done_at__isnull=False).order_by("-done_at").first()
        form = ObservationForm.fresh(last.name if last else "")
    context = {"patrol": found, "form": form, "outcomes": Observation.Outcome}
    return render(request, "grannstod/observe.html", context, status=422 if form.errors else 200)


def _record(request: HttpRequest, found: Patrol, form: ObservationForm) -> Observation | None:
    try:
        return services.record_observation(
            patrol_id=found.pk, seen=form.seen(), form_token=form.cleaned_data["form_token"], author=person_of(request)
        )
    except ValidationError as error:
        code = str(getattr(error, "code", ""))
        form.add_error(_field_of(code), error)
        form.asks_about_name = code in ("name", "name_place")
        return None


def _field_of(code: str) -> str | None:
    """Return the field a refusal belongs to, so that its sentence stands there."""
    fields = {"personal_data": "text", "name": "text"}
    fields |= dict.fromkeys(("outside", "position", "personal_place", "name_place"), "place")
    if code in ("too_large", "too_many_pixels", "not_a_picture"):
        return "photo"
    return fields.get(code)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def police(request: HttpRequest, observation_id: int) -> HttpResponse:
    """Show what to read out to the police, and keep the case number that they give."""
    user = require(request, "grannstod.use_patrol")
    own = Observation.objects.visible_to(user).filter(outcome=Observation.Outcome.POLICE)
    found = get_object_or_404(own.select_related("category", "report", "patrol__shift__car"), pk=observation_id)
    form = CaseNumberForm(request.POST or None, initial={"case_number": found.case_number})
    if request.method == "POST" and form.is_valid():
        try:
            services.note_case_number(observation_id=found.pk, number=form.cleaned_data["case_number"], by=user)
        except ValidationError as error:
            form.add_error("case_number", error)
        else:
            messages.success(request, _("The case number is kept."))
            return redirect(f"{patrol_url(found.patrol)}#skrivet")
    context = {"observation": found, "lines": figures.police_text(found), "form": form, "patrol": found.patrol}
    return render(request, "grannstod/police.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def photo(request: HttpRequest, observation_id: int) -> HttpResponseBase:
    """Give an observation's photo to those who may see the observation."""
    user = require(request, "grannstod.use_patrol", "grannstod.see_all_patrols")
    found = get_object_or_404(Observation.objects.visible_to(user).exclude(photo=""), pk=observation_id)
    return private_files.serve(default_storage, str(found.photo.name), content_type="image/jpeg")
