"""Who would see a kind's reports, before it is kept to some roles or opened to all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db.models import Count, Q, QuerySet

from accounts.models import User
from accounts.roles import titles
from incidents.models import Category, Report

_SEES = ("see_all_reports", "use_portal")


@dataclass(frozen=True)
class RoleSees:
    """A role: how many people hold it, and whether they see the kind now and then."""

    title: str
    people: int
    now: bool
    then: bool


@dataclass(frozen=True)
class WhoSees:
    """What changes when a kind is kept to some roles: people who gain or lose it, and what they are at work with."""

    roles: list[RoleSees]
    gain: int
    lose: int
    at_work: list[tuple[str, int]]  # who loses it: how many open reports of the kind stand on them


def roles_with_reports() -> QuerySet[Group]:
    """Return the roles that see reports: all, or those of their own areas."""
    return Group.objects.filter(permissions__codename__in=_SEES).distinct().order_by("pk")


def who_would_see(kind: Category, chosen: Collection[Group]) -> WhoSees:
    """Return who sees a kind now and who would if it were kept to these roles; none means every role."""
    now, then = ({group.pk for group in groups} for groups in (kind.seen_by.all(), chosen))
    people = Count("user", filter=Q(user__is_active=True), distinct=True)
    roles = list(roles_with_reports().annotate(people=people))
    lines = [
        RoleSees(titles([role])[0], vars(role)["people"], not now or role.pk in now, not then or role.pk in then)
        for role in roles
    ]
    before, after = _people(roles, now), _people(roles, then)
    lost = before - after
    open_now = Report.objects.filter(category=kind, assigned_to__in=lost).open().order_by()
    at_work = open_now.values_list("assigned_to__full_name").annotate(n=Count("pk")).order_by("assigned_to__full_name")
    return WhoSees(lines, len(after - before), len(lost), list(at_work))


def _people(roles: Sequence[Group], kept_to: set[int]) -> set[int]:
    """Return the people who see it by one of these roles; who administers the system always does."""
    wanted = [role.pk for role in roles if not kept_to or role.pk in kept_to]
    seeing = User.objects.filter(Q(groups__in=wanted) | Q(is_superuser=True), is_active=True)
    return set(seeing.values_list("pk", flat=True))
