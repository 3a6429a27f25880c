"""The coordinator's day: what needs a decision, what is late, the week, and how the areas are. No rules here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.decorators import login_required, permission_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import User
from botkyrka_trygghet.periodic import HEARTBEAT
from common import clock
from common.cards import Need
from grannstod import cards as grannstod_cards
from holiday_calendar import cards as calendar_cards
from incidents import cards as incident_cards
from incidents.figures import by_category
from neighbourhoods.figures import Vitality, vitality_by_district
from newsletters import cards as letter_cards
from post import cards as post_cards
from post.figures import oldest_unsent_seconds

WEEKS = 4
MARK_STEP, MARK_ROWS = 18, 3  # pixels between marks, rows of marks a district


@dataclass(frozen=True)
class Mark:
    """One area as one mark in a district's drawing."""

    x: int
    y: int
    kind: str


@dataclass(frozen=True)
class DistrictMarks:
    """A district's areas: their counts, and a mark for each."""

    vitality: Vitality
    marks: list[Mark]
    width: int


def _marks(vitality: Vitality) -> DistrictMarks:
    kinds = (
        ["alive"] * vitality.alive
        + ["forming"] * vitality.forming
        + ["quiet"] * vitality.quiet
        + ["dormant"] * vitality.dormant
    )
    columns = -(-len(kinds) // MARK_ROWS)
    marks = [
        Mark(9 + MARK_STEP * (number // MARK_ROWS), 9 + MARK_STEP * (number % MARK_ROWS), kind)
        for number, kind in enumerate(kinds)
    ]
    return DistrictMarks(vitality, marks, max(columns, 1) * MARK_STEP)


def _moment(need: Need) -> datetime:
    if isinstance(need.due, datetime):
        return need.due
    return clock.start_of_day(need.due if need.due else date.max - timedelta(days=2))


def _needs(user: User) -> tuple[list[Need], list[Need]]:
    """Return what waits for a decision and what is late, each in the order of time."""
    cards = [
        *incident_cards.needs(user),
        *incident_cards.late(user),
        *letter_cards.needs(user),
        *letter_cards.late(user),
        *post_cards.health(user),
    ]
    ordered = sorted(cards, key=_moment)
    return [card for card in ordered if not card.is_late], [card for card in ordered if card.is_late]


@login_required
@permission_required("accounts.use_desk", raise_exception=True)
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Show the day. Every number opens its list."""
    user = request.user
    assert isinstance(user, User)
    needs, late = _needs(user)
    until = clock.today() - timedelta(days=1)
    districts = [_marks(vitality) for vitality in vitality_by_district()]
    context = {
        "today": clock.today(),
        "needs": needs,
        "late": late,
        "heaps": incident_cards.counts(user),
        "week": calendar_cards.week(user),
        "shifts": grannstod_cards.week(user),
        "days_to_break": calendar_cards.days_to_next_break(),
        "letters": letter_cards.upcoming(user, 4),
        "kinds": [one for one in by_category(until - timedelta(weeks=WEEKS), until) if one.this_year or one.last_year],
        "districts": districts,
        "totals": _totals(districts),
        "oldest_unsent": round(oldest_unsent_seconds()),
        "heartbeat": _heartbeat(),
    }
    return render(request, "pages/desk.html", context)


def _totals(districts: list[DistrictMarks]) -> dict[str, int]:
    words = ("total", "alive", "quiet", "dormant", "forming", "without_agent")
    return {word: sum(getattr(one.vitality, word) for one in districts) for word in words}


def _heartbeat() -> datetime | None:
    held = cache.get(HEARTBEAT)
    return datetime.fromisoformat(held) if held else None
