"""Lists of areas, agents and borders read in: looked through first, saved when confirmed, undone as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import IO, Protocol

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from common.list_cells import Headings, read_list
from common.list_runs import ListRunStatus, Outcome
from common.table_reading import read_upload
from neighbourhoods import transitions
from neighbourhoods.importing import agent_list, area_list, border_list
from neighbourhoods.importing.judged import Judged
from neighbourhoods.models import ListRow, ListRun
from neighbourhoods.services.bulk_agents import save_agents, take_agents_back, tell_agents
from neighbourhoods.services.bulk_areas import save_areas, take_areas_back
from neighbourhoods.services.bulk_borders import save_borders, take_borders_back

SAVED = (Outcome.NEW.value, Outcome.CHANGED.value)
KEPT = timedelta(days=30)  # rows of agents; as long can they be undone


class Judge(Protocol):
    """Tells what a row would do, knowing the rows above it."""

    def judge(self, number: int, cells: dict[str, str]) -> Judged:
        """Return the row's fate."""
        ...


@dataclass(frozen=True)
class ListKind:
    """What a list may hold: its columns, how it is read, who judges its rows, how they are saved and taken back."""

    headings: Headings
    read: Callable[[str, IO[bytes]], tuple[list[tuple[int, dict[str, str]]], list[str]]]
    judge: Callable[[ListRun, User | None], Judge]
    save: Callable[[list[ListRow], User], None]
    take_back: Callable[[list[ListRow], User], set[int]]


def _read_areas(name: str, file: IO[bytes]) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    table = read_upload(name, file, most_rows=50_000, headed=True)
    return read_list(table, area_list.HEADINGS, *area_list.needed_headings())


def _read_agents(name: str, file: IO[bytes]) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    table = read_upload(name, file, most_rows=5_000, headed=True)
    return read_list(table, agent_list.HEADINGS, *agent_list.needed_headings())


def _agent_judge(run: ListRun, by: User | None) -> Judge:
    # The day of the preview: what was shown is what is saved, also after midnight.
    may_add = by is None or by.has_perm("accounts.invite")
    return agent_list.AgentJudge(today=clock.local(run.at).date(), may_add_people=may_add)


LIST_KINDS: dict[str, ListKind] = {
    ListRun.Kind.AREAS: ListKind(
        area_list.HEADINGS, _read_areas, lambda _run, _by: area_list.AreaJudge(), save_areas, take_areas_back
    ),
    ListRun.Kind.AGENTS: ListKind(agent_list.HEADINGS, _read_agents, _agent_judge, save_agents, take_agents_back),
    ListRun.Kind.BORDERS: ListKind(
        border_list.HEADINGS,
        border_list.read,
        lambda _run, _by: border_list.BorderListJudge(),
        save_borders,
        take_borders_back,
    ),
}


def _stand_in_line() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(1204, 4)")


@transaction.atomic
def preview_list(*, kind: str, name: str, file: IO[bytes], by: User | None) -> ListRun:
    """Read a list and note every row's fate; nothing else is touched. Raises ValidationError when it can't be read."""
    held = LIST_KINDS[kind]
    rows, left_out = held.read(name, file)
    run = ListRun.objects.create(kind=kind, file_name=name[:120], left_out=left_out, by=by)
    transitions.begin_list_run(run, by=by)
    judge = held.judge(run, by)
    judged = [judge.judge(number, cells) for number, cells in rows]
    ListRow.objects.bulk_create([_row(run, one) for one in judged], batch_size=1_000)
    _count(run, (one.outcome.value for one in judged))
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
        kept_id=held.kept_id,
    )


def _count(run: ListRun, outcomes: Iterable[str]) -> None:
    run.counts = dict(Counter(outcomes))
    run.save(update_fields=["counts"])


@transaction.atomic
def save_list(*, run: ListRun, by: User, tell: bool = False) -> ListRun:
    """Save what the preview showed. A row whose ground has changed since is refused, the others are saved.

    With `tell`, agents who are new are mailed.

    Raises MoveRefusedError when it has been saved or thrown away already.
    """
    _stand_in_line()
    transitions.move_list_run(run, ListRunStatus.SAVED, by=by)
    kind = LIST_KINDS[run.kind]
    judge, good = kind.judge(run, by), list[ListRow]()
    rows = list(run.rows.all())
    for row in rows:
        now = judge.judge(row.number, row.cells)
        if row.outcome not in SAVED:
            continue
        if (now.outcome.value, now.before, now.after) != (row.outcome, row.before, row.after):
            row.outcome, row.remark = Outcome.REFUSED.value, _("What it is about has changed since the preview.")
            row.save(update_fields=["outcome", "remark"])
        else:
            good.append(row)
    kind.save(good, by)
    if tell and run.kind == ListRun.Kind.AGENTS:
        tell_agents(good, by)
    _count(run, (row.outcome for row in rows))
    return run


@transaction.atomic
def undo_list(*, run: ListRun, by: User) -> int:
    """Take a saved list back; returns how many rows were left, because something has changed since.

    New things that nothing hangs on go, changed ones get their earlier values. A row left says so.
    Raises MoveRefusedError when it is not saved, ValidationError `too_old` when its rows have been forgotten.
    """
    if is_forgotten(run):
        raise ValidationError(_("The rows have been forgotten: the list can't be undone any more."), code="too_old")
    _stand_in_line()
    transitions.move_list_run(run, ListRunStatus.UNDONE, by=by)
    rows = list(run.rows.filter(outcome__in=SAVED))
    taken_back = LIST_KINDS[run.kind].take_back(rows, by)
    left = [row for row in rows if row.pk not in taken_back]
    for row in left:
        row.remark = _("Left as it is: it has changed since.")
    ListRow.objects.bulk_update(left, ["remark"], batch_size=1_000)
    return len(left)


@transaction.atomic
def discard_list(*, run: ListRun, by: User) -> None:
    """Throw a list away that was looked through only; its rows go. Raises MoveRefusedError when it was saved."""
    transitions.move_list_run(run, ListRunStatus.DISCARDED, by=by)
    run.rows.all().delete()


def is_forgotten(run: ListRun) -> bool:
    """Tell whether a list's rows have been deleted because they name people."""
    return run.kind == ListRun.Kind.AGENTS and clock.now() - run.at > KEPT


def forget_lists() -> int:
    """Delete the rows of lists of agents older than a month; returns how many. What became of them stays counted."""
    old = ListRun.objects.filter(kind=ListRun.Kind.AGENTS, at__lt=clock.now() - KEPT)
    return ListRow.objects.filter(run__in=old).delete()[0]
