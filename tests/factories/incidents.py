"""Reports for tests; each has a sensible default and takes any field by name."""

from __future__ import annotations

import io
from itertools import count
from typing import Any

from PIL import Image

from common import clock, form_tokens, signed_links
from incidents import services
from incidents.lifecycle import CLOSED, ReportStatus
from incidents.models import Category, Destination, Forwarding, Photo, Report, RoutingRule, StandardText

_numbers = count(1)


def make_category(code: str = "graffiti", **fields: Any) -> Category:
    """Make a category, or return the one of that code."""
    return Category.objects.get_or_create(
        code=code, defaults={"name": code.capitalize(), "publishing": "single"} | fields
    )[0]


def make_report(status: str = ReportStatus.RECEIVED, **fields: Any) -> Report:
    """Make a report as it stands in a state, without the way there. `category` may be a code."""
    if isinstance(fields.get("category", "graffiti"), str):
        fields["category"] = make_category(fields.get("category", "graffiti"))
    received = fields.setdefault("received_at", clock.now())
    token = fields.setdefault("form_token", form_tokens.new())
    fields.setdefault("follow_hash", signed_links.token_hash(services.follow_token(token)))
    fields.setdefault("due_at", fields["category"].due_at(received))
    if status in CLOSED:
        fields.setdefault("closed_at", received)
    defaults = {"number": f"2020-{next(_numbers)}", "text": "Färg på en mur.", "place": "Exempelvägen 1"}
    return Report.objects.create(status=status, **defaults | fields)


def make_photo(report: Report | None, **fields: Any) -> Photo:
    """Make a photo's row and file."""
    photo = services.photos.store_photo(jpeg(), report=report)
    for name, value in fields.items():
        setattr(photo, name, value)
    photo.save()
    return photo


def jpeg(width: int = 40, height: int = 30) -> bytes:
    """Return a small JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (120, 90, 60)).save(out, "JPEG")
    return out.getvalue()


def pages_of(report: Report) -> dict[str, dict[str, Any]]:
    """Return the arguments of the pages about a report and of what it is sent on by, by name."""
    parks = Destination.objects.create(name="Gatukontoret", email="gata@example.org")
    rule = {"pk": RoutingRule.objects.create(name="Regel", destination=parks).pk}
    code, number = {"code": report.category.code}, {"number": report.number}
    return {
        "incidents:blur": number | {"pk": make_photo(report).pk},
        "incidents:destination": {"pk": parks.pk},
        "incidents:disclose": number,
        "incidents:forward": number,
        "incidents:kind": code,
        "incidents:kind_seen_by": code,
        "incidents:publish_rule": rule,
        "incidents:released": number,
        "incidents:retention_kind": code,
        "incidents:rule": rule,
        "incidents:standard_text": {"pk": StandardText.objects.create(name="Hej", text="Hej").pk},
        "incidents:their_number": {"pk": Forwarding.objects.create(report=report, destination=parks).pk},
    }
