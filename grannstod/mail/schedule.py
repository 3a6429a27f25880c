"""Mail about a released schedule: one a person, with what is new for them and an entry a shift for the calendar."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import clock, ics
from grannstod.figures.calendar import calendar_entry
from grannstod.mail.joining import compose
from grannstod.mail.shifts import when
from grannstod.models import Shift, Volunteer


def released(volunteer: Volunteer, shifts: Sequence[Shift]) -> EmailMultiAlternatives:
    """Say which shifts the schedule gives somebody. No names of others stand here."""
    with translation.override(volunteer.user.language):
        new = ngettext("One new shift is yours:", "%(n)s new shifts are yours:", len(shifts)) % {"n": len(shifts)}
        lines = [
            _("The schedule is ready. What you had already is unchanged."),
            new,
            *(f"{when(shift)}, {shift.car.name}" for shift in shifts),
            _("If a day doesn't suit you, leave it or hand it over on your page, the sooner the better."),
        ]
        link = (_("Your shifts"), reverse("grannstod:seats"))
        mail = compose(
            _("Your shifts in the new schedule"), volunteer.user.full_name, volunteer.user.email, lines, link
        )
        event = [calendar_entry(shift, changed_at=clock.now()) for shift in shifts]
        body = ics.feed(_("My shifts in Grannstöd"), event)
    mail.attach("grannstod.ics", body.decode(), "text/calendar; method=PUBLISH")
    mail.extra_headers["X-House-Thread"] = f"grannstod:volunteer:{volunteer.pk}"
    return mail
