"""A report as a contact agent may read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from common import clock
from incidents.models import Photo, Report


@dataclass(frozen=True)
class PortalRow:
    """A report as a contact agent may read it: before release only kind, coarse place and age."""

    number: str
    kind: str
    place: str
    received_on: date
    days: int
    status: str
    is_open: bool
    text: str
    photos: tuple[Photo, ...]
    is_released: bool


def portal_rows(reports: Iterable[Report]) -> list[PortalRow]:
    """Turn reports (fetched `for_list`, photos prefetched) into what an agent may read of them."""
    return [_portal_row(report) for report in reports]


def _portal_row(report: Report) -> PortalRow:
    received_on = clock.local(report.received_at).date()
    coarse = str(report.area or report.district or "")
    photos = tuple(photo for photo in report.photos.all() if photo.released_at) if report.is_released else ()
    return PortalRow(
        number=report.number,
        kind=str(report.category),
        place=(report.place or coarse) if report.is_released else coarse,
        received_on=received_on,
        days=(clock.today() - received_on).days,
        status=report.get_status_display(),
        is_open=report.is_open,
        text=report.public_text if report.is_released else "",
        photos=photos,
        is_released=report.is_released,
    )
