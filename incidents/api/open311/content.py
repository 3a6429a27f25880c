"""Services, definitions and requests in the words of the specification."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from common import clock
from incidents import figures
from incidents.figures import PublicReport
from incidents.models import Category, Report
from incidents.services import open311 as posting

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


def service(category: Category) -> dict[str, Any]:
    """Return a category as a service of the list."""
    return {
        "service_code": category.code,
        "service_name": str(category),
        "description": _("Goes to %(who)s.") % {"who": category.get_goes_to_display()},
        "metadata": True,
        "type": "realtime",
        "keywords": ", ".join(figures.BEGINNINGS.get(category.code, "").split()),
        "group": category.get_goes_to_display(),
    }


def definition(category: Category) -> dict[str, Any]:
    """Return what a report of a category can be told besides: when, the plate of a vehicle, an answer to the guard."""
    whens = [{"key": key, "name": str(name)} for key, name in Report.Occurred.choices]
    attributes = [
        _attribute(posting.WHEN, "singlevaluelist", _("When was it?"), whens),
        _attribute(posting.AT, "datetime", _("The moment it happened, if it is known: 2026-01-31T18:00:00+01:00")),
        _attribute(
            posting.KEEP,
            "singlevaluelist",
            _("The text is needed as it is, although it looks as if it held personal data"),
            [{"key": "true", "name": _("Yes")}],
        ),
    ]
    if category.is_plate_kind:
        attributes.append(_attribute(posting.PLATE, "string", _("The vehicle's number plate")))
    numbered = [attribute | {"order": order} for order, attribute in enumerate(attributes, start=1)]
    return {"service_code": category.code, "attributes": numbered}


def _attribute(code: str, datatype: str, words: str, values: list[dict[str, str]] | None = None) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "variable": True,
        "code": code,
        "datatype": datatype,
        "required": False,
        "datatype_description": None,
        "order": 0,
        "description": words,
    }
    return shown | ({"values": values} if values else {})


def request(row: PublicReport) -> dict[str, Any]:
    """Return a public report as a request: the place coarsened, days without their hours."""
    report = row.report
    return _state(report, row.state_words) | {
        "description": row.words,
        "agency_responsible": str(report.passed_to or settings.MUNICIPALITY),
        "service_notice": None,
        "requested_datetime": _day(row.received_on),
        "updated_datetime": _day(row.changed_on),
        "expected_datetime": _day(clock.local(report.due_at).date()) if report.due_at and report.is_open else None,
        "address": row.place or None,
        "address_id": None,
        "zipcode": None,
        "lat": row.latitude,
        "long": row.longitude,
        "media_url": None,
    }


def own_request(report: Report) -> dict[str, Any]:
    """Return a report that is not released, to the system that posted it: where it stands, not a word of it."""
    return _state(report, str(report.get_status_display())) | {
        "description": None,
        "requested_datetime": _day(clock.local(report.received_at).date()),
        "updated_datetime": _day(clock.local(report.closed_at or report.received_at).date()),
    }


def _state(report: Report, words: str) -> dict[str, Any]:
    return {
        "service_request_id": report.number,
        "status": "open" if report.is_open else "closed",
        "status_notes": words,
        "service_name": str(report.category),
        "service_code": report.category.code,
    }


def _day(day: date) -> str:
    return clock.start_of_day(day).isoformat()


def discovery() -> dict[str, Any]:
    """Return what this server offers, and when its services last changed."""
    base = settings.BASE_URL.rstrip("/")
    changed = Category.history.aggregate(at=Max("history_date"))["at"]
    changeset = clock.local(changed).strftime("%Y-%m-%d %H:%M") if changed else "1970-01-01 00:00"
    return {
        "changeset": changeset,
        "contact": f"{settings.CONTACT_EMAIL} {settings.CONTACT_PHONE}",
        "key_service": _("Ask for a key at %(email)s.") % {"email": settings.CONTACT_EMAIL},
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": base + reverse("incidents:open311_services", args=["xml"]).removesuffix("/services.xml"),
                "changeset": changeset,
                "type": "test" if settings.DEBUG else "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }
