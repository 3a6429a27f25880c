"""Writing one issue and deciding on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common import clock
from common.gates import permission_or_404
from neighbourhoods.models import District
from newsletters import services
from newsletters.figures import approvers_of
from newsletters.forms import BlockFormSet, IssueForm, PartnerForm, ScheduleForm
from newsletters.lifecycle import IssueStatus
from newsletters.models import Issue
from newsletters.views.asking import editor, visible
from post.figures import progress


@permission_or_404("newsletters.see_drafts")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an issue; saving what somebody else has changed meanwhile is refused and loses nothing typed."""
    found = get_object_or_404(visible(request), pk=pk)
    form = IssueForm(
        request.POST or None, initial={"version": found.version, "title": found.title, "preamble": found.preamble}
    )
    blocks = BlockFormSet(request.POST or None, initial=list(found.blocks.values("pk", "kind", "heading", "text")))
    if request.method == "POST":
        if not request.user.has_perm("newsletters.change_issue"):
            return redirect("newsletters:edit", pk)
        if form.is_valid() and blocks.is_valid() and _write(request, found, form, blocks):
            messages.success(request, _("Saved."))
            return redirect("newsletters:edit", pk)
    return render(request, "newsletters/edit.html", _edit_context(request, found, form, blocks))


def _edit_context(request: HttpRequest, found: Issue, form: IssueForm, blocks: Any) -> dict[str, Any]:
    return {
        "issue": found,
        "form": form,
        "blocks": blocks,
        "partner_form": PartnerForm(auto_id="partner_%s"),
        "schedule": ScheduleForm(initial={"send_at": clock.local(found.send_at)}),
        "events": found.events.select_related("actor").order_by("-at")[:20],
        "progress": progress(found.mailing) if found.mailing else None,
        "districts": District.objects.all(),
        "alarms": found.alarms.order_by("-at")[:10],
        "approvers": approvers_of(found.series).order_by("full_name", "pk"),
        "may_edit": found.is_editable and request.user.has_perm("newsletters.change_issue"),
    }


def _write(request: HttpRequest, found: Issue, form: IssueForm, blocks: Any) -> bool:
    typed = [
        services.BlockText(
            block.cleaned_data.get("pk"),
            block.cleaned_data.get("kind") or "text",
            block.cleaned_data.get("heading", ""),
            block.cleaned_data.get("text", ""),
        )
        for block in blocks
        if block.cleaned_data and not block.is_empty
    ]
    data = form.cleaned_data
    try:
        services.write(
            issue=found,
            version=data["version"],
            title=data["title"],
            preamble=data["preamble"],
            blocks=typed,
            by=editor(request),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


ACTS = {
    "skicka-for-godkannande": ("newsletters.change_issue", services.submit),
    "godkann": ("newsletters.approve_issue", services.approve),
    "ta-tillbaka": ("newsletters.change_issue", services.take_back),
    "stall-in": ("newsletters.send_issue", services.cancel),
    "skicka-nu": ("newsletters.send_issue", services.send_now),
    "pausa": ("newsletters.send_issue", services.pause),
    "fortsatt": ("newsletters.send_issue", services.resume),
}


@permission_or_404("newsletters.see_drafts")
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry out one decision on an issue: submit, approve, take back, schedule, cancel."""
    found = get_object_or_404(visible(request), pk=pk)
    try:
        _carry_out(request, found, request.POST.get("gor", ""))
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    return redirect("newsletters:edit", pk)


def _carry_out(request: HttpRequest, found: Issue, name: str) -> None:
    if name == "schemalagg" and request.user.has_perm("newsletters.send_issue"):
        form = ScheduleForm(request.POST)
        if not form.is_valid():
            raise ValidationError([message for messages_ in form.errors.values() for message in messages_])
        services.schedule(issue=found, at=form.cleaned_data["send_at"], by=editor(request))
        messages.success(request, _("Scheduled. It leaves by itself at that time."))
        return
    permission, verb = ACTS.get(name, ("", None))
    if verb is None or not request.user.has_perm(permission):
        raise ValidationError(_("You may not do this, or it isn't possible any more."), code="refused")
    moved = verb(issue=found, by=editor(request))
    is_first = name == "godkann" and moved.status == IssueStatus.REVIEW
    once = _("Your first reading is noted. Nobody else can approve: read it again when 24 hours have passed.")
    messages.success(request, once if is_first else _("Done."))
