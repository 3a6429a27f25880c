"""The year's meetings by rule: which rules there are, and laying a school year out as drafts."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from common.gates import permission_or_404
from holiday_calendar import services
from holiday_calendar.forms import LayOutForm
from holiday_calendar.models import MeetingRule


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404("calendar.change_calendaritem")
def rules(request: HttpRequest) -> HttpResponse:
    """Show the rules and lay out a year; what found no day is told on the page."""
    form = LayOutForm(request.POST or None)
    laid = None
    if request.method == "POST" and form.is_valid():
        laid = services.lay_out_meetings(year=form.cleaned_data["year"], actor=cast(User, request.user))
    context = {"form": form, "laid": laid, "rules": MeetingRule.objects.all()}
    return render(request, "calendar/meeting_rules.html", context, status=422 if form.errors else 200)
