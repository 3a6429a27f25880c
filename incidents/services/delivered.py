"""Counts from others: a list is looked through first, saved when confirmed, undone as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import IO, Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from common import clock
from common.list_runs import ListRunStatus, Outcome
from common.table_reading import read_upload
from incidents import transitions
from incidents.importing.delivered import Judge, Judged, read_counts
from incidents.models import CountList, CountListRow, DeliveredCount
from incidents.services.once import once

SAVED = (Outcome.NEW.value, Outcome.CHANGED.value)
_LOCK = 7_205_002  # one list is saved at a time, by an advisory lock of the database


def _stand_in_line() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


@transaction.atomic
def preview_counts(*, name: str, file: IO[bytes], by: User, form_token: str = "") -> CountList:
    """Read a list and note every row's fate, once for each form; nothing is counted yet.

    Raises ValidationError when it can't be read.
    """
    return once(CountList, form_token, lambda: _previewed(name, file, by, form_token))


def _previewed(name: str, file: IO[bytes], by: User, form_token: str) -> CountList:
    rows, left_out = read_counts(read_upload(name, file))
    judge = Judge()
    held = CountList.objects.create(
        file_name=name.replace("\x00", "")[:120], left_out=left_out, by=by, form_token=form_token or None
    )
    transitions.begin_count_list(held, by=by)
    judged = [judge.judge(number, cells) for number, cells in rows]
    CountListRow.objects.bulk_create([_row(held, one) for one in judged], batch_size=1_000)
    _count(held, (one.outcome.value for one in judged))
    return held


def _row(held: CountList, judged: Judged) -> CountListRow:
    return CountListRow(
        list=held,
        number=judged.number,
        outcome=judged.outcome.value,
        remark=judged.remark,
        cells=judged.cells,
        before=judged.before,
        after=judged.after,
    )


def _count(held: CountList, outcomes: Iterable[str]) -> None:
    held.counts = dict(Counter(outcomes))
    held.save(update_fields=["counts"])


@transaction.atomic
def save_counts(*, held: CountList, by: User) -> None:
    """Save what the preview showed; a row whose count has changed since is refused, the others are saved.

    Raises MoveRefusedError when it has been saved or thrown away already.
    """
    _stand_in_line()
    transitions.move_count_list(held, ListRunStatus.SAVED, by=by)
    judge, rows, good = Judge(), list(held.rows.all()), list[dict[str, Any]]()
    for row in rows:
        now = judge.judge(row.number, row.cells)
        if row.outcome not in SAVED:
            continue
        if (now.outcome.value, now.before, now.after) == (row.outcome, row.before, row.after):
            good.append(row.after | {"replaces_id": row.before.get("pk")})
        else:
            row.outcome, row.remark = Outcome.REFUSED.value, _("Something has changed since the preview.")
            row.save(update_fields=["outcome", "remark"])
    _replace(held, good)
    _count(held, (row.outcome for row in rows))
    audit(actor=by, action="counts.delivered", object_type="incidents.countlist", object_id=str(held.pk))


def _replace(held: CountList, counts: list[dict[str, Any]]) -> None:
    corrected = [count["replaces_id"] for count in counts if count["replaces_id"]]
    DeliveredCount.objects.filter(pk__in=corrected).update(replaced_at=clock.now())
    DeliveredCount.objects.bulk_create([DeliveredCount(list=held, **count) for count in counts], batch_size=1_000)


@transaction.atomic
def undo_counts(*, held: CountList, by: User) -> int:
    """Take a saved list back: what it replaced stands again. Returns how many were left, corrected since.

    Raises MoveRefusedError when it is not saved.
    """
    _stand_in_line()
    transitions.move_count_list(held, ListRunStatus.UNDONE, by=by)
    standing = DeliveredCount.objects.filter(list=held).standing()
    earlier = [pk for pk in standing.values_list("replaces", flat=True) if pk is not None]
    left = DeliveredCount.objects.filter(list=held).count() - standing.count()
    standing.delete()
    DeliveredCount.objects.filter(pk__in=earlier).update(replaced_at=None)
    audit(actor=by, action="counts.undone", object_type="incidents.countlist", object_id=str(held.pk))
    return left


@transaction.atomic
def discard_counts(*, held: CountList, by: User) -> None:
    """Throw a list away that was looked through only; its rows go. Raises MoveRefusedError when it was saved."""
    transitions.move_count_list(held, ListRunStatus.DISCARDED, by=by)
    held.rows.all().delete()
