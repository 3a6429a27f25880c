"""Signs of life: noted once, and read by the night's scoring."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from common import clock
from neighbourhoods.models import Area, AreaActivity

# What only the people of the area can have done. A check of signs or a course seat may be the municipality's doing.
SIGNS_OF_LIFE = frozenset(AreaActivity.Kind.values) - {AreaActivity.Kind.SIGN_CHECK, AreaActivity.Kind.TRAINING}


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
