"""Two years of invented reports, with the pattern of weekdays, seasons and places that real ones have."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from common import clock, form_tokens, signed_links
from incidents import services
from incidents.lifecycle import CLOSED, Reason, ReportStatus
from incidents.models import Category, Report, ReportEvent
from incidents.services import follow_token
from neighbourhoods.models import Address

REPORTS = 6_000
DAYS = 730
# Weight by weekday (Monday first) and by month: evenings at the end of the week, light summer nights.
WEEKDAYS = (9, 9, 9, 10, 13, 14, 12)
MONTHS = (6, 6, 8, 10, 12, 12, 11, 12, 11, 9, 7, 8)
HOURS = (4, 3, 2, 1, 1, 1, 2, 4, 6, 6, 5, 5, 5, 5, 5, 6, 8, 9, 9, 9, 10, 11, 10, 7)
KINDS = {
    "graffiti": 17, "graffiti-offensive": 2, "vandalism": 12, "broken-glass": 9, "lighting": 19,
    "litter": 18, "unsafe-place": 9, "abandoned-car": 6, "suspicious": 4, "other": 4,
}  # fmt: skip
# Lamps are reported when it is dark, glass in summer: (kind, months) -> how many times as often.
SEASONS = {"lighting": {1: 2.2, 2: 1.8, 10: 1.8, 11: 2.4, 12: 2.4, 6: 0.3, 7: 0.3}, "broken-glass": {6: 2.0, 7: 2.2}}
TEXTS = {
    "graffiti": ("Klotter på muren vid gångvägen.", "Det är sprejat på elskåpet.", "Färg på väggen vid tunneln."),
    "graffiti-offensive": ("Ett hot står sprejat på gaveln. Barnen går förbi varje morgon.",),
    "vandalism": (
        "Bänken vid lekplatsen är sönderslagen.",
        "Staketet är nedrivet.",
        "Någon har förstört papperskorgen.",
    ),
    "broken-glass": ("Busskurens ruta är krossad.", "Glas på hela gångbanan.", "En ruta i porten är krossad."),
    "lighting": ("Lampan vid gångvägen är släckt.", "Tre lampor i rad lyser inte.", "Lampan blinkar hela natten."),
    "litter": ("Det ligger skräp runt återvinningen.", "En soffa är dumpad i skogsbrynet.", "Full papperskorg."),
    "unsafe-place": ("Mörkt och skymt bakom garagen.", "Gångtunneln känns otrygg på kvällen."),
    "abandoned-car": ("En grå bil utan hjul har stått länge på parkeringen.", "Skrotbil på besöksplatsen."),
    "suspicious": ("Någon känner på bildörrar på parkeringen på kvällen.", "Lådor gömda i buskarna."),
    "other": ("Skylten för Grannsamverkan är borta.", "Grinden till lekplatsen går inte att stänga."),
}
REASONS = {
    ReportStatus.DONE: Reason.FIXED,
    ReportStatus.DECLINED: Reason.NOT_FOUND,
    ReportStatus.IN_PROGRESS: Reason.STARTED,
}


@dataclass(frozen=True)
class Spot:
    """Somewhere to report from."""

    label: str
    latitude: float
    longitude: float
    area_id: int | None
    district_id: int | None


def seed(rng: random.Random) -> None:
    """Make the reports with their events; the last weeks hold what waits for a decision and what is late."""
    categories = {category.code: category for category in Category.objects.all()}
    spots = example_spots(rng)
    weights = [rng.paretovariate(1.1) for _spot in spots]
    moments = sorted(_moments(rng))
    reports = [
        _report(moment, _kind(moment, rng), rng.choices(spots, weights)[0], categories, rng) for moment in moments
    ]
    _number(reports)
    Report.objects.bulk_create(reports, batch_size=1000)
    ReportEvent.objects.bulk_create([event for report in reports for event in _events(report)], batch_size=2000)


def patrol_reports(seen: list[tuple[datetime, str, str, Spot]], rng: random.Random) -> list[Report]:
    """Make the reports that patrols handed on, from (moment, category code, words, spot), in the same order."""
    categories = {category.code: category for category in Category.objects.all()}
    reports = []
    for moment, kind, words, spot in seen:
        report = _report(moment, kind, spot, categories, rng)
        report.text, report.channel, report.reporter_email = words, Report.Channel.PATROL, ""
        report.public_text, report.released_at = "", None
        reports.append(report)
    _number(reports)
    Report.objects.bulk_create(reports)
    ReportEvent.objects.bulk_create([event for report in reports for event in _events(report)])
    return reports


def example_spots(rng: random.Random) -> list[Spot]:
    """Return some hundred places with an address, each with the area and the district it lies in."""
    from neighbourhoods import figures as places

    locator = places.locator()
    addresses = list(Address.objects.order_by("pk"))
    chosen = rng.sample(addresses, min(600, len(addresses)))
    spots = []
    for a in chosen:
        area = locator.area_id_at(a.longitude, a.latitude)
        spots.append(Spot(str(a), a.latitude, a.longitude, area, locator.district_id_at(a.longitude, a.latitude)))
    return spots or [Spot("Exempelvägen 1", 59.2, 17.83, None, None)]


def _moments(rng: random.Random) -> Iterator[datetime]:
    today = clock.today()
    days = [today - timedelta(days=back) for back in range(DAYS)]
    weights = [_day_weight(day, today) for day in days]
    latest = clock.now() - timedelta(minutes=20)
    for day in rng.choices(days, weights, k=REPORTS):
        hour = rng.choices(range(24), HOURS)[0]
        moment = clock.start_of_day(day) + timedelta(hours=hour, minutes=rng.randrange(60))
        yield min(moment, latest - timedelta(minutes=rng.randrange(600)))


def _day_weight(day: date, today: date) -> float:
    """A little fewer reports this year than last: the trend that a coordinator hopes for."""
    return WEEKDAYS[day.weekday()] * MONTHS[day.month - 1] * (0.92 if (today - day).days < 365 else 1.0)


def _kind(moment: datetime, rng: random.Random) -> str:
    weights = [weight * SEASONS.get(kind, {}).get(moment.month, 1.0) for kind, weight in KINDS.items()]
    return rng.choices(list(KINDS), weights)[0]


def _report(moment: datetime, kind: str, spot: Spot, categories: dict[str, Category], rng: random.Random) -> Report:
    category = categories[kind]
    token = form_tokens.new()
    status = _status(moment, rng)
    text = rng.choice(TEXTS[kind])
    has_email = rng.random() < 0.4
    report = Report(
        category=category, status=status, text=text, place=spot.label, latitude=spot.latitude,
        longitude=spot.longitude, area_id=spot.area_id, district_id=spot.district_id, form_token=token,
        follow_hash=signed_links.token_hash(follow_token(token)), received_at=moment, due_at=category.due_at(moment),
        reporter_email=f"anmalare{rng.randrange(400)}@example.com" if has_email else "",
        channel=rng.choices(["web", "agent", "patrol"], [8, 2, 1])[0],
        is_offensive=kind == "graffiti-offensive" or None, is_example=True,
    )  # fmt: skip
    if status in CLOSED:
        report.closed_at = min(clock.now(), moment + timedelta(hours=rng.expovariate(1 / 40) + 1))
    if status != ReportStatus.RECEIVED and rng.random() < 0.7:
        report.public_text, report.released_at = text, min(clock.now(), moment + timedelta(hours=rng.uniform(1, 30)))
    return report


def _status(moment: datetime, rng: random.Random) -> ReportStatus:
    days = (clock.now() - moment).days
    if days < 2:
        return rng.choices([ReportStatus.RECEIVED, ReportStatus.IN_PROGRESS, ReportStatus.PASSED_ON], [6, 2, 2])[0]
    if days < 14:
        choices = (ReportStatus.RECEIVED, ReportStatus.IN_PROGRESS, ReportStatus.WAITING, ReportStatus.PASSED_ON)
        return rng.choices([*choices, ReportStatus.DONE], [1, 4, 3, 10, 80])[0]
    return rng.choices([ReportStatus.DONE, ReportStatus.DECLINED], [9, 1])[0]


def _number(reports: list[Report]) -> None:
    for year in sorted({clock.local(report.received_at).year for report in reports}):
        mine = [report for report in reports if clock.local(report.received_at).year == year]
        last = services.next_number(year, len(mine))
        for place, report in enumerate(mine, start=last - len(mine) + 1):
            report.number = f"{year}-{place}"


def _events(report: Report) -> Iterator[ReportEvent]:
    moved = ReportEvent.Kind.MOVED
    yield ReportEvent(report=report, kind=moved, moved_to=ReportStatus.RECEIVED, at=report.received_at)
    if report.status != ReportStatus.RECEIVED:
        yield ReportEvent(
            report=report, kind=moved, moved_from=ReportStatus.RECEIVED, moved_to=report.status,
            reason=REASONS.get(ReportStatus(report.status), ""), at=report.closed_at or report.received_at,
        )  # fmt: skip
    if report.released_at:
        yield ReportEvent(report=report, kind=ReportEvent.Kind.RELEASED, at=report.released_at)
