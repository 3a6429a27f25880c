"""The rule of vitality on the coordinator's desk: what it says, a draft, and what the draft would change."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common import clock
from common.gates import permission_or_404
from neighbourhoods import figures, services
from neighbourhoods.forms import RuleForm
from neighbourhoods.models import Area, VitalityRule
from neighbourhoods.views.access import person

TUNE = "neighbourhoods.tune_vitality"
SHOWN = 100  # areas of a preview; the rest are counted


@require_GET
@permission_or_404(TUNE)
def index(request: HttpRequest) -> HttpResponse:
    """Show the rule that holds, and every version with who published it."""
    rule = services.rule_in_force()
    versions = VitalityRule.objects.select_related("published_by")
    return render(request, "neighbourhoods/rules.html", {"rule": rule, "versions": versions})


@require_POST
@permission_or_404(TUNE)
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a draft, or go on with the one there is."""
    return redirect("neighbourhoods:vitality_rule", pk=services.begin_rule(by=person(request)).pk)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404(TUNE)
def rule(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Edit a draft with its preview beside, or read a published version."""
    held = get_object_or_404(VitalityRule.objects.select_related("published_by"), pk=pk)
    form = RuleForm(request.POST or None, rule=held)
    if request.method == "POST" and form.is_valid():
        limits = {name: form.cleaned_data[name] for name in ("quiet_below", "dormant_below", "silent_days")}
        try:
            services.save_rule(draft=held, limits=limits, signals=form.numbers())
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, _("The draft is saved. Below stands what it would change."))
            return redirect("neighbourhoods:vitality_rule", pk=pk)
    preview = _preview(held) if held.is_draft else {}
    return render(request, "neighbourhoods/rule.html", {"rule": held, "form": form, **preview})


def _preview(draft: VitalityRule) -> dict[str, Any]:
    found = figures.turns(services.rule_in_force(), draft, clock.today())
    areas = Area.objects.select_related("district").defer("boundary", "district__boundary")
    held = areas.in_bulk([turn.area_id for turn in found[:SHOWN]])
    return {
        "turns": [(turn, held[turn.area_id]) for turn in found[:SHOWN] if turn.area_id in held],
        "total": len(found),
        "asleep": sum(turn.then == "dormant" for turn in found),
        "awake": sum(turn.now == "dormant" for turn in found),
    }


@require_POST
@permission_or_404(TUNE)
def decide(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Publish a draft or throw it away."""
    draft = get_object_or_404(VitalityRule, pk=pk)
    verbs = {"publicera": services.publish_rule, "kasta": services.discard_rule}
    if what not in verbs:
        raise Http404
    try:
        verbs[what](draft=draft, by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(
            request, _("Published. It holds from tonight.") if what == "publicera" else _("The draft is gone.")
        )
    return redirect("neighbourhoods:vitality_rules")
