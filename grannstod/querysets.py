"""Who sees which shifts, patrols and observations. Everything starts from `visible_to`."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self, TypeAlias

from django.db import models
from django.db.models import Q

from common import clock
from grannstod.lifecycle import MAY_DRIVE_OUT

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from grannstod.models import (  # noqa: F401  (the rows' types)
        Applicant,
        BriefingNote,
        ChecklistVersion,
        Observation,
        Patrol,
        Schedule,
        Shift,
        VictimSupportCase,
        VisitWish,
        Volunteer,
    )
    from neighbourhoods.models import District

    Viewer: TypeAlias = User | AnonymousUser

SEE_ALL = "grannstod.see_all_patrols"
USE = "grannstod.use_patrol"
HANDLE_PEOPLE = "grannstod.change_volunteer"


class ApplicantQuerySet(models.QuerySet["Applicant"]):
    """People who have asked to join."""

    def visible_to(self, user: Viewer) -> Self:
        """Return every applicant for those who handle volunteers, else none."""
        return self.all() if user.has_perm(HANDLE_PEOPLE) else self.none()

    def due_to_be_forgotten(self) -> Self:
        """Return those whose time has run out."""
        return self.filter(expires_on__lt=clock.today())


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    """Schedules."""

    def visible_to(self, user: Viewer) -> Self:
        """Return every schedule for those who plan shifts, else none."""
        return self.all() if user.has_perm("grannstod.plan_shifts") else self.none()


class VolunteerQuerySet(models.QuerySet["Volunteer"]):
    """Volunteers."""

    def visible_to(self, user: Viewer) -> Self:
        """Return every volunteer for those who see all patrols, else oneself."""
        if user.has_perm(SEE_ALL):
            return self.all()
        return self.filter(user=user) if user.is_authenticated else self.none()

    def may_drive_out(self) -> Self:
        """Return those who may stand on a shift."""
        return self.filter(status__in=MAY_DRIVE_OUT)


class ShiftQuerySet(models.QuerySet["Shift"]):
    """Shifts."""

    def visible_to(self, user: Viewer) -> Self:
        """Return every shift for those who see all patrols, a volunteer's own, else none."""
        if user.has_perm(SEE_ALL):
            return self.all()
        if not (user.is_authenticated and user.has_perm(USE)):
            return self.none()
        return self.filter(pk__in=self.model.objects.filter(crew__volunteer__user=user).values("pk"))

    def own(self, user: Viewer) -> Self:
        """Return the shifts that a person stands on."""
        return self.filter(crew__volunteer__user=user) if user.is_authenticated else self.none()

    def not_over(self, moment: datetime | None = None) -> Self:
        """Return shifts that have not ended yet."""
        return self.filter(ends_at__gt=moment or clock.now())

    def between(self, first: datetime, last: datetime) -> Self:
        """Return shifts that touch the time from first up to last."""
        return self.filter(starts_at__lt=last, ends_at__gt=first)


class PatrolQuerySet(models.QuerySet["Patrol"]):
    """Patrols."""

    def visible_to(self, user: Viewer) -> Self:
        """Return every patrol for those who may see all, a volunteer's own, else none."""
        if user.has_perm(SEE_ALL):
            return self.all()
        if not (user.is_authenticated and user.has_perm(USE)):
            return self.none()
        return self.filter(pk__in=self.model.objects.filter(shift__crew__volunteer__user=user).values("pk"))


class ObservationQuerySet(models.QuerySet["Observation"]):
    """Observations."""

    def visible_to(self, user: Viewer) -> Self:
        """Return every observation for those who may see all patrols, those of a volunteer's own patrols, else none."""
        if user.has_perm(SEE_ALL):
            return self.all()
        if not (user.is_authenticated and user.has_perm(USE)):
            return self.none()
        own = self.model.objects.filter(patrol__shift__crew__volunteer__user=user)
        return self.filter(pk__in=own.values("pk"))


class ChecklistQuerySet(models.QuerySet["ChecklistVersion"]):
    """Versions of the checklist."""

    def in_force(self) -> ChecklistVersion | None:
        """Return the version that a patrol starting now gets."""
        return self.filter(published_at__isnull=False).order_by("-number").first()


class BriefingQuerySet(models.QuerySet["BriefingNote"]):
    """What somebody wants looked at."""

    def visible_to(self, user: Viewer) -> Self:
        """Return everything for those who write it or see all patrols, what holds today for volunteers, else none."""
        if user.has_perm(SEE_ALL) or user.has_perm("grannstod.brief_patrols"):
            return self.all()
        return self.on(clock.today()) if user.has_perm(USE) else self.none()

    def on(self, day: date) -> Self:
        """Return what holds on a day."""
        return self.filter(first_day__lte=day, last_day__gte=day)

    def about(self, districts: list[District]) -> Self:
        """Return what is about one of the districts or about everywhere; everything when none is given."""
        if not districts:
            return self
        return self.filter(Q(districts=None) | Q(districts__in=districts)).distinct()


class VisitWishQuerySet(models.QuerySet["VisitWish"]):
    """Areas that asked for a visit."""

    def open(self) -> Self:
        """Return wishes that nobody has met or taken back."""
        return self.filter(closed_at=None)


class SupportQuerySet(models.QuerySet["VictimSupportCase"]):
    """Support cases."""

    def visible_to(self, user: Viewer) -> Self:
        """Return every case for those who lead; for a volunteer those with a coming visit of the own, and only
        while the secrecy clearance holds; else none."""
        if user.has_perm("grannstod.lead_support"):
            return self.all()
        if not (user.is_authenticated and user.has_perm(USE)):
            return self.none()
        today = clock.today()
        cleared = {"user": user, "clearance_until__gte": today, "status__in": MAY_DRIVE_OUT}
        one = Q(**{f"visits__one__{key}": value for key, value in cleared.items()})
        other = Q(**{f"visits__other__{key}": value for key, value in cleared.items()})
        own = self.model.objects.filter(one | other, visits__done_at=None, closed_at=None)
        return self.filter(pk__in=own.values("pk"))

    def open(self) -> Self:
        """Return cases that are not closed."""
        return self.filter(closed_at=None)

    def untold(self) -> Self:
        """Return cases, closed ones too, of which no contact agent has been told and can still be."""
        return self.filter(agents_told_at=None, erased_at=None)
