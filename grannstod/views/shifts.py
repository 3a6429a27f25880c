"""The leader's list of shifts."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common import clock
from grannstod import figures, services
from grannstod.forms import ShiftForm
from grannstod.views.pages import form_page
from grannstod.views.people import require

PAST_DAYS, COMING_DAYS = 14, 42


@require_safe
@login_required
@never_cache
def shifts(request: HttpRequest) -> HttpResponse:
    """Show every shift, coming ones first, to those who see all patrols."""
    user = require(request, "grannstod.see_all_patrols")
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
    require(request, "grannstod.plan_shifts")
    form = ShiftForm(request.POST or None)

    def save() -> HttpResponse:
        services.plan_shift(**form.planned())
        messages.success(request, _("The shift is planned."))
        return redirect("grannstod:shifts")

    return form_page(request, form, "grannstod/plan.html", save=save)
