"""One act on many reports of the queue: each is its own transaction, and each row's fate is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.lifecycle import ReportStatus
from incidents.models import Report
from incidents.querysets import ReportQuerySet
from incidents.services.triage import assign, move_report

MOST_AT_ONCE = 100  # reports


@dataclass(frozen=True)
class Act:
    """What is done with every chosen report: a move with its reason, or taking it as one's own."""

    to: ReportStatus | None = None
    reason: str = ""
    message: str = ""
    takes: bool = False


@dataclass(frozen=True)
class Fate:
    """What became of one chosen report. `problem` is empty where the act was done."""

    number: str
    problem: str = ""


def act_on_many(*, reports: ReportQuerySet, chosen: Iterable[tuple[int, int]], act: Act, by: User) -> list[Fate]:
    """Do one act with the chosen reports, given as (pk, the version its reader saw); returns each one's fate.

    A report that somebody has changed since, or that may not move so, is left as it is. `reports` limits what may
    be touched: what lies outside it is not mentioned.
    """
    versions = dict(list(chosen)[:MOST_AT_ONCE])
    found = reports.filter(pk__in=versions).select_related("category")
    return [_done(report, versions[report.pk], act, by) for report in found]


def _done(report: Report, version: int, act: Act, by: User) -> Fate:
    try:
        with transaction.atomic():
            _do(report, version, act, by)
    except ValidationError as error:
        return Fate(report.number, " ".join(error.messages))
    return Fate(report.number)


def _do(report: Report, version: int, act: Act, by: User) -> None:
    if act.takes:
        assign(report=report, to=by, by=by, version=version)
    elif act.to is None:
        raise ValidationError(_("Choose what to do."), code="no_act")
    else:
        move_report(report=report, to=act.to, by=by, reason=act.reason, message=act.message, version=version)
