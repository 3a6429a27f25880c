"""Taking in many reports at once from another system's file: each batch one transaction, safe to run again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation

from common import clock
from incidents.importing.reports import FileRefusedError, Mapping, Refusal, Row, Tally
from incidents.lifecycle import CLOSED, ReportStatus
from incidents.models import Category, Report, ReportEvent
from incidents.services.numbers import next_number
from incidents.services.plates import keep_plate
from incidents.services.replies import guarded
from neighbourhoods import figures as places

BATCH = 2_000
MOST_TEXT, MOST_PLACE = 4_000, 200  # characters: a word put in can be longer than what it stands for


def import_reports(
    rows: Iterable[Row | Refusal],
    mapping: Mapping,
    *,
    progress: Callable[[Tally], None] = lambda _tally: None,
    refused: Callable[[Refusal], None] = lambda _refusal: None,
    dry_run: bool = False,
) -> Tally:
    """Save rows in batches; a row that is known already is counted and left alone. Raises FileRefusedError."""
    categories = {category.code: category for category in Category.objects.all()}
    unknown = sorted({*mapping.categories.values(), *filter(None, [mapping.default])} - set(categories))
    if unknown:
        raise FileRefusedError(f"categories: {', '.join(unknown)}")
    tally = Tally()
    locator = places.locator()
    for batch in _batches(rows, tally, refused):
        reports = [_report(row, mapping, categories[row.category], locator) for row in batch]
        _save(reports, mapping, tally, dry_run=dry_run)
        progress(tally)
    return tally


def _batches(rows: Iterable[Row | Refusal], tally: Tally, refused: Callable[[Refusal], None]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        tally.read += 1
        if isinstance(row, Refusal):
            tally.refused[row.code] = tally.refused.get(row.code, 0) + 1
            refused(row)
            continue
        batch.append(row)
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _report(row: Row, mapping: Mapping, category: Category, locator: places.Locator) -> Report:
    report = Report(
        category=category,
        status=mapping.status,
        text=row.text,
        place=row.place,
        latitude=row.latitude,
        longitude=row.longitude,
        channel=Report.Channel.IMPORT,
        received_at=row.received_at,
        source=mapping.source,
        external_id=row.external_id,
    )
    if mapping.status in CLOSED:
        report.closed_at = row.received_at
    else:
        report.due_at = category.due_at(row.received_at)
    if row.latitude is not None and row.longitude is not None:
        report.area_id = locator.area_id_at(row.longitude, row.latitude)
        report.district_id = locator.district_id_at(row.longitude, row.latitude)
    return report


@transaction.atomic
def _save(reports: list[Report], mapping: Mapping, tally: Tally, *, dry_run: bool) -> None:
    """Save what is not known yet. Numbers are reserved a year at a time, so the series has no holes."""
    ids = {report.external_id for report in reports}
    known = set(
        Report.objects.filter(source=mapping.source, external_id__in=ids)
        .exclude(external_id="")  # names the index's own condition, so that it is used
        .values_list("external_id", flat=True)
    )
    fresh = list({r.external_id: r for r in reports if r.external_id not in known}.values())
    tally.known += len(reports) - len(fresh)
    tally.saved += len(fresh)
    with translation.override(settings.LANGUAGE_CODE):
        tally.masked += sum(_masked(report) for report in fresh)
    if dry_run:
        return
    _number(fresh)
    Report.objects.bulk_create(fresh, batch_size=500)
    at = clock.now()
    ReportEvent.objects.bulk_create([_came_in(report, mapping.status, at) for report in fresh], batch_size=500)


def _masked(report: Report) -> bool:
    """Take out of a row's words what points at persons: nobody can be asked about it. Tells whether anything went."""
    keep_plate(report, report.text)
    text, place = guarded(report.text)[:MOST_TEXT], guarded(report.place)[:MOST_PLACE]
    changed = (text, place) != (report.text, report.place)
    report.text, report.place = text, place
    return changed


def _number(reports: list[Report]) -> None:
    years = Counter(clock.local(report.received_at).year for report in reports)
    free = {year: next_number(year, count) - count + 1 for year, count in sorted(years.items())}
    for report in reports:
        year = clock.local(report.received_at).year
        report.number = f"{year}-{free[year]}"
        free[year] += 1


def _came_in(report: Report, status: ReportStatus, at: datetime) -> ReportEvent:
    return ReportEvent(report=report, kind=ReportEvent.Kind.MOVED, moved_to=status, at=at)
