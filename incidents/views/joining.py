"""At the desk: two reports of the same matter joined, and taken apart again."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from common.gates import permission_or_404
from incidents import services
from incidents.forms.seen import seen_version
from incidents.models import Report

triage_only = permission_or_404("incidents.see_all_reports", "incidents.triage_report")


def _report(request: HttpRequest, number: str) -> Report:
    found: Report = get_object_or_404(Report.objects.visible_to(request.user), number=number)
    return found


@triage_only
@require_POST
def merge(request: HttpRequest, number: str) -> HttpResponse:
    """Join a report with the one of a number."""
    report = _report(request, number)
    assert isinstance(request.user, User)
    other = request.POST.get("number", "").replace("\x00", "")[:16]
    try:
        services.merge(report=report, number=other, by=request.user, version=seen_version(request.POST))
        messages.success(request, _("Joined with %(number)s.") % {"number": other})
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("incidents:triage_detail", number=number)


@triage_only
@require_POST
def split(request: HttpRequest, number: str) -> HttpResponse:
    """Take a report apart from the one it was joined with."""
    report = _report(request, number)
    assert isinstance(request.user, User)
    try:
        services.split(report=report, by=request.user, version=seen_version(request.POST))
        messages.success(request, _("The report stands alone again."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("incidents:triage_detail", number=number)
