"""What this room puts into the slots of rooms below: a trend, the document of one case, and where replies go."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import PartnerAccess, User
from accounts.slots import PartnerPage
from common import clock
from common.charts import Drawing, trend_line
from documents.slots import Paper, Progress, SubjectGoneError
from incidents import figures, pdf, services
from incidents.figures.situation import MOST_WEEKS, Wanted, kinds_for_all, monday_of
from incidents.models import Forwarding, Report, StandingSummary, SummaryIssue
from neighbourhoods.models import Area
from neighbourhoods.slots import AgentTask, Section
from post.slots import Reply, ThreadGoneError, ThreadLink

if TYPE_CHECKING:
    from incidents.figures import Trend


def draw(trend: Trend) -> Drawing:
    """Draw a trend: this year's line, last year's dashed beside, an unfinished month as an open point."""
    series = trend.series
    this = [count for count in series.this_year if count is not None]
    return trend_line(
        this,
        series.last_year,
        [formats.date_format(date(series.year, month, 1), "M") for month in range(1, figures.MONTHS + 1)],
        _("Reports a month, %(year)s and the year before") % {"year": series.year},
        names=(str(series.year), str(series.year - 1)),
    )


def area_trend_section(area: Area) -> Section | None:
    """Return the reports' trend for an area's summary; the district's where the area's numbers are small."""
    section = _trend_section(area, "incidents/summary_trend.html")
    return section if section and section.context["series"].is_anything else None


def portal_figures(area: Area) -> Section | None:
    """Return the same trend for the agents' page, in words first; that nothing was reported is told too."""
    return _trend_section(area, "incidents/portal_trend.html")


def _trend_section(area: Area, template: str) -> Section | None:
    trend = figures.area_trend(area)
    if trend is None:
        return None
    note = ""
    if trend.instead:
        note = _(
            "The figures are those of all of %(place)s: so few reports come from one area that they could "
            "point at somebody."
        ) % {"place": trend.instead}
    context = {
        "trend": draw(trend) if trend.series.is_anything else None,
        "note": note,
        "caveat": _("Source: reports to the municipality, published months. Not everything that happens is reported."),
        "series": trend.series,
    }
    return Section(_("Reports"), template, context, rank=30)


def reports_left_outside(area: Area, boundary: dict[str, Any] | None) -> str:
    """Say how many of an area's reports would lie outside a new border. They stay counted where they were."""
    count = figures.outside(area, boundary)
    if boundary is None:
        return _reports_without_border(count if area.boundary else 0)
    words = ngettext(
        "%(count)d report lies outside the new border. It stays counted with the area.",
        "%(count)d reports lie outside the new border. They stay counted with the area.",
        count,
    )
    return words % {"count": count} if count else ""


def _reports_without_border(count: int) -> str:
    words = ngettext(
        "Without a border %(count)d report lies in no area on the map. It stays counted with the area.",
        "Without a border %(count)d reports lie in no area on the map. They stay counted with the area.",
        count,
    )
    return words % {"count": count} if count else ""


def portal_tasks(user: User, area: Area) -> list[AgentTask]:
    """Ask an agent to look at what has been reported in the area this month, where anything has."""
    since = clock.start_of_day(clock.today().replace(day=1))
    if not Report.objects.visible_to(user).filter(area=area, received_at__gte=since).exists():
        return []
    return [AgentTask("reports", _("Look at what has been reported"), 3, reverse("incidents:portal"))]


class ReportCase:
    """The document of one case, for those who see every report."""

    def title(self, subject: str) -> str:
        """Return the title, by number."""
        return _("Report %(number)s") % {"number": self._report(subject).number}

    def may_request(self, user: User, subject: str) -> bool:
        """The same people may ask for it as may read it."""
        return self.may_read(user, subject)

    def may_read(self, user: User, subject: str) -> bool:
        """Only those who see every report: an agent's list shows what is released, no more."""
        if not user.has_perm("incidents.see_all_reports") or not subject.isdecimal():
            return False
        return Report.objects.visible_to(user).filter(pk=int(subject)).exists()

    def build(self, subject: str, language: str, progress: Progress) -> Paper:
        """Gather one case's page."""
        report = self._report(subject)
        progress(20, _("Gathering the case"))
        return Paper(
            template="incidents/case_paper.html",
            context=pdf.case(report),
            title=self.title(subject),
            subtitle=f"{report.category}, {formats.date_format(clock.local(report.received_at), 'j F Y')}",
            sources=_("Source: the municipality's reports. Who reported is not in this document."),
        )

    @staticmethod
    def _report(subject: str) -> Report:
        report: Report | None = None
        if subject.isdecimal():
            report = Report.objects.for_list().filter(pk=int(subject)).first()
        if report is None:
            raise SubjectGoneError
        return report


REPORT_CASE = ReportCase()


class SituationSummary:
    """A period's summary by district, for those who see every report. The subject is its first and last Monday."""

    def title(self, subject: str) -> str:
        """Return the title, with the weeks."""
        wanted = self._wanted(subject)
        days = {"a": formats.date_format(wanted.first, "j F Y"), "b": formats.date_format(wanted.until, "j F Y")}
        return _("The situation %(a)s – %(b)s") % days

    def may_request(self, user: User, subject: str) -> bool:
        """The same people may ask for it as may read it."""
        return self.may_read(user, subject)

    def may_read(self, user: User, subject: str) -> bool:
        """Those who see every report."""
        return user.has_perm("incidents.see_all_reports")

    def build(self, subject: str, language: str, progress: Progress) -> Paper:
        """Count the period."""
        wanted = self._wanted(subject)
        progress(20, _("Counting the reports"))
        return Paper(
            template="incidents/situation_paper.html",
            context=pdf.period(wanted),
            title=self.title(subject),
            subtitle=_("Beside the same weeks of the year before"),
            sources=_("Source: reports to the municipality, preliminary. Not everything that happens is reported."),
        )

    @staticmethod
    def _wanted(subject: str) -> Wanted:
        first, _to, last = subject.partition("_")
        try:
            weeks = [monday_of(date.fromisoformat(day)) for day in (first, last)]
            wanted = Wanted(weeks[0], weeks[1], kinds_for_all())
        except ValueError as error:
            raise SubjectGoneError from error
        if not date(1991, 1, 7) <= wanted.first <= wanted.last <= clock.today() or len(wanted.weeks) > MOST_WEEKS:
            raise SubjectGoneError
        return wanted


SITUATION_SUMMARY = SituationSummary()


class StandingPaper:
    """A period of published months for a subscriber. The subject is the issue's number."""

    def title(self, subject: str) -> str:
        """Return the title, with place and months."""
        issue = self._issue(subject)
        place = issue.standing.district or settings.MUNICIPALITY
        first, last = (formats.date_format(day, "F Y") for day in (issue.first, issue.last))
        months = first if first == last else f"{first} – {last}"
        return _("Reports in %(place)s, %(months)s") % {"place": place, "months": months}

    def may_request(self, user: User, subject: str) -> bool:
        """Those who set subscriptions up."""
        return user.has_perm("incidents.subscribe_summaries")

    def may_read(self, user: User, subject: str) -> bool:
        """Those who set subscriptions up, and the subscriber who signs in."""
        if not subject.isdecimal():
            return False
        mine = SummaryIssue.objects.filter(pk=int(subject), standing__email__iexact=user.email, standing__way="account")
        return user.has_perm("incidents.subscribe_summaries") or mine.exists()

    def build(self, subject: str, language: str, progress: Progress) -> Paper:
        """Gather what has been published of the period."""
        issue = self._issue(subject)
        progress(20, _("Counting the reports"))
        return Paper(
            template="incidents/standing_paper.html",
            context=pdf.standing(issue),
            title=self.title(subject),
            subtitle=_("Beside the same months of the year before"),
            sources=_("Source: published months of residents’ reports. Not everything that happens is reported."),
        )

    @staticmethod
    def _issue(subject: str) -> SummaryIssue:
        issues = SummaryIssue.objects.select_related("standing__district")
        issue = issues.filter(pk=int(subject)).first() if subject.isdecimal() else None
        if issue is None:
            raise SubjectGoneError
        return issue


STANDING_SUMMARY = StandingPaper()


def _summaries_address(access: PartnerAccess) -> str:
    """Return where a partner reads the summaries that the access is for ("incidents:summary:12")."""
    return reverse("incidents:summaries", args=[access.purpose.rsplit(":", 1)[1]])


def _summaries_choices(user: User) -> list[tuple[str, str]]:
    """Return the subscriptions whose receiver has no account."""
    standing = StandingSummary.objects.visible_to(user).filter(way=StandingSummary.Way.CODE, is_active=True)
    return [(services.summary_purpose(one), str(one)) for one in standing]


SUMMARY_PAGE = PartnerPage(gettext_lazy("Standing summaries"), _summaries_address, _summaries_choices)


class ReportThread:
    """Replies to mail about a report: they come to its history, and wait in the queue."""

    label = gettext_lazy("a report")

    def receive(self, thread_id: str, reply: Reply) -> None:
        """Add a reply to the report. Raises ThreadGoneError."""
        if not thread_id.isdecimal():
            raise ThreadGoneError
        services.take_reply(report_id=int(thread_id), reply=reply)

    def find(self, words: str, user: User) -> str | None:
        """Return the report of a number, for those who may triage."""
        if not user.has_perm("incidents.triage_report"):
            return None
        found = Report.objects.visible_to(user).filter(number=words.strip()).values_list("pk", flat=True).first()
        return str(found) if found else None

    def link(self, thread_id: str, user: User) -> ThreadLink | None:
        """Return the report's page, for those who see every report."""
        if not thread_id.isdecimal() or not user.has_perm("incidents.see_all_reports"):
            return None
        report = Report.objects.visible_to(user).filter(pk=int(thread_id)).first()
        if report is None:
            return None
        title = _("Report %(number)s") % {"number": report.number}
        return ThreadLink(title, reverse("incidents:triage_detail", args=[report.number]))


REPORT_THREAD = ReportThread()


class ForwardingThread:
    """Answers of those whom a report was sent on to: they come to the report, for handlers to read."""

    label = gettext_lazy("an answer from who takes care of a report")

    def receive(self, thread_id: str, reply: Reply) -> None:
        """Add an answer to the report. Raises ThreadGoneError."""
        if not thread_id.isdecimal():
            raise ThreadGoneError
        services.take_forwarding_reply(forwarding_id=int(thread_id), reply=reply)

    def find(self, words: str, user: User) -> str | None:
        """Return the latest sending on of the report of a number, for those who may triage."""
        mine = Forwarding.objects.visible_to(user).filter(report__number=words.strip())
        found = mine.values_list("pk", flat=True).first()
        return str(found) if found else None

    def link(self, thread_id: str, user: User) -> ThreadLink | None:
        """Return the page where the report was sent on, for those who handle reports."""
        if not thread_id.isdecimal():
            return None
        sending = Forwarding.objects.visible_to(user).select_related("report").filter(pk=int(thread_id)).first()
        if sending is None:
            return None
        title = _("Report %(number)s") % {"number": sending.report.number}
        return ThreadLink(title, reverse("incidents:forward", args=[sending.report.number]))


FORWARDING_THREAD = ForwardingThread()
