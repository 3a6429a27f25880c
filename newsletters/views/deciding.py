"""Deciding on one issue: submit, approve, schedule, hold, correct."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common.gates import permission_or_404
from newsletters import services
from newsletters.forms import ScheduleForm
from newsletters.lifecycle import IssueStatus
from newsletters.models import Issue
from newsletters.views.asking import editor, visible

ACTS = {
    "skicka-for-godkannande": ("newsletters.change_issue", services.submit),
    "godkann": ("newsletters.approve_issue", services.approve),
    "ta-tillbaka": ("newsletters.change_issue", services.take_back),
    "stall-in": ("newsletters.send_issue", services.cancel),
    "skicka-nu": ("newsletters.send_issue", services.send_now),
    "pausa": ("newsletters.send_issue", services.pause),
    "fortsatt": ("newsletters.send_issue", services.resume),
    "ratta": ("newsletters.send_issue", services.correct),
}


@permission_or_404("newsletters.see_drafts")
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry out one decision on an issue: submit, approve, take back, schedule, cancel, correct."""
    found = get_object_or_404(visible(request), pk=pk)
    try:
        found = _carry_out(request, found, request.POST.get("gor", ""))
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    return redirect("newsletters:edit", found.pk)


def _version_read(request: HttpRequest) -> int:
    """Return the version that the page showed; without one, a version that no issue has."""
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 10 else -1


def _carry_out(request: HttpRequest, found: Issue, name: str) -> Issue:
    if name == "schemalagg" and request.user.has_perm("newsletters.send_issue"):
        form = ScheduleForm(request.POST)
        if not form.is_valid():
            raise ValidationError([message for messages_ in form.errors.values() for message in messages_])
        scheduled = services.schedule(issue=found, at=form.cleaned_data["send_at"], by=editor(request))
        messages.success(request, _("Scheduled. It leaves by itself at that time."))
        return scheduled
    permission, verb = ACTS.get(name, ("", None))
    if verb == services.approve:
        verb = partial(services.approve, version=_version_read(request))
    if verb is None or not request.user.has_perm(permission):
        raise ValidationError(_("You may not do this, or it isn't possible any more."), code="refused")
    moved: Issue = verb(issue=found, by=editor(request))
    is_first = name == "godkann" and moved.status == IssueStatus.REVIEW
    once = _("Your first reading is noted. Nobody else can approve: read it again when 24 hours have passed.")
    messages.success(request, once if is_first else _("Done."))
    return moved
