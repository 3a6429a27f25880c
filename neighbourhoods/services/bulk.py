"""Areas read in from a list: looked through first, saved when confirmed, undone as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import IO, Any

from django.db import connection, transaction
from django.db.models import ForeignObjectRel
from django.utils.text import slugify
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts.models import User
from common.list_runs import ListRunStatus, Outcome
from common.table_reading import read_upload
from neighbourhoods import transitions
from neighbourhoods.importing.area_list import NEW, Judge, Judged, read_area_list, values_of
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import Area, AreaEvent, ListRow, ListRun

FIELDS = ["name", "district_id", *NEW]
SAVED = (Outcome.NEW.value, Outcome.CHANGED.value)


def _stand_in_line() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(1204, 4)")


@transaction.atomic
def preview_areas(*, name: str, file: IO[bytes], by: User | None) -> ListRun:
    """Read a list and note every row's fate; no area is touched. Raises ValidationError when it can't be read."""
    rows, left_out = read_area_list(read_upload(name, file))
    judge = Judge()
    run = ListRun.objects.create(file_name=name[:120], left_out=left_out, by=by)
    transitions.begin_list_run(run, by=by)
    judged = [judge.judge(number, cells) for number, cells in rows]
    ListRow.objects.bulk_create([_row(run, held) for held in judged], batch_size=1_000)
    _count(run, (held.outcome.value for held in judged))
    return run


def _row(run: ListRun, held: Judged) -> ListRow:
    return ListRow(
        run=run,
        number=held.number,
        name=held.name,
        outcome=held.outcome.value,
        remark=held.remark,
        cells=held.cells,
        before=held.before,
        after=held.after,
        area_id_kept=held.area_id,
    )


def _count(run: ListRun, outcomes: Iterable[str]) -> None:
    run.counts = dict(Counter(outcomes))
    run.save(update_fields=["counts"])


@transaction.atomic
def save_list(*, run: ListRun, by: User) -> ListRun:
    """Save what the preview showed. A row whose area has changed since is refused, the others are saved.

    Raises MoveRefusedError when it has been saved or thrown away already.
    """
    _stand_in_line()
    transitions.move_list_run(run, ListRunStatus.SAVED, by=by)
    judge, new, changed = Judge(), list[ListRow](), list[ListRow]()
    rows = list(run.rows.all())
    for row in rows:
        now = judge.judge(row.number, row.cells)
        if row.outcome not in SAVED:
            continue
        if (now.outcome.value, now.before, now.after) != (row.outcome, row.before, row.after):
            row.outcome, row.remark = (
                Outcome.REFUSED.value,
                _("The area has changed since the preview."),
            )
            row.save(update_fields=["outcome", "remark"])
        else:
            (new if now.outcome is Outcome.NEW else changed).append(row)
    _create(new, by)
    _write({row.area_id_kept: row.after for row in changed}, by)
    _count(run, (row.outcome for row in rows))
    return run


def _create(rows: list[ListRow], by: User) -> None:
    taken = set(Area.objects.values_list("slug", flat=True))
    areas = [Area(slug=_slug(row.after["name"], taken), **row.after) for row in rows]
    made = bulk_create_with_history(areas, Area, batch_size=1_000, default_user=by) if areas else []
    events = [AreaEvent(area=area, moved_to=AreaStatus.INTEREST, reason="read_in", actor=by) for area in made]
    AreaEvent.objects.bulk_create(events, batch_size=1_000)
    for row, area in zip(rows, made, strict=True):
        row.area_id_kept = area.pk
    ListRow.objects.bulk_update(rows, ["area_id_kept"], batch_size=1_000)


def _slug(name: str, taken: set[str]) -> str:
    base = slugify(name)[:100] or "omrade"
    number, slug = 1, base
    while slug in taken:
        number, slug = number + 1, f"{base}-{number + 1}"
    taken.add(slug)
    return slug


def _write(wanted: dict[int | None, dict[str, Any]], by: User) -> None:
    areas = list(Area.objects.select_for_update(of=("self",)).filter(pk__in=[pk for pk in wanted if pk is not None]))
    for area in areas:
        for name, value in wanted[area.pk].items():
            setattr(area, name, value)
    if areas:
        fields = [name.removesuffix("_id") for name in FIELDS]
        bulk_update_with_history(areas, Area, fields, batch_size=1_000, default_user=by)


@transaction.atomic
def undo_list(*, run: ListRun, by: User) -> int:
    """Take a saved list back; returns how many rows were left, because something has changed since.

    New areas that nothing hangs on are deleted, changed ones get their earlier values. A row left says so.
    Raises MoveRefusedError when it is not saved.
    """
    _stand_in_line()
    transitions.move_list_run(run, ListRunStatus.UNDONE, by=by)
    rows = list(run.rows.filter(outcome__in=SAVED))
    areas = {
        area.pk: area
        for area in Area.objects.select_for_update(of=("self",)).filter(pk__in=[row.area_id_kept for row in rows])
    }
    lived = _lived([row.area_id_kept for row in rows if row.outcome == Outcome.NEW.value])
    free = [
        row
        for row in rows
        if (area := areas.get(row.area_id_kept or 0)) is not None
        and values_of(area) == row.after
        and area.pk not in lived
    ]
    _take_back(free, by)
    taken_back = {row.pk for row in free}
    left = [row for row in rows if row.pk not in taken_back]
    for row in left:
        row.remark = _("Left as it is: the area has changed since.")
    ListRow.objects.bulk_update(left, ["remark"], batch_size=1_000)
    return len(left)


def _take_back(rows: list[ListRow], by: User) -> None:
    _write({row.area_id_kept: row.before for row in rows if row.outcome == Outcome.CHANGED.value}, by)
    Area.objects.filter(pk__in=[row.area_id_kept for row in rows if row.outcome == Outcome.NEW.value]).delete()


def _lived(new: list[int | None]) -> set[int]:
    """Return which of some areas something hangs on: moved, with a border or agents, named by any other row."""
    held = Area.objects.filter(pk__in=[pk for pk in new if pk is not None])
    found = set(held.exclude(status=AreaStatus.INTEREST).values_list("pk", flat=True))
    found |= set(held.filter(boundary__isnull=False).values_list("pk", flat=True))
    for relation in Area._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel):
            continue
        name = relation.field.name
        others = relation.related_model._base_manager.filter(**{f"{name}__in": held.values("pk")})
        if relation.related_model is AreaEvent:
            others = others.exclude(moved_from="")
        found |= set(others.values_list(name, flat=True))
    return found


@transaction.atomic
def discard_list(*, run: ListRun, by: User) -> None:
    """Throw a list away that was looked through only; its rows go. Raises MoveRefusedError when it was saved."""
    transitions.move_list_run(run, ListRunStatus.DISCARDED, by=by)
    run.rows.all().delete()
