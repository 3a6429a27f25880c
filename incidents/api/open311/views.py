"""The six calls of the specification, and discovery."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from common import limits
from incidents import figures, mail, services
from incidents.api.open311 import content
from incidents.api.open311.asked import UnknownError, asked_page, asked_reports
from incidents.api.open311.formats import answer, refuse
from incidents.models import ApiKey, Category, Report

DAY = 24 * 60 * 60
WRONG_KEYS_A_DAY = 100
_ATTRIBUTE = re.compile(r"attribute\[([^\]]{1,40})\](\[\])?")
# What of a posting is used; the rest (device_id, phone, media_url) is not kept.
FIELDS = ("description", "lat", "long", "address_string", "address_id", "email", "first_name", "last_name")


def _in_our_jurisdiction(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse a jurisdiction that is not ours; none named is ours, as the specification lets one city's server do."""

    @wraps(view)
    def asked(request: HttpRequest, **named_in_path: str) -> HttpResponse:
        named = request.GET.get("jurisdiction_id") or request.POST.get("jurisdiction_id") or ""
        if named and settings.OPEN311_JURISDICTION and named != settings.OPEN311_JURISDICTION:
            return refuse(named_in_path["form"], 404, _("There is no such jurisdiction_id here."))
        return view(request, **named_in_path)

    return asked


def _categories() -> list[Category]:
    return list(Category.objects.filter(is_active=True, is_public_choice=True))


@require_safe
def discovery(request: HttpRequest, form: str) -> HttpResponse:
    """Say what this server offers."""
    return answer("discovery", content.discovery(), form)


@require_safe
@_in_our_jurisdiction
def service_list(request: HttpRequest, form: str) -> HttpResponse:
    """List what can be reported."""
    return answer("services", [content.service(category) for category in _categories()], form)


@require_safe
@_in_our_jurisdiction
def service(request: HttpRequest, form: str, code: str) -> HttpResponse:
    """Say what a report of one kind can be told besides."""
    for category in _categories():
        if category.code == code:
            return answer("service_definition", content.definition(category), form)
    return refuse(form, 404, _("There is no service_code %(code)s.") % {"code": code[:40]})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@_in_our_jurisdiction
def requests(request: HttpRequest, form: str) -> HttpResponse:
    """List public reports, or take one in."""
    if request.method == "POST":
        return _post(request, form)
    try:
        found, page = asked_reports(request.GET), asked_page(request.GET)
    except ValidationError as error:
        return refuse(form, 400, *error.messages)
    except UnknownError as error:
        return refuse(form, 404, str(error))
    begin = (page.number - 1) * page.size
    rows = figures.as_public(found[begin : begin + page.size])
    return answer("service_requests", [content.request(row) for row in rows], form)


@require_safe
@_in_our_jurisdiction
def request_by_id(request: HttpRequest, form: str, number: str) -> HttpResponse:
    """Show one public report, or to the system that posted it with its key where it stands."""
    rows = figures.as_public(figures.public_reports().filter(number=number))
    if rows:
        return answer("service_requests", [content.request(row) for row in rows], form)
    key = _key(request)
    own = Report.objects.filter(number=number, source=key.source).select_related("category").first() if key else None
    if own is None:
        return refuse(form, 404, _("There is no public report with that service_request_id."))
    return answer("service_requests", [content.own_request(own)], form)


@require_safe
@_in_our_jurisdiction
def token(request: HttpRequest, form: str, token: str) -> HttpResponse:
    """Return the number of the report that a secret token follows."""
    report = services.by_follow_token(token)
    if report is None:
        return refuse(form, 404, _("There is no such token."))
    return answer("service_requests", [{"service_request_id": report.number, "token": token}], form)


@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:
    """Answer what is no call of the specification, in its own error format."""
    return refuse("json" if request.path.endswith(".json") else "xml", 404, _("There is no such resource."))


def _key(request: HttpRequest) -> ApiKey | None:
    """Return the key a call came with, as its field or as the header X-Api-Key; None without a valid one."""
    sent = request.POST.get("api_key") or request.GET.get("api_key") or request.headers.get("X-Api-Key", "")
    return services.api_key_by_secret(sent)


def _post(request: HttpRequest, form: str) -> HttpResponse:
    key = _key(request)
    if key is None:
        return _wrong_key(request, form)
    code = request.POST.get("service_code", "").strip()
    if not code:
        return refuse(form, 400, _("service_code is missing."))
    category = next((known for known in _categories() if known.code == code), None)
    if category is None:
        return refuse(form, 404, _("There is no service_code %(code)s.") % {"code": code[:40]})
    try:
        report, secret = services.take_posted(posted=_posted(request), category=category, key=key)
    except ValidationError as error:
        return refuse(form, 400, *error.messages)
    except services.TooManyError:
        return _too_many(form)
    return answer("service_requests", [_taken(report, secret)], form)


def _taken(report: Report, secret: str) -> dict[str, str | None]:
    notice = _("Thank you. Follow what happens at %(link)s") % {"link": mail.follow_address(secret)}
    return {"service_request_id": report.number, "service_notice": notice, "account_id": None}


def _posted(request: HttpRequest) -> services.Posted:
    attributes = {}
    for name in request.POST:
        if found := _ATTRIBUTE.fullmatch(name):
            attributes[found[1]] = ",".join(request.POST.getlist(name)).replace("\x00", "")[:200]
    return services.Posted(
        values={name: request.POST.get(name, "") for name in FIELDS},
        attributes=attributes,
        idempotency_key=request.headers.get("Idempotency-Key", "")[:200],
    )


def _wrong_key(request: HttpRequest, form: str) -> HttpResponse:
    network = limits.client_network(request)
    if not limits.within_limit("open311-key", network, most=WRONG_KEYS_A_DAY, seconds=DAY):
        return _too_many(form)
    return refuse(form, 403, _("api_key is missing or not valid."))


def _too_many(form: str) -> HttpResponse:
    refused = refuse(form, 429, _("Too many reports today. Try again tomorrow."))
    refused["Retry-After"] = str(DAY)
    return refused
