"""Made lives of areas: what people do, month by month, until some of them stop. Knows nothing of any rule.

An area has people with habits: how often they answer the month's question, whether they meet once a year, pass
newsletters on, have their signs looked at; when in the year they are away; now and then a long pause. Some stop for
good on a day, at once or fading out first; half a year later the area is asleep. Now and then somebody still taps a
button after the stop, the municipality goes on looking at signs, and part of what the living do is never noted.

Asleep means one thing for all: half a year in which nobody did anything, noted or not. An area that nobody planted
as asleep but that did nothing for so long, and came back, counts neither as found nor as wrongly called.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

AREAS, SLEEPERS = 350, 70  # The municipality's own count of 2015: some 350 areas, some 70 of them dormant.
FIRST_DAY, LAST_DAY = date(2025, 1, 1), date(2025, 12, 31)
HISTORY_DAYS = 730
ASLEEP_AFTER = 182  # days after the last person stopped: half a year
LETTERS_A_YEAR = 15
NEVER_NOTED = 0.05


@dataclass
class Life:
    """One area: when it began, who has trained, what was noted of it, and when it fell asleep if it did."""

    name: str
    started_on: date
    agents: int
    trained: int
    stopped_on: date | None = None
    asleep_on: date | None = None
    noted: list[tuple[str, date]] = field(default_factory=list)
    did: list[date] = field(default_factory=list)

    @property
    def slept_by_itself(self) -> bool:
        """Tell whether an area with no planted stop yet did nothing at all, noted or not, for half a year."""
        days = sorted({*self.did, self.started_on, LAST_DAY})
        gaps = pairwise(days)
        return self.asleep_on is None and any(
            (after - before).days >= ASLEEP_AFTER and after >= FIRST_DAY for before, after in gaps
        )


@dataclass(frozen=True)
class Year:
    """The areas and the nights to read."""

    lives: list[Life]
    first_day: date = FIRST_DAY
    last_day: date = LAST_DAY


def made(seed: str) -> Year:
    """Return a made year."""
    rng = random.Random(seed)
    sleepers = set(rng.sample(range(AREAS), SLEEPERS))
    return Year([_life(f"Området {number}", number in sleepers, rng) for number in range(AREAS)])


def _life(name: str, sleeps: bool, rng: random.Random) -> Life:
    life = Life(name, FIRST_DAY - timedelta(days=rng.randint(HISTORY_DAYS, 7_000)), rng.choice([1, 1, 1, 2, 2]), 0)
    life.trained = sum(rng.random() < 0.8 for _agent in range(life.agents))
    if sleeps:
        life.asleep_on = FIRST_DAY + timedelta(days=rng.randint(1, 350))
        life.stopped_on = life.asleep_on - timedelta(days=ASLEEP_AFTER)
    habits = _Habits.of(rng)
    day = FIRST_DAY - timedelta(days=HISTORY_DAYS)
    while day <= LAST_DAY:
        habits.live(life, day, rng)
        day += timedelta(days=1)
    if life.stopped_on is not None:
        # The last thing the people did is what makes it the last day.
        life.noted.append(("answer", life.stopped_on))
        if rng.random() < 0.03:
            life.noted.append(("passed_on", life.stopped_on + timedelta(days=rng.randint(5, 200))))
    return life


@dataclass(frozen=True)
class _Habits:
    """What the people of one area use to do: chances a day, and the days of the year they are away."""

    answers: float
    passes_on: float
    meets: float
    meeting_month: int
    signs: float
    away: tuple[tuple[int, int], ...]
    pauses: tuple[tuple[date, date], ...]
    fades: bool

    @classmethod
    def of(cls, rng: random.Random) -> _Habits:
        away = [(166, 232)] if rng.random() < 0.6 else []  # the summer
        if rng.random() < 0.1:
            away.append((305, 365))  # a winter abroad
        pauses = []
        if rng.random() < 0.25:  # ill, moving house, a child: one to four months once in three years
            begins = FIRST_DAY - timedelta(days=HISTORY_DAYS) + timedelta(days=rng.randint(0, 1_095))
            pauses.append((begins, begins + timedelta(days=rng.randint(30, 120))))
        return cls(
            answers=rng.betavariate(4, 3) / 30,
            passes_on=rng.betavariate(2, 3) * LETTERS_A_YEAR / 365,
            meets=0.8,
            meeting_month=rng.choice([3, 4, 5, 9, 10]),
            signs=0.7 / 365,
            away=tuple(away),
            pauses=tuple(pauses),
            fades=rng.random() < 0.3,
        )

    def live(self, life: Life, day: date, rng: random.Random) -> None:
        """Let a day pass: what is done, and noted, goes into the life."""
        if rng.random() < self.signs:  # the municipality's round, stopped by nobody
            life.noted.append(("sign_check", day))
        strength = self._strength(life, day)
        for kind, chance in (("answer", self.answers), ("passed_on", self.passes_on), ("report", 0.5 / 365)):
            if rng.random() < chance * strength:
                _do(life, kind, day, rng)
        if day.month == self.meeting_month and day.day == 15 and rng.random() < self.meets * (strength > 0):
            _do(life, "meeting", day, rng)

    def _strength(self, life: Life, day: date) -> float:
        if life.stopped_on is not None and day >= life.stopped_on:
            return 0.0
        if any(first <= day.timetuple().tm_yday <= last for first, last in self.away):
            return 0.0
        if any(first <= day <= last for first, last in self.pauses):
            return 0.0
        fading = self.fades and life.stopped_on is not None and (life.stopped_on - day).days < 90
        return 0.5 if fading else 1.0


def _do(life: Life, kind: str, day: date, rng: random.Random) -> None:
    life.did.append(day)
    if rng.random() >= NEVER_NOTED:
        life.noted.append((kind, day))


def read(path: Path) -> Year:
    """Return a stranger's year; the format is told in docs/vitality-data.md. Raises SystemExit for what is missing."""
    lives: dict[str, Life] = {}
    days: dict[str, date] = {}
    with path.open(encoding="utf-8-sig", newline="") as held:
        rows = csv.DictReader(held)
        if missing := {"area", "what", "on"} - set(rows.fieldnames or ()):
            raise SystemExit(f"{path} lacks the columns {', '.join(sorted(missing))}")
        for row in rows:
            _take(row["area"], row["what"], date.fromisoformat(row["on"]), lives, days)
    return Year(list(lives.values()), days.get("first_day", FIRST_DAY), days.get("last_day", LAST_DAY))


def _take(name: str, what: str, on: date, lives: dict[str, Life], days: dict[str, date]) -> None:
    if what in ("first_day", "last_day"):
        days[what] = on
        return
    life = lives.setdefault(name, Life(name, date(2002, 1, 1), 1, 1))
    if what == "started":
        life.started_on = on
    elif what == "asleep":
        life.asleep_on = on
    else:
        life.noted.append((what, on))


def store(year: Year) -> dict[str, int]:
    """Put a year into an empty set of areas, and return the areas' ids by name."""
    from neighbourhoods.models import Area, AreaActivity, ContactAgent, District

    Area.objects.all().delete()
    district, _made = District.objects.get_or_create(name="Kommundelen", slug="kommundelen")
    areas = Area.objects.bulk_create(
        Area(name=life.name, slug=f"a-{number}", district=district, status="active", started_on=life.started_on)
        for number, life in enumerate(year.lives)
    )
    AreaActivity.objects.bulk_create(
        (
            AreaActivity(area=area, kind=kind, on=on)
            for area, life in zip(areas, year.lives, strict=True)
            for kind, on in set(life.noted)
        ),
        batch_size=2_000,
    )
    ContactAgent.objects.bulk_create(_agents(areas, year.lives))  # type: ignore[arg-type]
    return {area.name: area.pk for area in areas}


def _agents(areas: list[object], lives: list[Life]) -> list[object]:
    from psycopg.types.range import DateRange

    from accounts.models import User
    from neighbourhoods.models import ContactAgent

    made = []
    for number, (area, life) in enumerate(zip(areas, lives, strict=True)):
        for which in range(life.agents):
            email = f"agent.{number}.{which}@example.com"
            user, _new = User.objects.get_or_create(email=email, defaults={"full_name": "Ombud", "password": "!"})
            trained = life.started_on if which < life.trained else None
            period = DateRange(life.started_on, None)
            made.append(ContactAgent(user=user, area=area, period=period, trained_on=trained))  # type: ignore[misc]
    return made
