"""What Grannstöd fills in slots of the rooms below: who drives during a break."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count
from django.utils.translation import gettext as _

from common import clock
from grannstod.models import Shift
from holiday_calendar.slots import AdultsOut

CREW = 2


def adults_out(first: date, last: date) -> list[AdultsOut]:
    """Return the shifts with both seats taken: a car with an empty seat does not drive. No names of persons."""
    days = (clock.start_of_day(first), clock.start_of_day(last + timedelta(days=1)))
    shifts = Shift.objects.between(*days).annotate(seats=Count("crew")).filter(seats=CREW)
    return [AdultsOut(_("Grannstöd"), shift.starts_at, shift.ends_at) for shift in shifts]
