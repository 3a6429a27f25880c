"""What is looked at before it stands: dates proposed and then published; the year's meetings laid out by rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from common import clock
from holiday_calendar.figures.moving import year_breaks
from holiday_calendar.importing import YearFile, year_from_json
from holiday_calendar.lifecycle import ItemStatus
from holiday_calendar.models import (
    CalendarItem,
    MeetingRule,
    MovesBy,
    SchoolBreak,
    SchoolYear,
    SchoolYearProposal,
    new_uid,
)
from holiday_calendar.services.school_years import publish_school_year

FORGOTTEN = timedelta(days=30)


@transaction.atomic
def propose_school_years(*, years: Sequence[YearFile], from_file: str, actor: User | None) -> SchoolYearProposal:
    """Keep dates to be looked at; nothing stands yet. Those that nobody published for a month are forgotten."""
    SchoolYearProposal.objects.filter(published_at=None, created_at__lt=clock.now() - FORGOTTEN).delete()
    return SchoolYearProposal.objects.create(
        data=[year.as_json() for year in years], from_file=from_file.replace("\x00", "")[:120], actor=actor
    )


def proposed_years(proposal: SchoolYearProposal) -> list[YearFile]:
    """Return the school years of a proposal, one a school form."""
    return [year_from_json(data) for data in proposal.data]


def standing_versions(proposal: SchoolYearProposal) -> str:
    """Return which versions of its school years stand now, as one word to be compared."""
    years = proposed_years(proposal)
    held = SchoolYear.objects.filter(label__in=[year.label for year in years]).order_by("label", "school_form")
    return ",".join(f"{year.pk}-{year.version}-{year.status}" for year in held)


@transaction.atomic
def publish_proposal(*, proposal_id: int, actor: User | None, seen: str | None = None) -> list[SchoolYear]:
    """Publish what somebody has looked at, and what `standing_versions` said then.

    Raises ValidationError `published` the second time, `changed` if other dates have been published meanwhile.
    """
    proposal = SchoolYearProposal.objects.select_for_update().get(pk=proposal_id)
    if proposal.published_at is not None:
        raise ValidationError(_("These dates are published already."), code="published")
    if seen is not None and seen != standing_versions(proposal):
        raise ValidationError(
            _("Other dates have been published since you looked. Look at the differences again."), code="changed"
        )
    proposal.published_at = clock.now()
    proposal.save(update_fields=["published_at"])
    audit(
        actor=actor,
        action="calendar.school_year_published",
        object_type="calendar.schoolyearproposal",
        object_id=str(proposal.pk),
    )
    return [publish_school_year(year=year, actor=actor) for year in proposed_years(proposal)]


@dataclass(frozen=True)
class LaidOut:
    """What became of the rules: how many drafts, how many stood already, which found no day and why."""

    made: int
    before: int
    without_day: tuple[tuple[str, str], ...]


@transaction.atomic
def lay_out_meetings(*, year: int, actor: User) -> LaidOut:
    """Lay out the meetings of the school year that begins in August of `year`, as drafts to look through.

    What a rule has laid out already is left where it is, moved by hand or cancelled: laying out twice makes nothing
    twice.
    """
    breaks = year_breaks(year)
    drafts, without_day = [], []
    for rule in MeetingRule.objects.filter(is_used=True):
        if rule.before in breaks:
            drafts.append(_meeting(rule, breaks[rule.before], year))
        else:
            why = _("%(name)s is not entered for this year.") % {"name": rule.get_before_display()}
            without_day.append((rule.title, why))
    before = CalendarItem.objects.filter(laid_for=year, laid_by__in=[draft.laid_by_id for draft in drafts]).count()
    CalendarItem.objects.bulk_create(drafts, ignore_conflicts=True)
    audit(actor=actor, action="calendar.meetings_laid_out", object_type="calendar.schoolyear", object_id=str(year))
    return LaidOut(len(drafts) - before, before, tuple(without_day))


def _meeting(rule: MeetingRule, held: SchoolBreak, year: int) -> CalendarItem:
    day, note = meeting_day(rule, held.first_day)
    starts = datetime.combine(day, rule.begins, tzinfo=clock.STOCKHOLM)
    return CalendarItem(
        kind=rule.kind,
        title=rule.title,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=rule.minutes),
        place=rule.place,
        of_break=held if rule.kind == CalendarItem.Kind.CHECK_IN else None,
        moves_by=MovesBy.STAYS,  # next year's rule lays out next year's meeting
        laid_by=rule,
        laid_for=year,
        note=note,
        uid=new_uid(),
        status=ItemStatus.DRAFT,
    )


def meeting_day(rule: MeetingRule, break_begins: date) -> tuple[date, str]:
    """Return the day of a rule, and what to look at: from a day off it goes to the working day before."""
    monday = break_begins - timedelta(days=break_begins.weekday()) - timedelta(weeks=rule.weeks)
    wanted = day = monday + timedelta(days=rule.weekday)
    while not clock.is_working_day(day):
        day -= timedelta(days=1)
    if day == wanted:
        return day, ""
    return day, _("Moved from %(day)s, a day off.") % {"day": wanted.isoformat()}
