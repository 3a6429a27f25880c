"""How long reports are kept, kind by kind: decisions, a rehearsal before each, and what has gone."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from common.gates import permission_or_404
from incidents import figures, services
from incidents.forms.retention import RetentionForm
from incidents.models import Category, RetentionDecision, RetentionRun

RUNS = 50
decides = permission_or_404("incidents.decide_retention")


@require_safe
@decides
def index(request: HttpRequest) -> HttpResponse:
    """List every kind with the decision that stands, and what the last nights took."""
    runs = RetentionRun.objects.filter(decision__in=RetentionDecision.objects.visible_to(request.user))
    context = {"standings": figures.standings(), "runs": runs.select_related("decision__category")[:RUNS]}
    return render(request, "incidents/retention.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@decides
def kind(request: HttpRequest, code: str) -> HttpResponse:
    """Rehearse a decision about one kind, and record it."""
    assert isinstance(request.user, User)
    category = get_object_or_404(Category, code=code)
    decisions = RetentionDecision.objects.visible_to(request.user).filter(category=category)
    latest = decisions.first()
    form = RetentionForm(request.POST or None, initial={"months": latest.months if latest else 24})
    rehearsal = figures.rehearse(category, latest.months) if latest and "i-natt" in request.GET else None
    if request.method == "POST" and form.is_valid():
        if "record" in request.POST and _recorded(request.user, category, form):
            messages.success(request, _("The decision is recorded. It is carried out from tonight on."))
            return redirect("incidents:retention")
        rehearsal = figures.rehearse(category, form.cleaned_data["months"])
    context = {
        "category": category,
        "decisions": decisions.select_related("recorded_by"),
        "form": form,
        "rehearsal": rehearsal,
    }
    return render(request, "incidents/retention_kind.html", context, status=422 if form.errors else 200)


def _recorded(user: User, category: Category, form: RetentionForm) -> bool:
    try:
        services.record_retention(category=category, by=user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error("decided_on", error)
        return False
    return True
