"""What this room puts into the slots of rooms below: a trend in an area's summary, and the document of one case."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from common.charts import Drawing, trend_line
from documents.slots import Paper, Progress, SubjectGoneError
from incidents import figures, pdf
from incidents.models import Report
from neighbourhoods.models import Area
from neighbourhoods.slots import Section

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
        unfinished=series.partial is not None,
        names=(str(series.year), str(series.year - 1)),
    )


def area_trend_section(area: Area) -> Section | None:
    """Return the reports' trend for an area's summary; the district's where the area's numbers are small."""
    trend = figures.area_trend(area)
    if not any(trend.series.last_year) and not any(trend.series.this_year):
        return None
    note = ""
    if trend.is_district:
        note = _(
            "The figures are those of all of %(district)s: so few reports come from one area that they could "
            "point at somebody."
        ) % {"district": area.district}
    context = {
        "trend": draw(trend),
        "note": note,
        "caveat": _("Source: reports to the municipality, preliminary. Not everything that happens is reported."),
        "series": trend.series,
        "is_district": trend.is_district,
    }
    return Section(_("Reports"), "incidents/summary_trend.html", context, rank=30)


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
