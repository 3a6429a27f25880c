"""How a rule reads the areas on a day: one statement, for the night's scoring and for the preview of a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from neighbourhoods.figures.vitality import vitality_word
from neighbourhoods.models import AreaActivity, VitalityRule, VitalitySignal

# What only the people of the area can have done. A check of signs or a course seat may be the municipality's doing.
SIGNS_OF_LIFE = frozenset(AreaActivity.Kind.values) - {AreaActivity.Kind.SIGN_CHECK, AreaActivity.Kind.TRAINING}

_DATED = {
    VitalitySignal.Name.CONTACT: "contact_on",
    VitalitySignal.Name.MEETING: "meeting_on",
    VitalitySignal.Name.SIGN_CHECK: "sign_check_on",
    VitalitySignal.Name.PASSED_ON: "passed_on_on",
}

# An area's start counts as its first of everything: it has just met, and its signs are new.
SCORED = """
WITH latest AS (
  SELECT area_id,
         max("on") FILTER (WHERE kind = ANY(%(life)s)) AS life,
         max("on") FILTER (WHERE kind = 'meeting') AS meeting,
         max("on") FILTER (WHERE kind = 'sign_check') AS sign_check,
         max("on") FILTER (WHERE kind = 'passed_on') AS passed_on
    FROM neighbourhoods_areaactivity
   WHERE "on" <= %(day)s AND area_id BETWEEN %(first)s AND %(last)s
   GROUP BY area_id
), held AS (
  SELECT area_id, count(*) AS agents, count(*) FILTER (WHERE trained_on <= %(day)s) AS trained
    FROM neighbourhoods_contactagent
   WHERE period @> %(day)s::date AND area_id BETWEEN %(first)s AND %(last)s
   GROUP BY area_id
), begun AS (
  SELECT id, district_id, status,
         CASE WHEN started_on <= %(day)s THEN started_on END AS started,
         CASE WHEN last_contact_on <= %(day)s THEN last_contact_on END AS contact
    FROM neighbourhoods_area
   WHERE status IN ('active', 'dormant') AND id BETWEEN %(first)s AND %(last)s
), facts AS (
  SELECT begun.id AS area_id, begun.district_id, begun.status,
         GREATEST(latest.life, begun.contact, begun.started) AS contact_on,
         GREATEST(latest.meeting, begun.started) AS meeting_on,
         GREATEST(latest.sign_check, begun.started) AS sign_check_on,
         GREATEST(latest.passed_on, begun.started) AS passed_on_on,
         coalesce(held.agents, 0) AS agents, coalesce(held.trained, 0) AS agents_trained
    FROM begun LEFT JOIN latest ON latest.area_id = begun.id LEFT JOIN held ON held.area_id = begun.id
), points AS (
  SELECT facts.*, round(100.0 * ({terms}) / %(weights)s)::int AS score FROM facts
), scored AS (
  SELECT points.*, CASE WHEN score < %(dormant_below)s
                         AND coalesce(%(day)s::date - contact_on, 32767) >= %(silent_days)s THEN 'dormant'
                        WHEN score < %(quiet_below)s THEN 'quiet' ELSE 'alive' END AS word
    FROM points
)
"""


def statement(rule: VitalityRule) -> tuple[str, dict[str, Any]]:
    """Return the WITH clause that ends in `scored`, and its values but for `day`, `first` and `last` (areas' ids)."""
    values: dict[str, Any] = {
        "life": sorted(SIGNS_OF_LIFE),
        "dormant_below": rule.dormant_below,
        "quiet_below": rule.quiet_below,
        "silent_days": rule.silent_days,
    }
    terms = []
    signals = list(rule.signals.all())
    for signal in signals:
        values |= {
            f"{signal.name}_weight": signal.weight,
            f"{signal.name}_fresh": signal.fresh_days,
            f"{signal.name}_stale": signal.stale_days,
        }
        terms.append(f"%({signal.name}_weight)s * {_value(VitalitySignal.Name(signal.name))}")
    values["weights"] = max(sum(signal.weight for signal in signals), 1)
    return SCORED.replace("{terms}", " + ".join(terms) or "0"), values


def _value(name: VitalitySignal.Name) -> str:
    """Return the expression of a signal's worth, 0 to 1. Built from the room's own names only."""
    if name == VitalitySignal.Name.AGENTS:
        return "(agents > 0)::int"
    if name == VitalitySignal.Name.TRAINING:
        return "coalesce(agents_trained::numeric / nullif(agents, 0), 0)"
    age = f"(%(day)s::date - {_DATED[name]})"
    fresh, stale = f"%({name.value}_fresh)s", f"%({name.value}_stale)s"
    return (
        f"CASE WHEN {_DATED[name]} IS NULL OR {age} > {stale} THEN 0 WHEN {age} <= {fresh} THEN 1"
        f" ELSE ({stale} - {age})::numeric / nullif({stale} - {fresh}, 0) END"
    )


@dataclass(frozen=True)
class Turn:
    """An area that another rule would read as something else: its id, points now and then, word now and then."""

    area_id: int
    score_now: int
    score_then: int
    now: str
    then: str

    @property
    def now_words(self) -> str:
        """Return today's word as the reader reads it."""
        return vitality_word(self.now)

    @property
    def then_words(self) -> str:
        """Return the draft's word as the reader reads it."""
        return vitality_word(self.then)


def turns(now: VitalityRule, then: VitalityRule, day: date) -> list[Turn]:
    """Return the areas that a draft would read otherwise than the rule that holds, those who fall asleep first."""
    before, after = _read(now, day), _read(then, day)
    changed = [
        Turn(area, before[area][0], score, before[area][1], word)
        for area, (score, word) in after.items()
        if before[area][1] != word
    ]
    return sorted(changed, key=lambda turn: (turn.then != "dormant", turn.now != "dormant", turn.score_then))


def _read(rule: VitalityRule, day: date) -> dict[int, tuple[int, str]]:
    text, values = statement(rule)
    with connection.cursor() as cursor:
        cursor.execute(text + _READ, values | {"day": day, "first": 0, "last": 2**62})
        return {area: (score, word) for area, score, word in cursor.fetchall()}


_READ = "SELECT area_id, score, word FROM scored"
