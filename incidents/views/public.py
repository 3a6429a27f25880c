"""The public form: report something, or find that it is reported already and say "me too"."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common import clock, form_tokens, limits
from incidents import figures, services
from incidents.forms import ReportForm
from incidents.models import Category, Report
from neighbourhoods import figures as places
from neighbourhoods.models import Area, District

DAY = 24 * 60 * 60
REPORTS_A_DAY, TRIES_A_DAY, MAILS_A_DAY = 30, 150, 10


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
        if request.POST.get("me_too"):
            return _welcome(_join(request, form))
        similar = [] if form.is_urgent or request.POST.get("is_new") else _similar(form)
        if similar:
            return _show_again(request, form, similar=similar, status=200)
        token = _take_in(request, form)
    except ValidationError as error:
        form.add_error(None, error)
        return _show_again(request, form)
    return _welcome(token)


def _welcome(token: str) -> HttpResponse:
    address = redirect("incidents:follow", token=token)
    address["Location"] += "?ny=1"
    return address


def _similar(form: ReportForm) -> list[figures.Similar]:
    """Return released open reports that could be the same; none for a form that has been taken in already."""
    place, token = form.cleaned_data["position"], form.cleaned_data["form_token"]
    if place.latitude is None or place.longitude is None or Report.objects.filter(form_token=token).exists():
        return []
    sought = figures.Sought(form.cleaned_data["category"], place.latitude, place.longitude, clock.now())
    return figures.similar(Report.objects.listed_singly().open(), sought)


def _join(request: HttpRequest, form: ReportForm) -> str:
    """Join the chosen report, if it is one that could have been shown."""
    number = request.POST.get("me_too", "").replace("\x00", "")[:16]
    chosen = [found.report for found in _similar(form) if found.report.number == number]
    if not chosen:
        raise ValidationError(_("That report is closed. Send yours as a new one."), code="not_open")
    data = form.cleaned_data
    language = getattr(request, "LANGUAGE_CODE", "")
    return services.join(report=chosen[0], form_token=data["form_token"], email=data["email"], language=language)


def _blank_form(request: HttpRequest) -> ReportForm:
    chosen = request.GET.get("vad", "")[:40].replace("\x00", "")
    own = _own_area(request)
    proposed = _proposed(chosen, own["place"]) if own else {}
    return ReportForm(initial={"form_token": form_tokens.new(), "category": chosen, **own, **proposed})


def _proposed(code: str, place: str) -> dict[str, str]:
    """Return words and time for an agent who has chosen the kind in the portal, where one press was not enough."""
    kind = Category.objects.filter(code=code, is_active=True, is_public_choice=True).first()
    return {"occurred_when": Report.Occurred.TODAY, "text": services.words_at_once(kind, place)} if kind else {}


def _own_area(request: HttpRequest) -> dict[str, str]:
    """Return the place of an agent's own area, where the portal's link names it; anybody else's is not looked up."""
    slug = request.GET.get("omrade", "")[:140].replace("\x00", "")
    if not slug or not request.user.has_perm("neighbourhoods.use_portal"):
        return {}
    area = Area.objects.visible_to(request.user).filter(slug=slug).first()
    middle = places.middle_of(area) if area else None
    if area is None or middle is None:
        return {}
    return {
        "place": area.name,
        "position_words": area.name,
        "longitude": f"{middle[0]:.6f}",
        "latitude": f"{middle[1]:.6f}",
    }


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
        reporter=services.Reporter(data["name"], data["email"], getattr(request, "LANGUAGE_CODE", "")),
        occurred_when=data["occurred_when"],
        occurred_at=clock.now() if data["occurred_when"] == Report.Occurred.NOW else None,
    )
    _report, token = services.report_incident(told, form_token=data["form_token"])
    return token


def _show_again(
    request: HttpRequest, form: ReportForm, *, similar: Sequence[figures.Similar] = (), status: int = 422
) -> HttpResponse:
    token = form.cleaned_data.get("form_token") or form_tokens.new()
    services.keep_photos(form_token=token, photos=form.clean_pictures())
    data = request.POST.copy()
    data["form_token"] = token
    suggested = "" if data.get("category") else form.suggest(data.dict())
    if suggested:
        data["category"] = suggested
    for name, value in form.found_place().items():
        data[name] = value
    form.data = data
    return _show(request, form, kept=services.kept_photos(token), similar=similar, suggested=suggested, status=status)


def _too_many(request: HttpRequest, form: ReportForm) -> HttpResponse:
    sentence = _("Many reports have come from here today. Try again tomorrow, or call us. Is it urgent: call 112.")
    return _show(request, form, notice=sentence, status=429)


def _show(
    request: HttpRequest,
    form: ReportForm,
    *,
    kept: int = 0,
    notice: str = "",
    similar: Sequence[figures.Similar] = (),
    suggested: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "categories": [
            (category, figures.BEGINNINGS.get(category.code, ""))
            for category in Category.objects.filter(is_active=True, is_public_choice=True)
        ],
        "suggested": suggested,
        "occurred_choices": Report.Occurred.choices,
        "kept_photos": kept,
        "notice": notice,
        "similar": [(found.report, max(10, round(found.metres, -1))) for found in similar],
        "problems": form.problems() if form.is_bound else [],
        "has_map": bool(settings.MAP_TILES) or District.objects.exclude(boundary=None).exists(),
        "tiles": settings.MAP_TILES,
        "attribution": settings.MAP_ATTRIBUTION,
    }
    return render(request, "incidents/report.html", context, status=status)
