"""An agent's report in one press, and taking it back: whoever presses by mistake must be able to."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common import clock
from incidents import transitions
from incidents.lifecycle import Reason, ReportStatus
from incidents.models import Category, Report
from incidents.services.intake import Position, Told, report_incident
from incidents.services.triage import move_report
from neighbourhoods import figures as places
from neighbourhoods.models import Area

TAKE_BACK = timedelta(minutes=5)


def words_at_once(category: Category, place: str) -> str:
    """Return what a report says of which kind and area are all that was chosen."""
    return f"{category}, {place}."


def report_at_once(*, area: Area, category: Category, form_token: str) -> str:
    """Take a report in of which an agent has chosen only the kind; returns the secret token to follow it.

    It lies in the middle of the area. Raises ValidationError `no_border`, and what `report_incident` raises.
    """
    middle = places.middle_of(area)
    if middle is None:
        raise ValidationError(_("The area has no border: write where it is."), code="no_border")
    if not category.is_anonymous_allowed:
        raise ValidationError(_("Give an e-mail address: this kind of report needs one."), code="email_needed")
    told = Told(
        category=category,
        text=words_at_once(category, area.name),
        place=Position(area.name, middle[1], middle[0]),
        occurred_when=Report.Occurred.TODAY,
        channel=Report.Channel.AGENT,
    )
    return report_incident(told, form_token=form_token)[1]


def can_be_taken_back(report: Report) -> bool:
    """Whether a report was made in one press minutes ago and nobody has begun with it."""
    is_fresh = report.received_at > clock.now() - TAKE_BACK
    is_untouched = report.status == ReportStatus.RECEIVED and report.version == 0
    return report.channel == Report.Channel.AGENT and is_fresh and is_untouched


@transaction.atomic
def take_back(*, report: Report) -> None:
    """Close a report that was made by mistake. It came in, so it is not deleted. Raises ValidationError `too_late`."""
    fresh = transitions.locked(report)
    if not can_be_taken_back(fresh):
        raise ValidationError(_("It is too late to take it back. Tell us, and we close it."), code="too_late")
    move_report(report=fresh, to=ReportStatus.DECLINED, by=None, reason=Reason.TAKEN_BACK)
