"""What can be done with school years: compare and publish a file, confirm, doubt, change by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from holiday_calendar import transitions
from holiday_calendar.importing import BreakRow, YearFile
from holiday_calendar.lifecycle import YearStatus
from holiday_calendar.models import SchoolBreak, SchoolYear, SchoolYearVersion

YEAR_FIELDS = ("starts_from", "starts_to", "ends_from", "ends_to")
BREAK_FIELDS = ("kind", "name", "first_day", "last_day", "starts_from", "starts_to")


@dataclass(frozen=True)
class Change:
    """One difference that publishing a school year would make. `what` is added, changed, withdrawn or unchanged."""

    what: str
    name: str
    before: str = ""
    after: str = ""


def compare_school_year(year: YearFile) -> list[Change]:
    """Return what publishing would change, start and end first; nothing is saved."""
    current = _find(year)
    if current is None:
        return [
            Change(
                "added", _("School year %(label)s") % {"label": year.label}, after=_span(year.starts_from, year.ends_to)
            ),
            *(Change("added", row.name, after=_span(row.first_day, row.last_day)) for row in year.breaks),
        ]
    return [*_year_changes(current, year), *_break_changes(current, year)]


def _find(year: YearFile) -> SchoolYear | None:
    return SchoolYear.objects.filter(label=year.label, school_form=year.school_form).first()


def _span(first: object, last: object) -> str:
    return f"{first}" if first == last else f"{first} – {last}"


def _year_changes(current: SchoolYear, year: YearFile) -> list[Change]:
    pairs = (
        (_("School starts"), _span(current.starts_from, current.starts_to), _span(year.starts_from, year.starts_to)),
        (_("School ends"), _span(current.ends_from, current.ends_to), _span(year.ends_from, year.ends_to)),
        (_("Source"), f"{current.source} ({current.source_date})", f"{year.source} ({year.source_date})"),
        (_("Status"), str(YearStatus(current.status).label), str(YearStatus(year.status).label)),
    )
    return [Change("changed", name, before, after) for name, before, after in pairs if before != after]


def _break_changes(current: SchoolYear, year: YearFile) -> list[Change]:
    old = {school_break.key: school_break for school_break in current.breaks.standing()}
    changes = []
    for row in year.breaks:
        before = old.pop(row.key, None)
        if before is None:
            changes.append(Change("added", row.name, after=_span(row.first_day, row.last_day)))
            continue
        now, then = _told(before), _told(row)
        differing = [place for place, words in enumerate(now) if words != then[place]]
        shown = differing or [0]
        sides = ("; ".join(words[place] for place in shown if words[place]) for words in (now, then))
        changes.append(Change("changed" if differing else "unchanged", row.name, *sides))
    gone = (Change("withdrawn", b.name, _span(b.first_day, b.last_day)) for b in old.values())
    return [*changes, *gone]


def _told(held: SchoolBreak | BreakRow) -> tuple[str, ...]:
    """Return everything that can change of a break, in words: its days first, then from when to when it begins."""
    begins = _("begins %(days)s") % {"days": _span(held.starts_from, held.starts_to)} if held.starts_from else ""
    return _span(held.first_day, held.last_day), begins, held.name, str(SchoolBreak.Kind(held.kind).label)


@transaction.atomic
def publish_school_year(*, year: YearFile, actor: User | None) -> SchoolYear:
    """Publish a school year as a new version. The same file twice changes nothing.

    A break that the new version no longer has is withdrawn, not deleted: subscribers' calendars are told.
    """
    current = SchoolYear.objects.select_for_update().filter(label=year.label, school_form=year.school_form).first()
    if current is None:
        current = SchoolYear(label=year.label, school_form=year.school_form)
    elif all(change.what == "unchanged" for change in compare_school_year(year)):
        return current
    else:
        current.version += 1
    for field in (*YEAR_FIELDS, "source", "source_date"):
        setattr(current, field, getattr(year, field))
    current.updated_at = clock.now()
    current.save()
    _save_breaks(current, year.breaks)
    SchoolYearVersion.objects.create(
        school_year=current,
        version=current.version,
        data=year.as_json(),
        source=year.source,
        source_date=year.source_date,
        actor=actor,
    )
    if current.status != year.status:
        current = transitions.move_year(year_id=current.pk, to=YearStatus(year.status), actor=actor, reason="import")
    return current


def _save_breaks(school_year: SchoolYear, rows: Sequence[BreakRow]) -> None:
    held = {school_break.key: school_break for school_break in school_year.breaks.all()}
    for row in rows:
        school_break = held.pop(row.key, None) or SchoolBreak(school_year=school_year, key=row.key)
        values = {field: getattr(row, field) for field in BREAK_FIELDS}
        same = all(getattr(school_break, field) == value for field, value in values.items())
        if school_break.pk and same and not school_break.is_withdrawn:
            continue
        _save_break(school_break, values | {"is_withdrawn": False})
    for school_break in held.values():
        if not school_break.is_withdrawn:
            _save_break(school_break, {"is_withdrawn": True})


def _save_break(school_break: SchoolBreak, values: dict[str, object]) -> None:
    for field, value in values.items():
        setattr(school_break, field, value)
    save_break(school_break=school_break)


def save_break(*, school_break: SchoolBreak) -> SchoolBreak:
    """Save a new or changed break; subscribers' calendars follow by the raised sequence."""
    if school_break.pk:
        school_break.sequence += 1
    school_break.updated_at = clock.now()
    school_break.save()
    return school_break


def confirm_school_year(*, year_id: int, actor: User) -> SchoolYear:
    """Confirm a school year's dates against the municipality's own decision. Raises MoveRefusedError."""
    return transitions.move_year(year_id=year_id, to=YearStatus.CONFIRMED, actor=actor, reason="checked")


def doubt_school_year(*, year_id: int, actor: User) -> SchoolYear:
    """Mark a school year's dates as to be confirmed again. Raises MoveRefusedError."""
    return transitions.move_year(year_id=year_id, to=YearStatus.TO_BE_CONFIRMED, actor=actor, reason="doubted")
