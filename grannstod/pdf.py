"""What Grannstöd puts on paper: the report of a patrol, and hours and kilometres for the sponsors."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from documents.slots import Paper, Progress, SubjectGoneError
from grannstod.figures.answers import lines
from grannstod.figures.hours import by_month, by_person
from grannstod.figures.visits import visited_areas
from grannstod.models import Observation, Patrol, StepKind, Volunteer


class PatrolReport:
    """The report of one patrol, for those who see every patrol. Who drove stands as a number of people only."""

    def title(self, subject: str) -> str:
        """Return the title, with the day."""
        day = clock.local(_patrol(subject).started_at)
        return _("Patrol report %(day)s") % {"day": date_format(day, "j F Y")}

    def may_request(self, user: User, subject: str) -> bool:
        """The same people may ask for it as may read it."""
        return self.may_read(user, subject)

    def may_read(self, user: User, subject: str) -> bool:
        """Those who see every patrol."""
        return user.has_perm("grannstod.see_all_patrols")

    def build(self, subject: str, language: str, progress: Progress) -> Paper:
        """Gather the patrol."""
        patrol = _patrol(subject)
        progress(20, _("Gathering the patrol"))
        return Paper(
            template="grannstod/patrol_paper.html",
            context=_context(patrol),
            title=self.title(subject),
            subtitle=", ".join(filter(None, [patrol.shift.car.name, str(patrol.shift.route or "")])),
            sources=_("Source: the patrol's own log. Names of volunteers are not in this document."),
        )


def _patrol(subject: str) -> Patrol:
    patrol = None
    if subject.isdecimal() and len(subject) < 19:
        known = Patrol.objects.select_related("shift__car", "shift__route", "checklist")
        patrol = known.filter(pk=int(subject)).first()
    if patrol is None:
        raise SubjectGoneError
    return patrol


def _context(patrol: Patrol) -> dict[str, Any]:
    steps = list(patrol.steps.select_related("area"))
    met = [step for step in steps if step.is_police and step.done_at]
    return {
        "patrol": patrol,
        "facts": [
            (_("Started"), _moment(patrol.started_at)),
            (_("Ended"), _moment(patrol.ended_at) if patrol.ended_at else _("under way")),
            (_("How it ended"), str(patrol.get_status_display())),
            (_("Kilometres"), "" if patrol.km is None else str(patrol.km)),
            (_("People in the car"), str(patrol.shift.crew.count())),
            (_("The police were met"), ", ".join(f"{clock.local(step.done_at):%H.%M}" for step in met if step.done_at)),
            (_("Areas visited"), ", ".join(area.name for area in visited_areas(patrol))),
        ],
        "places": [step for step in steps if step.kind == StepKind.PLACE],
        "checks": [step for step in steps if step.kind != StepKind.PLACE],
        "log": lines(Observation.objects.filter(patrol=patrol).order_by("observed_at", "pk")),
    }


def _moment(moment: Any) -> str:
    return date_format(clock.local(moment), "j F Y, H.i")


PATROL_REPORT = PatrolReport()


class HoursSummary:
    """Hours and kilometres of a period. The subject is what it goes by and both days: `manad.2026-01-01.2026-06-30`."""

    def title(self, subject: str) -> str:
        """Return the title with the period."""
        _what, first, last = _period(subject)
        days = {"first": date_format(first, "j F Y"), "last": date_format(last, "j F Y")}
        return _("Grannstöd, hours and kilometres, %(first)s – %(last)s") % days

    def may_request(self, user: User, subject: str) -> bool:
        """The same people may ask for it as may read it."""
        return self.may_read(user, subject)

    def may_read(self, user: User, subject: str) -> bool:
        """Those who see every patrol."""
        return user.has_perm("grannstod.see_all_patrols")

    def build(self, subject: str, language: str, progress: Progress) -> Paper:
        """Add up the period."""
        what, first, last = _period(subject)
        progress(20, _("Adding up the hours"))
        months = by_month(Patrol.objects.all(), first, last)
        totals = (sum(one.patrols for one in months), sum(one.hours for one in months), sum(one.km for one in months))
        people = by_person(Volunteer.objects.all(), first, last) if what == "person" else []
        context = {"months": months, "totals": totals, "people": people, "is_by_person": what == "person"}
        sources = _("Source: driven patrols. Hours are people's: two in a car count twice. Kilometres are the cars'.")
        return Paper("grannstod/hours_paper.html", context, self.title(subject), sources=sources)


def _period(subject: str) -> tuple[str, date, date]:
    what, _dot, days = subject.partition(".")
    try:
        first, last = (date.fromisoformat(day) for day in days.split("."))
    except ValueError as error:
        raise SubjectGoneError from error
    return what, first, last


HOURS = HoursSummary()
