"""Mail about a person's shifts, in the person's language, with the entry for the calendar.

No names of others stand here: mail is read over shoulders, and who drives stands on the page behind sign-in.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common import clock, ics
from grannstod.figures.calendar import calendar_entry
from grannstod.models import Shift, Volunteer, WaitingPlace


def placed(shift: Shift, volunteer: Volunteer) -> EmailMultiAlternatives:
    """Say that a seat is the person's: signed up, planned, taken over, or moved."""
    with translation.override(volunteer.user.language):
        lines = [_("You drive. If you can't come, say so on your page as early as you can: somebody may take over.")]
        subject = _("Your shift %(when)s") % {"when": when(shift)}
        return _with_entry(_compose(shift, volunteer, subject, lines), shift, clock.now())


def removed(shift: Shift, volunteer: Volunteer, *, moment: datetime) -> EmailMultiAlternatives:
    """Say that a shift is not the person's any more."""
    with translation.override(volunteer.user.language):
        lines = [_("You don't drive that shift any more. Nothing more is needed.")]
        subject = _("Not your shift any more: %(when)s") % {"when": when(shift)}
        return _with_entry(_compose(shift, volunteer, subject, lines), shift, moment, is_cancelled=True)


def offer(place: WaitingPlace) -> EmailMultiAlternatives:
    """Offer the seat that somebody waited for, until a moment. Not sent once that has passed."""
    shift, until = place.shift, place.offered_until or place.shift.starts_at
    with translation.override(place.volunteer.user.language):
        day, time = date_format(clock.local(until), "l j F"), date_format(clock.local(until), "TIME_FORMAT")
        lines = [
            _("A seat has become free, and it is yours if you want it."),
            _("Answer before %(day)s at %(time)s; then the next in line is asked.") % {"day": day, "time": time},
        ]
        subject = _("Do you want to drive %(when)s?") % {"when": when(shift)}
        mail = _compose(shift, place.volunteer, subject, lines)
    mail.extra_headers["X-House-Expires"] = str(max(1, int((until - clock.now()).total_seconds())))
    return mail


def line_gone(place: WaitingPlace) -> EmailMultiAlternatives:
    """Say that the shift somebody stood in line for is not to be."""
    with translation.override(place.volunteer.user.language):
        lines = [_("The shift that you stood in line for is removed. Nothing more is needed.")]
        subject = _("Removed: the shift %(when)s") % {"when": when(place.shift)}
        return _compose(place.shift, place.volunteer, subject, lines)


def line_moved(place: WaitingPlace) -> EmailMultiAlternatives:
    """Say that the shift somebody stands in line for has another time."""
    with translation.override(place.volunteer.user.language):
        lines = [_("The shift that you stand in line for has a new time. Does it not suit you? Leave the line.")]
        subject = _("A new time: the shift %(when)s") % {"when": when(place.shift)}
        return _compose(place.shift, place.volunteer, subject, lines)


def reminder(shift: Shift, volunteer: Volunteer) -> EmailMultiAlternatives:
    """Remind of a shift a week or a day before. Not sent once it has begun."""
    with translation.override(volunteer.user.language):
        lines = [_("This is a reminder. If you can't come, call the leader or hand the seat over on your page.")]
        subject = _("You drive %(when)s") % {"when": when(shift)}
        mail = _with_entry(_compose(shift, volunteer, subject, lines), shift, clock.now())
    mail.extra_headers["X-House-Expires"] = str(max(1, int((shift.starts_at - clock.now()).total_seconds())))
    return mail


def when(shift: Shift) -> str:
    """Return day and hours in words."""
    starts, ends = clock.local(shift.starts_at), clock.local(shift.ends_at)
    hours = f"{date_format(starts, 'TIME_FORMAT')}–{date_format(ends, 'TIME_FORMAT')}"
    return f"{date_format(starts, 'l j F')} {hours}"


def _compose(shift: Shift, volunteer: Volunteer, subject: str, lines: list[str]) -> EmailMultiAlternatives:
    context = {
        "subject": subject,
        "name": volunteer.user.full_name,
        "lines": lines,
        "when": when(shift),
        "car": shift.car.name,
        "link": f"{settings.BASE_URL}{reverse('grannstod:seats')}",
        "municipality": settings.MUNICIPALITY,
        "contact_phone": settings.CONTACT_PHONE,
        "language": volunteer.user.language,
    }
    mail = EmailMultiAlternatives(
        " ".join(subject.split()),
        render_to_string("grannstod/mail/shift.txt", context),
        to=[volunteer.user.email],
        headers={"X-House-Thread": f"grannstod:shift:{shift.pk}"},
    )
    mail.attach_alternative(render_to_string("grannstod/mail/shift.html", context), "text/html")
    return mail


def _with_entry(
    mail: EmailMultiAlternatives, shift: Shift, changed_at: datetime, *, is_cancelled: bool = False
) -> EmailMultiAlternatives:
    event = calendar_entry(shift, changed_at=changed_at, is_cancelled=is_cancelled)
    mail.attach("grannstod.ics", ics.entry(event).decode(), f"text/calendar; method={ics.entry_method(event)}")
    return mail
