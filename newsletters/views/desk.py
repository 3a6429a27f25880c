"""The year's plan at the editorial desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from common import clock
from common.gates import permission_or_404
from newsletters import figures, services
from newsletters.lifecycle import IssueStatus
from newsletters.models import Issue, Series
from newsletters.views.asking import visible
from post import figures as post

ON_THE_WAY = (IssueStatus.SENDING, IssueStatus.PAUSED)


@permission_or_404("newsletters.see_drafts")
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Show the year's plan: what is late, what comes, what has gone out."""
    year = _year(request)
    issues = list(visible(request).filter(year=year).order_by("send_at"))
    late = set(Issue.objects.late().filter(year=year).values_list("pk", flat=True))
    leaving = [issue.mailing_id for issue in issues if issue.mailing_id and issue.status in ON_THE_WAY]
    come = post.accepted_of(leaving) if leaving else {}
    context = {
        "issues": [(issue, come.get(issue.mailing_id or 0)) for issue in issues],
        "late": late,
        "year": year,
        "now": clock.now(),
        "may_plan": abs(year - clock.today().year) <= 1,
    }
    return render(request, "newsletters/desk.html", context)


def _year(request: HttpRequest) -> int:
    wanted = request.GET.get("ar", "")
    return int(wanted) if wanted.isdecimal() and 2000 <= int(wanted) <= 2100 else clock.today().year


@require_POST
@permission_or_404("newsletters.change_series")
def plan(request: HttpRequest) -> HttpResponse:
    """Lay out a year for every series; what is laid out already stays as it is."""
    wanted = request.POST.get("ar", "")
    if not (wanted.isdecimal() and len(wanted) == 4 and abs(int(wanted) - clock.today().year) <= 1):
        messages.error(request, _("Choose this year, the last one or the next."))
        return redirect("newsletters:desk")
    count = sum(len(services.plan_year(series=series, year=int(wanted))) for series in Series.objects.all())
    messages.success(request, _("%(count)d issues are in the plan of %(year)s.") % {"count": count, "year": wanted})
    return redirect(f"{reverse('newsletters:desk')}?ar={wanted}")


@permission_or_404("newsletters.see_drafts")
@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far the sending has come, for the page that asks every other second; when it is through, all anew."""
    found = get_object_or_404(visible(request), pk=pk)
    context = {"issue": found, "progress": post.progress(found.mailing) if found.mailing else None}
    response = render(request, "newsletters/progress.html", context)
    if found.status != IssueStatus.SENDING:
        response["HX-Refresh"] = "true"
    return response


@permission_or_404("newsletters.see_drafts")
@require_GET
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what became of an issue after it left."""
    found = get_object_or_404(visible(request), pk=pk)
    return render(request, "newsletters/outcome.html", {"issue": found, "outcome": figures.outcome(found)})
