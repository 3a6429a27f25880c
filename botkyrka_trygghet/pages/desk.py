"""The coordinator's day: what needs a decision, what is late, the week, and how the areas are. No rules here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.models import User
from botkyrka_trygghet.pages import marks, weeks
from botkyrka_trygghet.periodic import HEARTBEAT
from common import clock
from common.cards import Need
from common.gates import permission_or_404
from grannstod import cards as grannstod_cards
from holiday_calendar import cards as calendar_cards
from incidents import cards as incident_cards
from incidents.figures import year_before
from neighbourhoods import cards as area_cards
from neighbourhoods.figures import Vitality
from newsletters import cards as letter_cards
from post import cards as post_cards
from post.figures import oldest_unsent_seconds

WEEKS = 4


@dataclass(frozen=True)
class WeekRow:
    """Something that happens this week, at an hour or all day."""

    day: date
    at: str
    title: str
    note: str
    url: str
    needs: bool = False


def _moment(need: Need) -> datetime:
    if isinstance(need.due, datetime):
        return need.due
    return clock.start_of_day(need.due if need.due else date.max - timedelta(days=2))


def _needs(user: User, areas: list[Vitality]) -> dict[str, Any]:
    """Return what waits for a decision and what is late, in the order of time, and how many there are in all."""
    reports = [*incident_cards.needs(user), *incident_cards.late(user)]
    others = [*letter_cards.needs(user), *letter_cards.late(user), *post_cards.health(user)]
    others += [*area_cards.needs(user, areas), *area_cards.message_needs(user)]
    others += area_cards.training_needs(user)
    ordered = sorted([*reports, *others], key=_moment)
    waiting, late = incident_cards.waiting_and_late(user)
    return {
        "needs": [card for card in ordered if not card.is_late],
        "late": [card for card in ordered if card.is_late],
        "needs_total": waiting + sum(not card.is_late for card in others),
        "late_total": late + sum(card.is_late for card in others),
    }


def _week(user: User) -> list[WeekRow]:
    """Return the week's meetings, activities and shifts together in the order of time."""
    calendar, shifts = reverse("calendar:year"), reverse("grannstod:shifts")
    rows = [
        WeekRow(line.first_day, _hour(line.starts_at), line.name, line.place, calendar)
        for line in calendar_cards.week(user)
    ]
    rows += [
        WeekRow(
            clock.local(shift.starts_at).date(),
            _hour(shift.starts_at),
            "Grannstöd",
            str(shift.car),
            shifts,
            not shift.has_full_crew,
        )
        for shift in grannstod_cards.week(user)
    ]
    return sorted(rows, key=lambda row: (row.day, row.at))


def _hour(moment: datetime | None) -> str:
    return f"{clock.local(moment):%H.%M}" if moment else ""


@permission_or_404("accounts.use_desk")
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Show the day. Every number opens its list."""
    user = request.user
    assert isinstance(user, User)
    until = clock.today() - timedelta(days=1)
    since = until - timedelta(weeks=WEEKS)
    areas = area_cards.vitality(user)
    districts, areas_a_mark = marks.drawn(areas)
    context = {
        "today": clock.today(),
        **_needs(user, areas),
        "heaps": incident_cards.counts(user),
        "week": _week(user),
        "driven": grannstod_cards.driven(user),
        "days_to_break": calendar_cards.days_to_next_break(),
        "letters": letter_cards.upcoming(user, 4),
        "kinds": incident_cards.kinds(user, since, until),
        "delivered": incident_cards.delivered(user),
        "this_year": (since, until),
        "last_year": (year_before(since), year_before(until)),
        "districts": districts,
        "areas_a_mark": areas_a_mark,
        "totals": _totals(areas),
        "oldest_unsent": round(oldest_unsent_seconds()),
        "heartbeat": _heartbeat(),
        "weeks": weeks.ahead(user),
    }
    return render(request, "pages/desk.html", context)


def _totals(districts: list[Vitality]) -> dict[str, int]:
    words = ("total", "alive", "quiet", "dormant", "forming", "without_agent")
    return {word: sum(getattr(one, word) for one in districts) for word in words}


def _heartbeat() -> datetime | None:
    held = cache.get(HEARTBEAT)
    return datetime.fromisoformat(held) if held else None
