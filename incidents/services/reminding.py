"""What time brings by itself: late reports are told of, once to who handles them and once higher up, and whoever
reported is asked once whether it helped. What has been said stands in the event log, and nowhere else.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from common import clock
from incidents import mail, transitions
from incidents.figures.following import follow_token
from incidents.models import Report, ReportEvent
from incidents.querysets import ReportQuerySet

AT_A_TIME = 500  # reports
FORGET_AFTER = timedelta(days=60)  # what was late longer ago than this came with an import: the queue shows it
ESCALATE_AFTER = 9  # working hours: a day
ASK_AFTER, ASK_BEFORE = timedelta(days=5), timedelta(days=30)


@transaction.atomic
def tell_of_late(now: datetime | None = None) -> int:
    """Tell whose report has run out of time, and a working day later those above; returns how many reports.

    In working hours only. One mail a person names all that are new.
    """
    now = now or clock.now()
    if clock.add_working_hours(now, 0) != now:
        return 0
    late = _late(now, ReportEvent.Kind.OVERDUE)
    day_ago = [report for report in _late(now, ReportEvent.Kind.ESCALATED) if _a_day_late(report, now)]
    _note_and_mail(late, ReportEvent.Kind.OVERDUE, _who_may("triage_report"), now)
    _note_and_mail(day_ago, ReportEvent.Kind.ESCALATED, _who_may("hear_of_late"), now)
    return len(late) + len(day_ago)


def _late(now: datetime, kind: ReportEvent.Kind) -> list[Report]:
    """Return late reports of which this has not been said since their time ran out. A new time is a new promise."""
    said = ReportEvent.objects.filter(report=OuterRef("pk"), kind=kind, at__gte=OuterRef("due_at"))
    late = Report.objects.real().open().filter(due_at__lt=now, due_at__gte=now - FORGET_AFTER).filter(~Exists(said))
    return list(late.for_list().order_by("due_at", "pk").select_for_update(of=("self",), skip_locked=True)[:AT_A_TIME])


def _a_day_late(report: Report, now: datetime) -> bool:
    return report.due_at is not None and clock.add_working_hours(report.due_at, ESCALATE_AFTER) <= now


def _who_may(codename: str) -> list[User]:
    may = Q(groups__permissions__codename=codename) | Q(user_permissions__codename=codename)
    return list(User.objects.filter(may, is_active=True).distinct().order_by("pk"))


def _note_and_mail(reports: list[Report], kind: ReportEvent.Kind, people: list[User], now: datetime) -> None:
    ReportEvent.objects.bulk_create([ReportEvent(report=report, kind=kind, at=now) for report in reports])
    escalated = kind == ReportEvent.Kind.ESCALATED
    for person, theirs in _whose(reports, people, by_handler=not escalated).items():
        mail.late(person, theirs, escalated=escalated).send()


def _whose(reports: list[Report], people: list[User], *, by_handler: bool) -> dict[User, list[Report]]:
    """Return who is told of which report: its handler alone, or else all these people; of kinds they may see."""
    handlers = {report.assigned_to for report in reports if report.assigned_to and by_handler}
    shown = Report.objects.filter(pk__in=[report.pk for report in reports])
    seen = {
        person: set(shown.visible_to(person).values_list("pk", flat=True))
        for person in handlers.union(people)
        if person.is_active
    }
    whose: dict[User, list[Report]] = defaultdict(list)
    for report in reports:
        handler = report.assigned_to if by_handler else None
        told = [handler] if handler and report.pk in seen.get(handler, ()) else people
        for person in told:
            if report.pk in seen[person]:
                whose[person].append(report)
    return whose


@transaction.atomic
def ask_how_it_went(now: datetime | None = None) -> int:
    """Ask reporters once, some days after closing, whether it helped; returns how many were asked."""
    now = now or clock.now()
    reports = list(_to_ask(now)[:AT_A_TIME])
    for report in reports:
        mail.follow_up(report, follow_token(report.form_token or "")).send()
    asked = ReportEvent.Kind.ASKED_AFTER
    ReportEvent.objects.bulk_create([ReportEvent(report=each, kind=asked, at=now) for each in reports])
    return len(reports)


def _to_ask(now: datetime) -> ReportQuerySet:
    asked = ReportEvent.objects.filter(report=OuterRef("pk"), kind=ReportEvent.Kind.ASKED_AFTER)
    closed = Report.objects.real().filter(closed_at__lt=now - ASK_AFTER, closed_at__gte=now - ASK_BEFORE)
    theirs = closed.exclude(reporter_email="").exclude(form_token=None).filter(merged_into=None).filter(~Exists(asked))
    return theirs.for_list().order_by("closed_at", "pk").select_for_update(of=("self",), skip_locked=True)


@transaction.atomic
def say_it_helped(*, report: Report) -> None:
    """Note that the reporter says it helped; twice says no more, and of an open report nothing."""
    fresh = transitions.locked(report)
    if fresh.is_open or fresh.events.filter(kind=ReportEvent.Kind.HELPED, at__gte=fresh.closed_at).exists():
        return
    transitions.record(fresh, ReportEvent.Kind.HELPED, actor=None)
