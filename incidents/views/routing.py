"""Where reports go: rules and destinations at the desk, and the sending on of one report."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from common.gates import permission_or_404
from incidents import figures, mail, services
from incidents.forms.routing import DestinationForm, ForwardForm, RuleForm
from incidents.forms.seen import seen_version
from incidents.models import Destination, Forwarding, Report, RoutingRule
from incidents.transitions import ChangedMeanwhileError

edits_routes = permission_or_404("incidents.route_reports")
handles = permission_or_404("incidents.triage_report")


@require_safe
@edits_routes
def routes(request: HttpRequest) -> HttpResponse:
    """List rules and destinations."""
    rules = RoutingRule.objects.visible_to(request.user).select_related("destination", "district", "area", "owner")
    context = {
        "rules": rules.prefetch_related("categories"),
        "destinations": Destination.objects.visible_to(request.user),
    }
    return render(request, "incidents/routes.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@edits_routes
def destination(request: HttpRequest, pk: str = "") -> HttpResponse:
    """Make or change a destination."""
    found = get_object_or_404(Destination.objects.visible_to(request.user), pk=pk) if pk else None
    form = DestinationForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("incidents:routes")
    context = {"form": form, "destination": found}
    return render(request, "incidents/route_destination.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@edits_routes
def rule(request: HttpRequest, pk: str = "") -> HttpResponse:
    """Make or change a rule, and see what it would have taken of the latest reports."""
    assert isinstance(request.user, User)
    found = get_object_or_404(RoutingRule.objects.visible_to(request.user), pk=pk) if pk else None
    form = RuleForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid() and (saved := _saved_rule(request.user, found, form)):
        messages.success(request, _("Saved as a draft. See below what it would take, then publish it."))
        return redirect("incidents:rule", pk=saved.pk)
    stands = RoutingRule.objects.prefetch_related("categories").get(pk=found.pk) if found else None
    trial = None
    if stands is not None:
        in_force = list(RoutingRule.objects.in_force())
        trial = figures.try_out(stands, Report.objects.visible_to(request.user), in_force)
    context = {"form": form, "rule": stands, "trial": trial}
    return render(request, "incidents/route_rule.html", context, status=422 if form.errors else 200)


def _saved_rule(user: User, found: RoutingRule | None, form: RuleForm) -> RoutingRule | None:
    fields = dict(form.cleaned_data)
    version, token = fields.pop("version"), fields.pop("form_token")
    try:
        return services.save_rule(rule=found, by=user, fields=fields, version=version, form_token=token)
    except ValidationError as error:
        form.add_error(None, error)
        return None


@require_POST
@edits_routes
def publish(request: HttpRequest, pk: str) -> HttpResponse:
    """Put a rule in force, or take it out."""
    assert isinstance(request.user, User)
    found = get_object_or_404(RoutingRule.objects.visible_to(request.user), pk=pk)
    withdraw = "withdraw" in request.POST
    try:
        services.publish_rule(rule=found, by=request.user, version=seen_version(request.POST), withdraw=withdraw)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The rule is out of force.") if withdraw else _("The rule is in force."))
    return redirect("incidents:rule", pk=found.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@handles
def forward(request: HttpRequest, number: str) -> HttpResponse:
    """Show what would be sent on, with the destination that the rules propose, and send it."""
    report = get_object_or_404(Report.objects.visible_to(request.user).for_list(), number=number)
    rule = figures.proposed(report, RoutingRule.objects.in_force())
    initial = {
        "version": report.version,
        "destination": rule.destination_id if rule else None,
        "text": mail.forwarding_text(report),
    }
    form = ForwardForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _sent(request, report, form, rule):
        return redirect("incidents:forward", number=report.number)
    sendings = Forwarding.objects.visible_to(request.user).filter(report=report)
    context = {
        "form": form,
        "report": report,
        "rule": rule,
        "sendings": sendings.select_related("destination", "sent_by"),
    }
    return render(request, "incidents/forward.html", context, status=422 if form.errors else 200)


def _sent(request: HttpRequest, report: Report, form: ForwardForm, rule: RoutingRule | None) -> bool:
    assert isinstance(request.user, User)
    data = form.cleaned_data
    by_rule = rule if rule and rule.destination_id == data["destination"].pk else None
    try:
        services.forward(report=report, by=request.user, rule=by_rule, **data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("Sent on to %(who)s.") % {"who": data["destination"]})
    return True


@require_POST
@handles
def their_number(request: HttpRequest, pk: str) -> HttpResponse:
    """Keep the number that the matter has with whom it was sent to."""
    assert isinstance(request.user, User)
    mine = Forwarding.objects.visible_to(request.user).select_related("report")
    sending = get_object_or_404(mine, pk=pk, report__in=Report.objects.visible_to(request.user))
    number, seen = request.POST.get("their_number", ""), request.POST.get("seen", "")
    try:
        services.note_their_number(sending=sending, number=number, by=request.user, seen=seen)
        messages.success(request, _("Saved."))
    except ChangedMeanwhileError as error:
        messages.error(request, error.messages[0])
    return redirect("incidents:forward", number=sending.report.number)
