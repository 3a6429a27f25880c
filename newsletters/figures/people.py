"""Whom a series names: those who approve it, and those who are told when it is late."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.models import User
from newsletters.models import Alarm, Series


def _may(codename: str) -> QuerySet[User]:
    room = "newsletters"
    of_group = Q(groups__permissions__codename=codename, groups__permissions__content_type__app_label=room)
    of_person = Q(user_permissions__codename=codename, user_permissions__content_type__app_label=room)
    return User.objects.filter(of_group | of_person | Q(is_superuser=True), is_active=True).distinct()


def approvers_of(series: Series) -> QuerySet[User]:
    """Return who may approve: those the series names and who are still here, else everybody whose role may."""
    able = _may("approve_issue")
    named = able.filter(pk__in=series.approvers.values("pk"))
    return named if named.exists() else able


def told_of(series: Series, kind: str, step: int) -> list[User]:
    """Return who is told of a missed date: first those nearest to the work, next also those above."""
    people = list(_named(series.told_first.filter(is_active=True), "send_issue"))
    if kind == Alarm.Kind.APPROVAL:
        people += approvers_of(series)
    if step > 1:
        people += _named(series.told_next.filter(is_active=True), "approve_issue")
    return sorted(set(people), key=lambda person: person.pk)


def _named(named: QuerySet[User], else_who_may: str) -> QuerySet[User]:
    return named if named.exists() else _may(else_who_may)
