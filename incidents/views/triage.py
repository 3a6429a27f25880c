"""The coordinator's queue and the page where one report is judged, routed and answered."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.services import audit
from common import clock, tables
from common.charts import Drawing
from common.gates import permission_or_404
from common.paging import LimitedPaginator
from incidents import figures, services
from incidents.forms import FilterForm, TriageForm
from incidents.forms.many import ManyForm
from incidents.forms.triage import HEAPS
from incidents.models import Photo, Report, ReportNote, SavedFilter, StandardText
from incidents.transitions import ChangedMeanwhileError
from neighbourhoods import figures as places

PAGE = 25
PRESENT_SECONDS = 120
EXPORT_ROWS = 100_000


# Asks for sign-in; 404 to those who may not see every report.
desk_only = permission_or_404("incidents.see_all_reports")


@desk_only
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show the queue alone."""
    return render(request, "incidents/triage.html", _queue_context(request))


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show the queue beside one report, or save what was decided about it."""
    report = _report(request, number)
    form = TriageForm(report=report)
    if request.method == "POST":
        if not request.user.has_perm("incidents.triage_report"):
            raise Http404
        if "fill" in request.POST:
            return _detail_page(request, report, _with_standard_text(request, report))
        form = TriageForm(request.POST, report=report)
        if form.is_valid() and _saved(request, report, form):
            return redirect("incidents:triage_detail", number=report.number)
    return _detail_page(request, report, form, status=422 if form.errors else 200)


def _with_standard_text(request: HttpRequest, report: Report) -> TriageForm:
    """Return the form as it was written, with the chosen standard text in the answer's box. Nothing is saved."""
    written = request.POST.dict()
    chosen = str(written.get("standard_text", ""))
    known = StandardText.objects.visible_to(request.user).usable()
    text = known.filter(pk=chosen).first() if chosen.isdecimal() and len(chosen) < 18 else None
    if text is not None:
        before = str(written.get("message", "")).strip()
        written["message"] = "\n\n".join(filter(None, [before, services.filled_in(text, report)]))
    return TriageForm(initial=written, report=report)


def _report(request: HttpRequest, number: str) -> Report:
    found: Report = get_object_or_404(Report.objects.visible_to(request.user).for_list(), number=number)
    return found


def _saved(request: HttpRequest, report: Report, form: TriageForm) -> bool:
    assert isinstance(request.user, User)
    try:
        services.decide(
            report=report,
            decision=form.decision_made(),
            by=request.user,
            version=form.cleaned_data["version"],
        )
    except ChangedMeanwhileError as error:
        form.add_error(None, error)
        data = request.POST.copy()
        data["version"] = str(report.version)
        form.data = data
        return False
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("Saved: %(number)s.") % {"number": report.number})
    return True


def _detail_page(
    request: HttpRequest,
    report: Report,
    form: TriageForm,
    *,
    reporter: services.Reporter | None = None,
    plate: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        **_queue_context(request),
        "report": report,
        "form": form,
        "problems": [(f"id_{name}", m) for name, found in form.errors.items() for m in found],
        "came_in": figures.came_in([report]).get(report.pk, "") if report.reply_waits_since else "",
        "events": report.events.select_related("actor", "note").order_by("-at", "-pk")[:50],
        "notes": _notes(request, report),
        "photos": report.photos.all(),
        "sketch": _sketch(report),
        **_same_matter(request, report),
        "reporter": reporter,
        "plate": plate,
        "others": _others_reading(request, report),
        "may_triage": request.user.has_perm("incidents.triage_report"),
        "may_see_reporter": request.user.has_perm("incidents.see_reporter"),
    }
    response = render(request, "incidents/triage.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def _notes(request: HttpRequest, report: Report) -> QuerySet[ReportNote]:
    """Return what was written: internal notes and what reporters write back, signed maybe, are for handlers alone."""
    notes = report.notes.select_related("author")
    is_handler = request.user.has_perm("incidents.triage_report")
    return notes if is_handler else notes.filter(audience=ReportNote.Audience.REPORTER)


def _same_matter(request: HttpRequest, report: Report) -> dict[str, Any]:
    """Return what is or could be the same matter, as far as the reader may see it."""
    mine = Report.objects.visible_to(request.user)
    return {
        "similar": _similar(request, report),
        "merged": report.merged.visible_to(request.user).for_list(),
        "joined_with": mine.filter(pk=report.merged_into_id).first() if report.merged_into_id else None,
        "follower_count": report.followers.count(),
    }


def _similar(request: HttpRequest, report: Report) -> list[figures.Similar]:
    """Return reports near in place, time and kind, released or not: for who may read them all."""
    if report.longitude is None or report.latitude is None or report.merged_into_id:
        return []
    sought = figures.Sought(report.category, report.latitude, report.longitude, report.received_at)
    others = Report.objects.visible_to(request.user).exclude(pk=report.pk)
    return figures.similar(others, sought, within=figures.NEAR_FOR_STAFF, most=5)


def _sketch(report: Report) -> Drawing | None:
    if report.longitude is None or report.latitude is None:
        return None
    return places.sketch_of_place(report.longitude, report.latitude)


def _queue_context(request: HttpRequest) -> dict[str, Any]:
    mine = Report.objects.visible_to(request.user)
    form = FilterForm(request.GET)
    found = form.apply(mine)
    counts = figures.queue_counts(mine)
    heap_counts = {
        "decide": counts.to_decide, "late": counts.late, "today": counts.due_today,
        "waiting": counts.waiting, "reply": counts.with_reply, "open": counts.open,
    }  # fmt: skip
    query = request.GET.copy()
    query.pop("sida", None)
    return {
        "filter_form": form,
        "many_form": ManyForm() if request.user.has_perm("incidents.triage_report") else None,
        "page": LimitedPaginator(found, PAGE, rows=Report.objects.for_list()).get_page(request.GET.get("sida", "1")),
        "heaps": [(key, word, heap_counts.get(key), _with(query, heap=key)) for key, word in HEAPS],
        "heap": form.heap_name,
        "query": query.urlencode(),
        "saved_filters": SavedFilter.objects.visible_to(request.user),
        "now": clock.now(),
        "tiles": settings.MAP_TILES,
        "attribution": settings.MAP_ATTRIBUTION,
    }


def _with(query: Any, **changes: str) -> str:
    changed = query.copy()
    for key, value in changes.items():
        changed[key] = value
    return str(changed.urlencode())


def _others_reading(request: HttpRequest, report: Report) -> list[str]:
    """Return who else opened the report within two minutes. A hint only: the version decides."""
    key, now = f"incidents:reading:{report.pk}", clock.now().timestamp()
    readers: dict[int, tuple[str, float]] = cache.get(key, {})
    fresh = {pk: entry for pk, entry in readers.items() if now - entry[1] < PRESENT_SECONDS}
    me = int(request.user.pk or 0)
    fresh[me] = (str(request.user), now)
    cache.set(key, fresh, PRESENT_SECONDS)
    return [name for pk, (name, _at) in fresh.items() if pk != me]


@desk_only
@require_POST
def show_reporter(request: HttpRequest, number: str) -> HttpResponse:
    """Show who reported, once, and leave a trace of it."""
    report = _report(request, number)
    if not request.user.has_perm("incidents.see_reporter"):
        raise Http404
    assert isinstance(request.user, User)
    reporter = services.read_reporter(report=report, by=request.user)
    return _detail_page(request, report, TriageForm(report=report), reporter=reporter)


@desk_only
@require_POST
def show_plate(request: HttpRequest, number: str) -> HttpResponse:
    """Show a vehicle's plate, once, and leave a trace of it."""
    report = _report(request, number)
    if not request.user.has_perm("incidents.see_reporter"):
        raise Http404
    assert isinstance(request.user, User)
    plate = services.read_plate(report=report, by=request.user)
    return _detail_page(request, report, TriageForm(report=report), plate=plate)


@desk_only
@require_POST
def release_photo(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Release a photo to the area's agents, or take that back."""
    report = _report(request, number)
    if not request.user.has_perm("incidents.triage_report"):
        raise Http404
    assert isinstance(request.user, User)
    photo = get_object_or_404(Photo, pk=pk, report=report)
    services.release_photo(photo=photo, by=request.user, released=request.POST.get("released") == "1")
    return redirect("incidents:triage_detail", number=report.number)


# No text, no reporter: a list for Excel holds what may lie on a desk.
COLUMNS: tuple[tables.Column[Report], ...] = (
    (gettext_lazy("Number"), lambda r: r.number),
    (gettext_lazy("Kind"), lambda r: str(r.category)),
    (gettext_lazy("Status"), lambda r: str(r.get_status_display())),
    (gettext_lazy("Place"), lambda r: r.place),
    (gettext_lazy("District"), lambda r: r.district.name if r.district else ""),
    (gettext_lazy("Area"), lambda r: r.area.name if r.area else ""),
    (gettext_lazy("Received"), lambda r: r.received_at),
    (gettext_lazy("Answer before"), lambda r: r.due_at),
    (gettext_lazy("Closed"), lambda r: r.closed_at),
    (gettext_lazy("Came by"), lambda r: str(r.get_channel_display())),
    (gettext_lazy("Passed on to"), lambda r: str(r.passed_to or "")),
)  # type: ignore[assignment]


@desk_only
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse | StreamingHttpResponse:
    """Return the filtered queue for Excel, as xlsx or CSV; the export is audited."""
    assert isinstance(request.user, User)
    reports = FilterForm(request.GET).apply(Report.objects.visible_to(request.user)).for_list()
    audit(actor=request.user, action="report.export", object_type="incidents.report", object_id=form)
    make = tables.xlsx_response if form == "xlsx" else tables.csv_response
    columns = [(str(heading), get) for heading, get in COLUMNS]
    return make(_("reports"), columns, reports[:EXPORT_ROWS].iterator(chunk_size=2000))
