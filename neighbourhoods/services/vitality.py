"""Signs of life: noted once, and read each night."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from common import clock
from neighbourhoods.figures.scoring import SIGNS_OF_LIFE, statement
from neighbourhoods.models import Area, AreaActivity, AreaVitality, VitalityRule
from neighbourhoods.services.revival import close_woken, open_cases
from neighbourhoods.services.vitality_rule import rule_in_force


def record_activity(*, area: Area, kind: str, on: date | None = None, source: str = "") -> None:
    """Note that an area did something on a day (today by default). The same kind and day twice is one.

    `kind` is one of `AreaActivity.Kind`; `source` a code of at most 40 characters, never a name. Raises
    ValidationError: `unknown_kind`, `in_the_future`.
    """
    record_activities(rows=[(area.pk, kind, on or clock.today())], source=source)


@transaction.atomic
def record_activities(*, rows: Iterable[tuple[int, str, date]], source: str = "") -> None:
    """Note many signs of life at once: (area's id, kind, day). Raises ValidationError like `record_activity`."""
    noted = sorted(set(rows))
    for _area, kind, on in noted:
        if kind not in AreaActivity.Kind.values:
            raise ValidationError(_("There is no such sign of life: %(kind)s."), "unknown_kind", {"kind": kind})
        if on > clock.today():
            raise ValidationError(_("This day has not come yet."), "in_the_future")
    AreaActivity.objects.bulk_create(
        [AreaActivity(area_id=area, kind=kind, on=on, source=source) for area, kind, on in noted],
        ignore_conflicts=True,
        batch_size=2_000,
    )
    _bring_last_contact_up_to_date(noted)


def _bring_last_contact_up_to_date(noted: list[tuple[int, str, date]]) -> None:
    by_day: dict[date, list[int]] = {}
    for area, kind, on in noted:
        if kind in SIGNS_OF_LIFE:
            by_day.setdefault(on, []).append(area)
    for on in sorted(by_day):
        earlier = Q(last_contact_on__lt=on) | Q(last_contact_on=None)
        Area.objects.filter(earlier, pk__in=by_day[on]).update(last_contact_on=on)


A_BATCH = 5_000  # areas in one transaction


@dataclass(frozen=True)
class Night:
    """What a night's reading came to: counts of areas and of cases."""

    scored: int
    opened: int
    woken: int


def score_areas(*, day: date | None = None) -> Night:
    """Read how every area is on a day (today by default), open cases for those asleep, close those of the awake.

    In batches, each whole or not at all: a night cut short goes on where it is run again, and a night run twice
    changes nothing. A later night is never overwritten by an earlier one.
    """
    on, rule = day or clock.today(), rule_in_force()
    last = Area.objects.aggregate(last=Max("pk"))["last"] or 0
    nights = [_score_batch(rule, on, first, first + A_BATCH - 1) for first in range(0, last + 1, A_BATCH)]
    return Night(*(sum(getattr(night, name) for night in nights) for name in ("scored", "opened", "woken")))


@transaction.atomic
def _score_batch(rule: VitalityRule, day: date, first: int, last: int) -> Night:
    text, values = statement(rule)
    values |= {"day": day, "first": first, "last": last, "rule": rule.pk}
    AreaVitality.objects.filter(area_id__gte=first, area_id__lte=last).exclude(
        area__status__in=["active", "dormant"]
    ).delete()
    with connection.cursor() as cursor:
        cursor.execute(text + _KEEP, values)
        (scored,) = cursor.fetchone() or (0,)
    return Night(scored, open_cases(day=day, first=first, last=last), close_woken(day=day, first=first, last=last))


_KEEP = """
, kept AS (
  INSERT INTO neighbourhoods_areavitality AS old (area_id, score, word, since, rule_id, scored_on, contact_on,
                                                  meeting_on, sign_check_on, passed_on_on, agents, agents_trained)
  SELECT area_id, score, word, %(day)s, %(rule)s, %(day)s, contact_on, meeting_on, sign_check_on, passed_on_on,
         agents, agents_trained
    FROM scored
  ON CONFLICT (area_id) DO UPDATE SET
         score = excluded.score, word = excluded.word, rule_id = excluded.rule_id, scored_on = excluded.scored_on,
         since = CASE WHEN old.word = excluded.word THEN old.since ELSE excluded.since END,
         contact_on = excluded.contact_on, meeting_on = excluded.meeting_on,
         sign_check_on = excluded.sign_check_on, passed_on_on = excluded.passed_on_on,
         agents = excluded.agents, agents_trained = excluded.agents_trained
   WHERE old.scored_on <= excluded.scored_on
  RETURNING area_id, score, word, since
), noted AS (
  INSERT INTO neighbourhoods_vitalitychange (area_id, "on", word, score, rule_id)
  SELECT area_id, %(day)s, word, score, %(rule)s FROM kept WHERE since = %(day)s
  ON CONFLICT (area_id, "on") DO UPDATE SET word = excluded.word, score = excluded.score, rule_id = excluded.rule_id
)
SELECT count(*) FROM kept
"""
