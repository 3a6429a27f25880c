"""What this room shows on pages of several rooms: the desk and the portal. Plain data, no rules."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import clock
from common.cards import Fact, Need
from incidents import figures
from incidents.figures import Comparison, DeliveredLine, PortalRow
from incidents.models import Category, DeliveredCount, Report
from incidents.querysets import ReportQuerySet

if TYPE_CHECKING:
    from accounts.models import User

SHOWN = 5
LATELY = timedelta(days=120)


def _may_triage(user: User) -> bool:
    return user.has_perm("incidents.see_all_reports") and user.has_perm("incidents.triage_report")


def _need(report: Report) -> Need:
    where = report.place or str(report.district or "")
    return Need(
        title=str(report.category),
        detail=", ".join(filter(None, [where, report.number])),
        due=report.due_at,
        url=reverse("incidents:triage_detail", args=[report.number]),
        action=_("Decide") if not report.is_late else _("Open"),
        is_late=report.is_late,
    )


def _urgent(reports: ReportQuerySet) -> list[Need]:
    return [_need(report) for report in reports.for_list().order_by("due_at", "pk")[:SHOWN]]


def needs(user: User) -> list[Need]:
    """Return the most urgent reports that wait for a decision and are not late."""
    if not _may_triage(user):
        return []
    mine = Report.objects.visible_to(user)
    return _replies(mine) + _urgent(mine.to_decide().filter(due_at__gte=clock.now())) + _police_feed()


def _police_feed() -> list[Need]:
    """Return that the police's feed is in trouble, if it is."""
    feed = figures.feed_in_trouble()
    if feed is None:
        return []
    return [
        Need(
            title=_("The police's events"),
            detail=str(feed.get_problem_display()) if feed.problem else _("Some of them were not understood"),
            due=None,
            url=reverse("incidents:police_events"),
            action=_("Open"),
        )
    ]


def _replies(reports: ReportQuerySet) -> list[Need]:
    """Return the reports of which something has come in, the longest waiting first: a reply, a doubt, an answer."""
    waiting = list(reports.with_reply().for_list().order_by("reply_waits_since", "pk")[:SHOWN])
    came_in = figures.came_in(waiting) if waiting else {}
    return [
        Need(
            title=capfirst(came_in.get(report.pk, _("Something has come in"))),
            detail=", ".join(filter(None, [str(report.category), report.number])),
            due=None,
            url=reverse("incidents:triage_detail", args=[report.number]),
            action=_("Read"),
        )
        for report in waiting
    ]


def late(user: User) -> list[Need]:
    """Return the reports whose time ran out first."""
    return _urgent(Report.objects.visible_to(user).overdue()) if _may_triage(user) else []


def waiting_and_late(user: User) -> tuple[int, int]:
    """Return how many reports wait for a decision, late ones too, and how many are late: all, not only those shown."""
    if not _may_triage(user):
        return 0, 0
    mine = Report.objects.visible_to(user)
    return mine.to_act_on().count(), mine.overdue().count()


def counts(user: User) -> list[Fact]:
    """Return how many reports stand in each heap; each number opens its list."""
    if not user.has_perm("incidents.see_all_reports"):
        return []
    found = figures.queue_counts(Report.objects.visible_to(user))
    heaps = (
        (_("to decide"), found.to_decide, "decide"),
        (_("overdue"), found.late, "late"),
        (_("due today"), found.due_today, "today"),
        (_("waiting for others"), found.waiting, "waiting"),
        (_("something has come in"), found.with_reply, "reply"),
    )
    return [Fact(word, number, url=f"{reverse('incidents:triage')}?heap={heap}") for word, number, heap in heaps]


def four_weeks(user: User) -> list[tuple[date, int]]:
    """Return (Monday, reports) for the last four weeks, this one last."""
    return figures.weekly_counts(Report.objects.visible_to(user), weeks=4)


def kinds(user: User, since: date, until: date) -> list[Comparison]:
    """Return the kinds reported in a period or on last year's same days, those kept from somebody left out."""
    found = figures.by_category(Report.objects.visible_to(user), since, until)
    return [kind for kind in found if kind.this_year or kind.last_year]


def delivered(user: User) -> list[DeliveredLine]:
    """Return the latest counts from others, each beside last year's same period."""
    counts = DeliveredCount.objects.visible_to(user)
    return figures.delivered(counts, clock.today() - LATELY, clock.today(), limit=SHOWN)


def commonest_kinds(count: int = 4) -> list[Category]:
    """Return the first kinds of the form that are not the police's matter: what an agent reports in two taps."""
    chosen = Category.objects.filter(is_active=True, is_public_choice=True).exclude(goes_to=Category.GoesTo.POLICE)
    return list(chosen.order_by("sort", "pk")[:count])


def portal(user: User) -> list[PortalRow]:
    """Return the newest reports of an agent's own areas, as an agent may read them."""
    mine = Report.objects.visible_to(user).for_list().prefetch_related("photos")
    return figures.portal_rows(mine[:SHOWN])


def portal_sentence(user: User) -> str:
    """Say how many open reports an agent's areas have, since when."""
    since = clock.start_of_day(clock.today().replace(day=1))
    count = Report.objects.visible_to(user).filter(received_at__gte=since).count()
    month = formats.date_format(clock.today(), "F")
    return ngettext("%(n)d report in your area in %(month)s.", "%(n)d reports in your area in %(month)s.", count) % {
        "n": count,
        "month": month,
    }
