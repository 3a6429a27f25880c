"""Support for those who have met with a crime, for those who lead it and those who visit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from common import clock, form_tokens
from grannstod import figures, services
from grannstod.forms import PlaceForm, ReferralForm, VisitDoneForm, VisitForm
from grannstod.models import SupportVisit, VictimSupportCase
from grannstod.views.people import person_of, require

LEAD = "grannstod.lead_support"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def support(request: HttpRequest) -> HttpResponse:
    """List the open cases a person may see, without saying who they are about; take a referral in."""
    user = require(request, LEAD, "grannstod.use_patrol")
    leads = user.has_perm(LEAD)
    form = ReferralForm(request.POST or None, initial={"form_token": form_tokens.new()}) if leads else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            try:
                referred = services.refer(**form.referral(), by=user)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                return redirect("grannstod:support_case", referred.pk)
    shown = VictimSupportCase.objects.visible_to(user).open().select_related("district").order_by("due_on", "pk")
    context = {"cases": shown, "form": form, "today": clock.today(), **(_for_leaders(user) if leads else {})}
    return render(request, "grannstod/support.html", context, status=422 if form and form.errors else 200)


def _for_leaders(user: User) -> dict[str, Any]:
    untold = VictimSupportCase.objects.visible_to(user).untold().exclude(closed_at=None)
    return {
        "figures": figures.support_figures(),
        "broken": {visit.case_id for visit in figures.without_pair()},
        "untold": untold.select_related("district").order_by("pk"),
    }


def _seen(request: HttpRequest, case_id: int) -> VictimSupportCase:
    user = require(request, LEAD, "grannstod.use_patrol")
    shown = VictimSupportCase.objects.visible_to(user).select_related("district", "area")
    return get_object_or_404(shown, pk=case_id)


@require_safe
@login_required
@never_cache
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show a case to those who may read it. Every read is logged."""
    found, user = _seen(request, case_id), person_of(request)
    who = services.read_case(case=found, by=user)
    visits = list(found.visits.select_related("one__user", "other__user"))
    context = {
        "case": found,
        "who": who,
        "visits": [(visit, _given(visit), services.read_notes(visit), _is_broken(visit)) for visit in visits],
        "is_planned": any(visit.done_at is None for visit in visits),
        "leads": user.has_perm(LEAD),
        "is_open": found.closed_at is None,
        "plan": VisitForm(),
        "lacks_agent": found.area is not None and not figures.reachable_agents(found.area),
        "place": PlaceForm() if found.area is None and found.erased_at is None else None,
        "done": VisitDoneForm(),
    }
    return render(request, "grannstod/support_case.html", context)


def _is_broken(visit: SupportVisit) -> bool:
    return visit.done_at is None and figures.lacks_pair(visit)


def _given(visit: SupportVisit) -> list[str]:
    """Return what was left and advised at a visit, in words."""
    named = {name: SupportVisit._meta.get_field(name) for name in services.ADVICE}
    return [str(capfirst(getattr(field, "verbose_name", ""))) for name, field in named.items() if getattr(visit, name)]


@require_POST
@login_required
def act(request: HttpRequest, case_id: int, what: str) -> HttpResponse:
    """Do what a button of a case's page says."""
    found = _seen(request, case_id)
    does = _ACTS.get(what)
    if does is None or (what not in ("besokt", "kontakt") and not person_of(request).has_perm(LEAD)):
        raise Http404
    try:
        does(request, found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Noted."))
    still = VictimSupportCase.objects.visible_to(person_of(request)).filter(pk=found.pk).exists()
    return redirect("grannstod:support_case", found.pk) if still else redirect("grannstod:support")


def _valid(form: Any) -> dict[str, Any]:
    if not form.is_valid():
        raise ValidationError([words for errors in form.errors.values() for words in errors])
    data: dict[str, Any] = form.cleaned_data
    return data


def _consent(request: HttpRequest, found: VictimSupportCase) -> None:
    services.note_consent(case_id=found.pk, is_given=request.POST.get("svar") == "ja", by=person_of(request))


def _contacted(request: HttpRequest, found: VictimSupportCase) -> None:
    services.note_first_contact(case_id=found.pk, by=person_of(request))


def _plan(request: HttpRequest, found: VictimSupportCase) -> None:
    services.plan_visit(case_id=found.pk, **_valid(VisitForm(request.POST)), by=person_of(request))


def _place(request: HttpRequest, found: VictimSupportCase) -> None:
    services.place_case(case_id=found.pk, **_valid(PlaceForm(request.POST)), by=person_of(request))


def _visited(request: HttpRequest, found: VictimSupportCase) -> None:
    data = _valid(VisitDoneForm(request.POST))
    notes = data.pop("notes")
    services.visit_done(case_id=found.pk, advice=data, notes=notes, by=person_of(request))


def _end(request: HttpRequest, found: VictimSupportCase) -> None:
    services.end_case(case_id=found.pk, by=person_of(request))


_ACTS: dict[str, Callable[[HttpRequest, VictimSupportCase], None]] = {
    "kontakt": _contacted,
    "samtycke": _consent,
    "omrade": _place,
    "planera": _plan,
    "besokt": _visited,
    "avsluta": _end,
}
