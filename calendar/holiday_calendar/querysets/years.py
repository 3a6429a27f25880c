"""Who sees what in the calendar. Every page, feed and document starts from `visible_to`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from common import clock
from holiday_calendar.lifecycle import ItemStatus

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from holiday_calendar.models import CalendarItem, SchoolBreak, SchoolYear  # noqa: F401  (the rows' types)
    from neighbourhoods.models import District, Organisation


@dataclass(frozen=True)
class Narrow:
    """What somebody wants to see of the calendar: a district, an organisation, what suits an age, what is open."""

    district: District | None = None
    owner: Organisation | None = None
    age: int | None = None
    is_open: bool = False


EVERYTHING = Narrow()
# Kinds of which a school year has several: Lucia, Halloween and the students' graduation are all `own`.
SEVERAL_A_YEAR = frozenset({"own", "may"})


class SchoolYearQuerySet(models.QuerySet["SchoolYear"]):
    """School years are public, with their source and how sure they are."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return every school year: they are public."""
        return self.all()

    def around(self, day: date) -> Self:
        """Return the years that a day belongs to; a school year ends where the next one begins in August."""
        first_august = date(day.year if day.month >= 8 else day.year - 1, 8, 1)
        return self.filter(starts_from__gte=first_august, starts_from__lt=date(first_august.year + 1, 8, 1))


class SchoolBreakQuerySet(models.QuerySet["SchoolBreak"]):
    """Breaks and the days around them."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return the published breaks; those who see internal items also see hidden ones."""
        if user.has_perm("calendar.see_internal_items"):
            return self.all()
        return self.filter(visible=True)

    def standing(self) -> Self:
        """Return breaks that the latest version of their school year still has."""
        return self.filter(is_withdrawn=False)

    def same_as(self, held: SchoolBreak) -> Self:
        """Return the same break of every year, its own year's too: of its kind, where that comes several times by key.

        Each school form's breaks are its own.
        """
        same = self.filter(kind=held.kind, school_year__school_form=held.school_year.school_form)
        return same.filter(key=held.key) if held.kind in SEVERAL_A_YEAR else same

    def between(self, first: date, last: date) -> Self:
        """Return breaks that touch any day from first to last, both included."""
        return self.filter(first_day__lte=last, last_day__gte=first)


class CalendarItemQuerySet(models.QuerySet["CalendarItem"]):
    """Meetings and activities."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return public items; internal ones for those who may see them; drafts for those who plan."""
        if user.has_perm("calendar.change_calendaritem"):
            return self.all()
        released = self.released()
        return released if user.has_perm("calendar.see_internal_items") else released.filter(is_public=True)

    def released(self) -> Self:
        """Return items that are no drafts; a cancelled one stays."""
        return self.exclude(status=ItemStatus.DRAFT)

    def drafts(self) -> Self:
        """Return what has been copied or written and not yet released."""
        return self.filter(status=ItemStatus.DRAFT)

    def standing(self) -> Self:
        """Return items that will happen: neither drafts nor cancelled."""
        return self.filter(status=ItemStatus.CONFIRMED)

    def between(self, first: date, last: date) -> Self:
        """Return items that touch any day from first to last, both included, on Stockholm's clock."""
        after = clock.start_of_day(last + timedelta(days=1))
        return self.filter(starts_at__lt=after, ends_at__gt=clock.start_of_day(first))

    def narrowed(self, to: Narrow) -> Self:
        """Return what somebody wants to see. What is for the whole municipality or for all ages is always among it."""
        found = self
        if to.district is not None:
            found = found.filter(Q(district=to.district) | Q(district=None))
        if to.owner is not None:
            found = found.filter(owner=to.owner)
        if to.age is not None:
            found = found.filter(
                Q(age_from=None) | Q(age_from__lte=to.age), Q(age_to=None) | Q(age_to__gte=to.age), kind="activity"
            )
        return found.filter(is_open=True) if to.is_open else found
