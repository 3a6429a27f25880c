"""The leader's desk, and how the municipality is covered."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common import clock
from grannstod import figures, services
from grannstod.figures import desk as reads
from grannstod.figures import people
from grannstod.figures.coverage import coverage as read_coverage
from grannstod.lifecycle import ApplicantStatus
from grannstod.models import Applicant
from grannstod.views.people import require

SEE = "grannstod.see_all_patrols"


@require_safe
@login_required
@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    """Show what needs the leader today."""
    user = require(request, SEE)
    everybody = people.volunteers(user)
    waiting = Applicant.objects.visible_to(user).exclude(
        status__in=[ApplicantStatus.UNCONFIRMED, ApplicantStatus.DECLINED]
    )
    texts, cost = services.texts_ahead()
    context = {
        "texts": texts,
        "kronor": f"{cost / 100:.2f}".replace(".", ","),
        "today": figures.shift_lines(user, clock.today(), 1),
        "left_open": reads.left_open(user),
        "gaps": reads.gaps(user),
        "idle": [one for one in everybody if one.is_idle],
        "lacking": [one for one in everybody if one.lacks],
        "unanswered": reads.unanswered(user)[:30],
        "places": reads.seen_by_place(user),
        "applicants": waiting.count(),
        "may_plan": user.has_perm("grannstod.plan_shifts"),
        "may_handle": user.has_perm("grannstod.change_volunteer"),
    }
    return render(request, "grannstod/desk.html", context)


@require_safe
@login_required
@never_cache
def coverage(request: HttpRequest) -> HttpResponse:
    """Show which areas patrols have been in, as map and list."""
    require(request, SEE)
    return render(request, "grannstod/coverage.html", {"coverage": read_coverage()})
