"""Mail about a schedule, one a person: what a draft proposes, what its release gives, what is not theirs after all."""

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


def proposed(volunteer: Volunteer, shifts: Sequence[Shift], *, lost: Sequence[Shift]) -> EmailMultiAlternatives:
    """Say which shifts a draft proposes for somebody, and which of an earlier draft it no longer does."""
    with translation.override(volunteer.user.language):
        many = len(shifts)
        lines = [
            _("A draft of the schedule is ready. Nothing is certain yet."),
            *_lines(ngettext("One shift is proposed for you:", "%(n)s shifts are proposed for you:", many), shifts),
            *_lines(_("Not proposed for you any more:"), lost),
            _("Does a day not suit you? Write it among your wishes, or call the leader before it is released."),
        ]
        link = (_("Your wishes"), reverse("grannstod:wishes"))
        return _mail(volunteer, _("A draft of the schedule"), lines, link)


def released(volunteer: Volunteer, shifts: Sequence[Shift], *, lost: Sequence[Shift] = ()) -> EmailMultiAlternatives:
    """Say which shifts a schedule gives somebody, with entries for the calendar, and which of the draft it does not.

    No names of others stand here.
    """
    with translation.override(volunteer.user.language):
        lines = [
            _("The schedule is ready. What you had already is unchanged.")
            if shifts
            else _("The schedule has changed."),
            *_lines(ngettext("One new shift is yours:", "%(n)s new shifts are yours:", len(shifts)), shifts),
            *_lines(_("Not yours after all, though the draft said so:"), lost),
            _("If a day doesn't suit you, leave it or hand it over on your page, the sooner the better."),
        ]
        link = (_("Your shifts"), reverse("grannstod:seats"))
        mail = _mail(volunteer, _("Your shifts in the new schedule"), lines, link)
        if shifts:
            event = [calendar_entry(shift, changed_at=clock.now()) for shift in shifts]
            body = ics.feed(_("My shifts in Grannstöd"), event)
            mail.attach("grannstod.ics", body.decode(), "text/calendar; method=PUBLISH")
    return mail


def _lines(heading: str, shifts: Sequence[Shift]) -> list[str]:
    return [heading % {"n": len(shifts)}, *(f"{when(shift)}, {shift.car.name}" for shift in shifts)] if shifts else []


def _mail(volunteer: Volunteer, subject: str, lines: list[str], link: tuple[str, str]) -> EmailMultiAlternatives:
    mail = compose(subject, volunteer.user.full_name, volunteer.user.email, lines, link)
    mail.extra_headers |= {"X-House-Thread": f"grannstod:volunteer:{volunteer.pk}", "X-House-Of-Many": "1"}
    return mail
