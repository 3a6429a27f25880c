"""Whom a series names: those who approve it and decide on an issue, and those who are told when it is late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q, QuerySet

from accounts.models import User
from newsletters.models import Alarm, Block, BlockTranslation, Issue, IssueTranslation, Series, Version


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


def wrote_alone(issues: Sequence[Issue]) -> dict[int, set[int]]:
    """Return who has written all of an issue, or all of one translation of it, by issue; outside authors have no id.

    Of an issue that the house fills in alone, it is who saved its heading and preamble.
    """
    authors: dict[tuple[int, str], set[int | None]] = defaultdict(set)
    for issue, person in Block.objects.filter(issue__in=issues).exclude(text="").values_list("issue", "written_by"):
        authors[issue, ""].add(person)
    filled_in = [issue for issue in issues if (issue.pk, "") not in authors]
    saved = Version.objects.filter(issue__in=filled_in).exclude(author=None, partner=None)
    for issue, person in saved.values_list("issue", "author"):
        authors[issue, ""].add(person)
    heads = IssueTranslation.objects.filter(issue__in=issues).values_list("issue", "language", "written_by")
    parts = BlockTranslation.objects.filter(block__issue__in=issues)
    for issue, language, person in [*heads, *parts.values_list("block__issue", "language", "written_by")]:
        authors[issue, language].add(person)
    found: dict[int, set[int]] = {issue.pk: set() for issue in issues}
    for (issue, _language), people in authors.items():
        found[issue] |= {person for person in people if person is not None and len(people) == 1}
    return found


def deciders_of(issues: Sequence[Issue]) -> dict[int, list[User]]:
    """Return who is to approve each issue: approvers who have not written it alone; where all have, all of them.

    In as many queries as there are series, however many the issues.
    """
    alone = wrote_alone(issues)
    named = {
        series: list(approvers_of(series).order_by("full_name", "pk")) for series in {one.series for one in issues}
    }
    return {
        issue.pk: [one for one in named[issue.series] if one.pk not in alone[issue.pk]] or named[issue.series]
        for issue in issues
    }


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
