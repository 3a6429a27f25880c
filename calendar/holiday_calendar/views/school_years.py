"""School years: what stands, by which source; dates from a file or by hand, looked at before they are published."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from common.gates import permission_or_404
from holiday_calendar import figures, services
from holiday_calendar.forms import (
    BreakFormSet,
    YearForm,
    YearUploadForm,
    breaks_initial,
    filled_rows,
    year_initial,
    year_table,
)
from holiday_calendar.importing import YearFile, read_school_years, read_table
from holiday_calendar.models import SchoolYear, SchoolYearProposal

EDITS = "calendar.change_schoolyear"
BOTH = ["GET", "HEAD", "POST"]
STATUS_MOVES = {"bekrafta": services.confirm_school_year, "osaker": services.doubt_school_year}


@require_http_methods(BOTH)
@permission_or_404(EDITS)
def index(request: HttpRequest) -> HttpResponse:
    """List the school years with source, status and versions; take in a file; confirm or doubt."""
    if request.POST.get("gor") in STATUS_MOVES:
        return _moved(request)
    form = YearUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return _proposed(request, read_school_years(file.name, file.read()), file.name)
        except ValidationError as error:
            form.add_error("file", error)
    years = SchoolYear.objects.visible_to(request.user).prefetch_related("versions__actor").order_by("-starts_from")
    context = {"form": form, "years": years}
    return render(request, "calendar/school_years.html", context, status=422 if form.errors else 200)


def _moved(request: HttpRequest) -> HttpResponse:
    number = request.POST.get("rad", "")
    row = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
    year = get_object_or_404(SchoolYear.objects.visible_to(request.user), pk=row)
    try:
        STATUS_MOVES[request.POST["gor"]](year_id=year.pk, actor=cast(User, request.user))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("calendar:school_years")


def _proposed(request: HttpRequest, years: list[YearFile], name: str) -> HttpResponse:
    proposal = services.propose_school_years(years=years, from_file=name, actor=cast(User, request.user))
    return redirect("calendar:school_year_proposal", pk=proposal.pk)


@require_http_methods(BOTH)
@permission_or_404(EDITS)
def by_hand(request: HttpRequest) -> HttpResponse:
    """Fill in a school year, or change one that stands (`fran=3`)."""
    asked = request.GET.get("fran", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
    held = SchoolYear.objects.visible_to(request.user).filter(pk=number).first()
    form = YearForm(request.POST or None, initial=year_initial(held))
    breaks = BreakFormSet(request.POST or None, initial=breaks_initial(held), prefix="lov")
    is_sent = request.method == "POST"
    if is_sent and form.is_valid() and breaks.is_valid():
        try:
            return _proposed(request, [read_table(year_table(form.cleaned_data, filled_rows(breaks.forms)))], "")
        except ValidationError as error:
            form.add_error(None, error)
    is_bad = is_sent and bool(form.errors or breaks.total_error_count())
    context = {"form": form, "breaks": breaks, "held": held}
    return render(request, "calendar/school_year_form.html", context, status=422 if is_bad else 200)


@require_http_methods(BOTH)
@permission_or_404(EDITS)
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what publishing would change and what it means for what is planned; publish."""
    found = get_object_or_404(SchoolYearProposal, pk=pk)
    if request.method == "POST":
        try:
            actor = cast(User, request.user)
            services.publish_proposal(proposal_id=found.pk, actor=actor, seen=request.POST.get("sett", ""))
            messages.success(request, _("Published. Subscribers' calendars follow."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("calendar:school_year_proposal", pk=pk)
        return redirect("calendar:school_years")
    years = [
        (year, services.compare_school_year(year), figures.consequences(year), figures.overlaps(year))
        for year in services.proposed_years(found)
    ]
    context = {"proposal": found, "years": years, "seen": services.standing_versions(found)}
    return render(request, "calendar/school_year_proposal.html", context)
