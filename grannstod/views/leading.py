"""The leader's pages: an ordinary week laid out, who did not come, hours and kilometres."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.services import audit
from common import clock
from common.tables import csv_response, xlsx_response
from documents.services import request_document
from grannstod import services
from grannstod.figures import hours as reads
from grannstod.forms import LayOutForm, PatternForm, PeriodForm
from grannstod.models import CrewMember, Patrol, Shift, ShiftPattern, Volunteer
from grannstod.views.people import require

SEE, PLAN = "grannstod.see_all_patrols", "grannstod.plan_shifts"
HOURS = ("manad", "person")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def week(request: HttpRequest) -> HttpResponse:
    """Show what an ordinary week looks like, and add a shift to it."""
    require(request, PLAN)
    form = PatternForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Added to the ordinary week."))
        return redirect("grannstod:week")
    context = {"form": form, "patterns": _patterns(), "lay_out": LayOutForm.fresh()}
    return render(request, "grannstod/week.html", context, status=422 if form.errors else 200)


def _patterns() -> list[ShiftPattern]:
    return list(ShiftPattern.objects.filter(is_active=True).select_related("car", "route", "patrol_area"))


@require_POST
@login_required
def remove_pattern(request: HttpRequest, pattern_id: int) -> HttpResponse:
    """Take a shift out of the ordinary week. Shifts laid out already stay."""
    require(request, PLAN)
    get_object_or_404(ShiftPattern, pk=pattern_id).delete()
    messages.success(request, _("Taken out of the ordinary week. Shifts that are laid out already stay."))
    return redirect("grannstod:week")


@require_POST
@login_required
def lay_out(request: HttpRequest) -> HttpResponse:
    """Lay out coming weeks as empty shifts."""
    require(request, PLAN)
    form = LayOutForm(request.POST)
    if form.is_valid():
        try:
            result = services.lay_out(**form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            _tell(request, result)
            return redirect("grannstod:shifts")
    context = {"form": PatternForm(), "patterns": _patterns(), "lay_out": form}
    return render(request, "grannstod/week.html", context, status=422)


def _tell(request: HttpRequest, result: services.LaidOut) -> None:
    made = len(result.made)
    messages.success(
        request,
        ngettext(
            "One shift is laid out. Volunteers can sign up.", "%(n)s shifts are laid out. Volunteers can sign up.", made
        )
        % {"n": made},
    )
    if result.holidays:
        days = ", ".join(f"{day:%Y-%m-%d}" for day in result.holidays)
        messages.info(request, _("Left out, offices are closed: %(days)s.") % {"days": days})
    if result.taken:
        messages.warning(request, _("The car was out already: %(shifts)s.") % {"shifts": "; ".join(result.taken)})


@require_POST
@login_required
def absent(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Note that somebody did not come to a shift, or came after all."""
    user = require(request, PLAN)
    seat = get_object_or_404(CrewMember.objects.filter(shift__in=Shift.objects.visible_to(user)), pk=seat_id)
    try:
        services.mark_absent(seat_id=seat.pk, is_absent=request.POST.get("uteblev") == "ja", actor=user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Noted."))
    return redirect("grannstod:shifts")


def _period(request: HttpRequest) -> tuple[PeriodForm, date, date]:
    form = PeriodForm(request.GET or None)
    today = clock.today()
    first, last = today.replace(month=1, day=1), today
    if form.is_bound and form.is_valid():
        first, last = form.cleaned_data["fran"] or first, form.cleaned_data["till"] or last
    return form, first, last


@require_safe
@login_required
@never_cache
def hours(request: HttpRequest) -> HttpResponse:
    """Show hours and kilometres by month and by person: what the sponsors are told, and who to ring."""
    user = require(request, SEE)
    form, first, last = _period(request)
    people = reads.by_person(Volunteer.objects.visible_to(user), first, last)
    context = {
        "form": form,
        "first": first,
        "last": last,
        "months": reads.by_month(Patrol.objects.visible_to(user), first, last),
        "people": [(person, person.is_long_ago(clock.today())) for person in people],
        "query": request.GET.urlencode(),
    }
    return render(request, "grannstod/hours.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
@never_cache
def hours_export(request: HttpRequest, what: str, kind: str) -> HttpResponseBase:
    """Return months (counts) or people (noted in the audit trail) as xlsx or CSV."""
    user = require(request, SEE)
    makers = {"xlsx": xlsx_response, "csv": csv_response}
    if kind not in makers or what not in HOURS:
        raise Http404
    _form, first, last = _period(request)
    if what == "manad":
        return makers[kind](
            _("Grannstöd by month"), _month_columns(), reads.by_month(Patrol.objects.visible_to(user), first, last)
        )
    audit(actor=user, action="grannstod.hours_exported", object_type="grannstod.volunteer", object_id="")
    return makers[kind](
        _("Grannstöd by person"), _person_columns(), reads.by_person(Volunteer.objects.visible_to(user), first, last)
    )


@require_POST
@login_required
def hours_paper(request: HttpRequest, what: str) -> HttpResponse:
    """Ask for the months, or the people (noted in the audit trail), as PDF."""
    user = require(request, SEE)
    if what not in HOURS:
        raise Http404
    _form, first, last = _period(request)
    if what == "person":
        audit(actor=user, action="grannstod.hours_exported", object_type="grannstod.volunteer", object_id="")
    subject = f"{what}.{first}.{last}"
    document = request_document(kind="grannstod_hours", subject=subject, by=user, language=get_language() or "sv")
    return redirect("documents:document", document.pk)


def _month_columns() -> list[Any]:
    return [
        (_("Month"), lambda row: f"{row.month:%Y-%m}"),
        (_("Patrols"), lambda row: row.patrols),
        (_("Hours"), lambda row: row.hours),
        (_("Kilometres"), lambda row: row.km),
    ]


def _person_columns() -> list[Any]:
    return [
        (_("Name"), lambda row: row.name),
        (_("Patrols"), lambda row: row.patrols),
        (_("Hours"), lambda row: row.hours),
        (_("Kilometres ridden"), lambda row: row.km),
        (_("Did not come"), lambda row: row.absences),
        (_("Last drive"), lambda row: row.last_at),
    ]
