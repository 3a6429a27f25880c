"""The year's plan at the editorial desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from common import clock
from common.gates import permission_or_404
from newsletters.models import Issue
from newsletters.views.asking import visible


@permission_or_404("newsletters.see_drafts")
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Show the year's plan: what is late, what comes, what has gone out."""
    year = _year(request)
    issues = list(visible(request).filter(year=year).order_by("send_at"))
    late = set(Issue.objects.late().filter(year=year).values_list("pk", flat=True))
    context = {"issues": issues, "late": late, "year": year, "now": clock.now()}
    return render(request, "newsletters/desk.html", context)


def _year(request: HttpRequest) -> int:
    wanted = request.GET.get("ar", "")
    return int(wanted) if wanted.isdecimal() and 2000 <= int(wanted) <= 2100 else clock.today().year
