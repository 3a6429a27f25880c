"""A volunteer's own page."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common import clock
from grannstod import figures, services
from grannstod.models import Volunteer
from grannstod.views.people import require
from post.services import texts_are_on


@require_safe
@login_required
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Show the patrol under way, else the next shift and the ones after it."""
    user = require(request, "grannstod.use_patrol", "grannstod.see_all_patrols")
    shift = figures.own_next(user)
    patrol = getattr(shift, "patrol", None)
    if patrol is not None:
        return redirect("grannstod:patrol", patrol.pk)
    now = clock.now()
    volunteer = Volunteer.objects.filter(user=user).first()
    context = {
        "shift": shift,
        "may_start": shift is not None and shift.starts_at - services.EARLY_START <= now < shift.ends_at,
        "later": [later for later in figures.own_coming(user) if later != shift],
        "came_back": figures.came_back(user),
        "sees_all": user.has_perm("grannstod.see_all_patrols"),
        "volunteer": volunteer if texts_are_on() else None,
        "is_volunteer": volunteer is not None and user.has_perm("grannstod.use_patrol"),
        "has_phone": bool(user.phone),
    }
    return render(request, "grannstod/home.html", context)


@require_POST
@login_required
def reminders(request: HttpRequest) -> HttpResponse:
    """Note whether one wants a text message the day before each shift."""
    user = require(request, "grannstod.use_patrol")
    volunteer = get_object_or_404(Volunteer.objects.filter(user=user))
    wants = request.POST.get("sms") == "ja"
    services.choose_texts(volunteer=volunteer, wants=wants)
    messages.success(request, _("You get a text message.") if wants else _("You get no text messages."))
    return redirect("grannstod:home")
