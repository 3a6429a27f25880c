"""Rows of a file of borders are saved and taken back."""

from __future__ import annotations

from accounts.models import User
from common.list_runs import Outcome
from neighbourhoods.models import Area, District, ListRow
from neighbourhoods.services.areas import change_boundary, create_area
from neighbourhoods.services.bulk_areas import lived


def save_borders(rows: list[ListRow], by: User) -> None:
    """Save rows that have been judged anew: a border of an area that is not there makes one, as an interest."""
    districts = District.objects.defer("boundary").in_bulk()
    areas = Area.objects.in_bulk([row.kept_id for row in rows if row.kept_id is not None])
    for row in rows:
        boundary = row.after["boundary"]
        if row.outcome == Outcome.NEW.value:
            district = districts[row.after["district_id"]]
            row.kept_id = create_area(name=row.after["name"], district=district, by=by, boundary=boundary).pk
        else:
            change_boundary(area=areas[row.kept_id], boundary=boundary, by=by)
    ListRow.objects.bulk_update(rows, ["kept_id"], batch_size=1_000)


def take_borders_back(rows: list[ListRow], by: User) -> set[int]:
    """Delete new areas that nothing hangs on and give others their earlier border; returns those rows' keys."""
    keys = [row.kept_id for row in rows if row.kept_id is not None]
    areas = {area.pk: area for area in Area.objects.select_for_update(of=("self",)).filter(pk__in=keys)}
    held = lived([row.kept_id for row in rows if row.outcome == Outcome.NEW.value and row.kept_id is not None])
    taken_back = set[int]()
    for row in rows:
        area = areas.get(row.kept_id or 0)
        if area is None or area.boundary != row.after["boundary"] or area.pk in held:
            continue
        if row.outcome == Outcome.CHANGED.value:
            change_boundary(area=area, boundary=row.before["boundary"], by=by)
        elif _is_as_read(area, row):
            area.delete()
        else:
            continue
        taken_back.add(row.pk)
    return taken_back


def _is_as_read(area: Area, row: ListRow) -> bool:
    return (area.name, area.district_id) == (row.after["name"], row.after["district_id"])
