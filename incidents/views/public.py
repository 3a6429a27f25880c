"""The public pages: report something, and follow it by a secret link."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common import clock, form_tokens, limits
from common.signed_links import secret_page
from incidents import services
from incidents.forms import ReportForm
from incidents.models import Category, Report, ReportEvent, ReportNote

DAY = 24 * 60 * 60
REPORTS_A_DAY, TRIES_A_DAY, MAILS_A_DAY = 30, 150, 10

# What of a report's events its reporter reads.
PUBLIC_EVENTS = (ReportEvent.Kind.MOVED, ReportEvent.Kind.ANSWERED, ReportEvent.Kind.REPLIED)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Show the form, or take a report in and lead to its page."""
    if request.method != "POST":
        return _show(request, _blank_form(request))
    if not limits.within_limit("report-tries", limits.client_network(request), most=TRIES_A_DAY, seconds=DAY):
        return _too_many(request, _blank_form(request))
    form = ReportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show_again(request, form)
    if not _within_limits(request, form):
        return _too_many(request, form)
    try:
        token = _take_in(request, form)
    except ValidationError as error:
        form.add_error(None, error)
        return _show_again(request, form)
    address = redirect("incidents:follow", token=token)
    address["Location"] += "?ny=1"
    return address


def _blank_form(request: HttpRequest) -> ReportForm:
    chosen = request.GET.get("vad", "")[:40].replace("\x00", "")
    return ReportForm(initial={"form_token": form_tokens.new(), "category": chosen})


def _within_limits(request: HttpRequest, form: ReportForm) -> bool:
    """Count a report. The same form sent again is not counted: it makes nothing new."""
    if Report.objects.filter(form_token=form.cleaned_data["form_token"]).exists():
        return True
    network, email = limits.client_network(request), form.cleaned_data["email"]
    if not limits.within_limit("report", network, most=REPORTS_A_DAY, seconds=DAY):
        return False
    return not email or limits.within_limit("report-mail", email, most=MAILS_A_DAY, seconds=DAY)


def _take_in(request: HttpRequest, form: ReportForm) -> str:
    data = form.cleaned_data
    told = services.Told(
        category=data["category"],
        text=data["text"],
        place=data["position"],
        photos=data["photos"],
        plate=data["plate"],
        reporter=services.Reporter(email=data["email"], language=getattr(request, "LANGUAGE_CODE", "")),
        occurred_when=data["occurred_when"],
        occurred_at=clock.now() if data["occurred_when"] == Report.Occurred.NOW else None,
    )
    _report, token = services.report_incident(told, form_token=data["form_token"])
    return token


def _show_again(request: HttpRequest, form: ReportForm) -> HttpResponse:
    token = form.cleaned_data.get("form_token") or form_tokens.new()
    services.keep_photos(form_token=token, photos=form.clean_pictures())
    data = request.POST.copy()
    data["form_token"] = token
    form.data = data
    return _show(request, form, kept=services.kept_photos(token), status=422)


def _too_many(request: HttpRequest, form: ReportForm) -> HttpResponse:
    sentence = _("Many reports have come from here today. Try again tomorrow, or call us. Is it urgent: call 112.")
    return _show(request, form, notice=sentence, status=429)


def _show(
    request: HttpRequest, form: ReportForm, *, kept: int = 0, notice: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "categories": Category.objects.filter(is_active=True, is_public_choice=True),
        "occurred_choices": Report.Occurred.choices,
        "kept_photos": kept,
        "notice": notice,
        "problems": form.problems() if form.is_bound else [],
    }
    return render(request, "incidents/report.html", context, status=status)


@secret_page
@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Show what became of a report to whoever holds its secret link; never an internal note."""
    found = services.by_follow_token(token)
    if found is None:
        raise Http404
    notes = ReportNote.objects.filter(audience=ReportNote.Audience.REPORTER)
    events = found.events.filter(kind__in=PUBLIC_EVENTS).prefetch_related(Prefetch("note", queryset=notes))
    context = {
        "report": found,
        "events": list(events.order_by("-at", "-pk")),
        "is_new": request.GET.get("ny") == "1",
        "photo_count": found.photos.count(),
        "link": request.build_absolute_uri(request.path),
    }
    return render(request, "incidents/follow.html", context)
