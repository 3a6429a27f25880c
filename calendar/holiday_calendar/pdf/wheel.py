"""The year wheel on paper: A3, for the wall, with the same as a table for those who do not see the picture."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common import clock
from documents.slots import Paper, Progress, SubjectGoneError
from holiday_calendar import figures

if TYPE_CHECKING:
    from accounts.models import User


# What a sheet holds; a year with more is read in the calendar.
MOST_LINES = 230
INTERNAL = "calendar.see_internal_items"


class Office(AnonymousUser):
    """Whoever the paper is for: nobody in particular, but within the organisation. The paper is the same for all."""

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Allow what the calendar itself holds, nothing of other rooms."""
        return perm == INTERNAL


class YearWheel:
    """The kind of document `year_wheel`; its subject is a school year as an address names it: 2026-27."""

    def title(self, subject: str) -> str:
        """Return the name of the year."""
        return _("Year wheel %(label)s") % {"label": figures.year_label(_first_day(subject))}

    def may_request(self, user: User, subject: str) -> bool:
        """Tell whether the person sees internal meetings: they stand on the paper."""
        return user.has_perm(INTERNAL)

    def may_read(self, user: User, subject: str) -> bool:
        """Tell the same, asked anew at every download."""
        return self.may_request(user, subject)

    def build(self, subject: str, language: str, progress: Progress) -> Paper:
        """Draw the wheel as those see it who may ask for it."""
        day = _first_day(subject)
        progress(20, _("Drawing the year"))
        reader = Office()
        page = figures.wheel_page(reader, day)
        lines = figures.wheel_list(reader, page.first_day, page, most=MOST_LINES)
        today = date_format(clock.today(), "DATE_FORMAT")
        unsure = any(year.status == "to_be_confirmed" for year in figures.school_years(reader, day))
        return Paper(
            template="calendar/wheel_paper.html",
            context={
                "page": page,
                "legend": figures.legend(page),
                "lines": lines,
                "is_cut": len(lines) == MOST_LINES,
                "unsure": unsure,
            },
            title=_("Breaks and weekends %(label)s") % {"label": page.label},
            subtitle=_("The school dates are to be confirmed.") if unsure else "",
            foot=f"{page.label}. {today}",
            description=_("The school year as a wheel, and as a list"),
        )


def _first_day(subject: str) -> date:
    match = re.fullmatch(r"(20[0-9]{2})-[0-9]{2}", subject)
    if match is None:
        raise SubjectGoneError(subject)
    return date(int(match[1]), 8, 1)
