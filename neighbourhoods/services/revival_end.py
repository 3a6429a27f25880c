"""How a case of waking an area ends, and what that makes of the area."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from neighbourhoods import transitions
from neighbourhoods.lifecycle import AreaStatus, RevivalStatus
from neighbourhoods.models import Area, AreaActivity, RevivalCase
from neighbourhoods.services.areas import move_area
from neighbourhoods.services.revival import require_open

Outcome = RevivalCase.Outcome
AWAKE = (Outcome.REVIVED, Outcome.MISTAKEN)


@transaction.atomic
def close_case(*, case: RevivalCase, outcome: str, by: User, rest_until: date | None = None) -> None:
    """Close a case with how it ended. Raises ValidationError: `unknown_outcome`, `rest_needs_day`, `closed`.

    An area that is awake gets today's sign of life, and is active if it was marked as dormant (`no_agent` where nobody
    answers for it). An area closed for good is closed.
    """
    if outcome not in Outcome.values:
        raise ValidationError(_("Say how it ended."), "unknown_outcome")
    if outcome == Outcome.RESTING and (rest_until is None or rest_until <= clock.today()):
        raise ValidationError(_("Say until which day the area may rest: a day to come."), "rest_needs_day")
    require_open(case)
    until = rest_until if outcome == Outcome.RESTING else None
    transitions.move_revival(case, RevivalStatus.DONE, by=by, reason=outcome, outcome=outcome, rest_until=until)
    area = Area.objects.get(pk=case.area_id)
    if outcome in AWAKE:
        AreaActivity.objects.get_or_create(
            area=area, kind=AreaActivity.Kind.ANSWER, on=clock.today(), defaults={"source": "revival"}
        )
    if outcome in AWAKE and area.status == AreaStatus.DORMANT:
        move_area(area=area, to=AreaStatus.ACTIVE, by=by, reason="revival")
    elif outcome == Outcome.CLOSED and area.status != AreaStatus.CLOSED:
        move_area(area=area, to=AreaStatus.CLOSED, by=by, reason="revival")
