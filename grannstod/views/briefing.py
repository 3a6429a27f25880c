"""The briefing: read by a patrol, written by those who want something looked at; agents ask for visits."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from common import clock
from common.gates import permission_or_404
from grannstod import figures, services
from grannstod.forms import BriefingForm
from grannstod.models import BriefingNote, Shift, VisitNote, VisitWish
from grannstod.views.people import person_of, require
from neighbourhoods.models import Area


@require_safe
@login_required
@never_cache
def briefing(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Show what a shift's patrol is asked to look at."""
    user = require(request, "grannstod.use_patrol", "grannstod.see_all_patrols")
    shift = get_object_or_404(Shift.objects.visible_to(user).select_related("route", "car"), pk=shift_id)
    return render(request, "grannstod/briefing.html", {"shift": shift, "briefing": figures.briefing(user, shift)})


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404("grannstod.brief_patrols")
def notes(request: HttpRequest) -> HttpResponse:
    """List what patrols are asked to look at, add something, or stop asking."""
    user = person_of(request)
    shown = BriefingNote.objects.visible_to(user).filter(last_day__gte=clock.today())
    ended = request.POST.get("sluta", "")
    if ended:
        services.end_note(note=get_object_or_404(shown, pk=ended if ended.isdecimal() and len(ended) < 10 else 0))
        messages.success(request, _("Patrols are not asked for it any more."))
        return redirect("grannstod:notes")
    form = BriefingForm(request.POST or None, initial={"first_day": clock.today()})
    if request.method == "POST" and form.is_valid() and _saved(form, user):
        messages.success(request, _("Saved. The patrols see it in their briefing."))
        return redirect("grannstod:notes")
    context = {"notes": shown.prefetch_related("districts"), "form": form}
    return render(request, "grannstod/notes.html", context, status=422 if form.errors else 200)


def _saved(form: BriefingForm, user: User) -> bool:
    try:
        services.brief(**form.cleaned_data, by=user)
    except ValidationError as error:
        field = {"personal_data": "text", "ends_before_start": "last_day", "too_long": "last_day"}.get(error.code or "")
        form.add_error(field, error)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404("neighbourhoods.use_portal")
def visits(request: HttpRequest) -> HttpResponse:
    """Let an agent ask for a visit to the own area, take that back, and choose notes of visits."""
    user = person_of(request)
    status = 200
    if request.method == "POST":
        try:
            _act(request, user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            status = 422
        else:
            return redirect("grannstod:visits")
    areas = Area.objects.visible_to(user).open().defer("boundary").order_by("name")
    wishes = {wish.area_id: wish for wish in VisitWish.objects.open().filter(area__in=areas)}
    context = {
        "areas": [(area, wishes.get(area.pk)) for area in areas],
        "gets_notes": VisitNote.objects.filter(user=user).exists(),
        "text": request.POST.get("text", "")[:300],
    }
    return render(request, "grannstod/visits.html", context, status=status)


def _act(request: HttpRequest, user: User) -> None:
    """Do what the pressed button says. Raises ValidationError."""
    if "notiser" in request.POST:
        wants = request.POST["notiser"] == "ja"
        services.choose_visit_notes(user=user, wants=wants)
        messages.success(request, _("You get a note after each visit.") if wants else _("You get no more notes."))
        return
    area = get_object_or_404(
        Area.objects.visible_to(user).open(), slug=request.POST.get("omrade", "").replace("\x00", "")
    )
    if "angra" in request.POST:
        services.take_back_wish(area=area)
        messages.success(request, _("The wish is taken back."))
        return
    services.ask_for_visit(area=area, text=request.POST.get("text", ""), by=user)
    messages.success(request, _("The patrols see your wish in their briefing."))
