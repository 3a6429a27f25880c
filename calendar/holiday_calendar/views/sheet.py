"""The calendar for Excel: a school year as far as a person sees it."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common import clock
from common.tables import Column, csv_response, xlsx_response
from holiday_calendar import figures
from holiday_calendar.figures import Line
from holiday_calendar.views.asked import asked_narrow, asked_year

MAKERS = {"xlsx": xlsx_response, "csv": csv_response}
MOST_ROWS = 5000


def _status(line: Line) -> str:
    if line.is_cancelled:
        return _("Cancelled")
    return _("to be confirmed") if line.is_unsure else ""


def _columns() -> list[Column[Line]]:
    return [
        (_("From"), lambda line: line.first_day),
        (_("To"), lambda line: line.last_day),
        (_("Begins"), lambda line: date_format(clock.local(line.starts_at), "H.i") if line.starts_at else ""),
        (_("Ends"), lambda line: date_format(clock.local(line.ends_at), "H.i") if line.ends_at else ""),
        (_("Kind"), lambda line: str(line.kind_words)),
        (_("What"), lambda line: line.name),
        (_("Where"), lambda line: line.place),
        (_("District"), lambda line: line.district),
        (_("Organiser"), lambda line: line.owner),
        (_("Ages"), lambda line: line.ages),
        (_("Open to all"), lambda line: _("yes") if line.is_open else ""),
        (_("Status"), _status),
    ]


@require_safe
def sheet(request: HttpRequest, form: str) -> HttpResponseBase:
    """Give a school year as far as the person sees it, narrowed as the page, for Excel."""
    if form not in MAKERS:
        raise Http404
    first, last = figures.wheel_days(asked_year(request) or clock.today())
    found = figures.lines(request.user, first, last, asked_narrow(request), most=MOST_ROWS)
    name = f"kalender-{first.year}-{last.year % 100:02d}"
    response: HttpResponseBase = MAKERS[form](name, _columns(), found)
    return response
