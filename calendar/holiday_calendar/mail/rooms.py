"""Mail to those who take part in a break. A link of one's own opens a page: those mails are secret."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from common.signed_links import sign
from holiday_calendar.models import Participant

PARTICIPANT = "calendar-participant"


def participant_token(participant: Participant) -> str:
    """Return the word of a participant's own link; a new key makes the old one open nothing."""
    return sign(PARTICIPANT, f"{participant.pk}-{participant.link_key}")


def participant_link(participant: Participant) -> str:
    """Return the whole address of a participant's own page."""
    return str(settings.BASE_URL).rstrip("/") + reverse("calendar:participant", args=[participant_token(participant)])


def ask_to_confirm(participant: Participant) -> EmailMessage:
    """Ask a person to look at the own line, and tell of the page for daily notes and for the evaluation."""
    held = participant.room.school_break
    with translation.override(settings.LANGUAGE_CODE):
        words = {
            "name": held.name,
            "first": date_format(held.first_day, "DATE_FORMAT"),
            "last": date_format(held.last_day, "DATE_FORMAT"),
            "role": participant.role,
            "organisation": participant.organisation.name,
            "link": participant_link(participant),
            "municipality": settings.MUNICIPALITY,
        }
        subject = _("%(name)s: is your line on the contact list right?") % words
        body = _(
            "Hello!\n\nYou stand on the contact list for %(name)s, %(first)s to %(last)s, as %(role)s at"
            " %(organisation)s. Look at your line and confirm it:\n%(link)s\n\nThe same page takes a short note each"
            " day of the break, and afterwards what you thought of it. The link is yours: don't pass it on.\n\n"
            "%(municipality)s"
        )
        headers = {
            "X-House-Thread": f"calendar:participant:{participant.pk}",
            "X-House-Secret": "1",
        }
        return EmailMessage(" ".join(subject.split()), body % words + "\n", to=[participant.email], headers=headers)


def ask_for_note(participant: Participant) -> EmailMessage:
    """Ask for a short note of the day while the break goes on."""
    return _about(
        participant,
        gettext_noop("%(name)s: how was the day?"),
        gettext_noop(
            "Hello!\n\nHow does %(name)s go for %(organisation)s? A line or two is enough: places and situations,"
            " never names of persons.\n%(link)s\n\nThe link is yours: don't pass it on.\n\n%(municipality)s"
        ),
    )


def ask_for_evaluation(participant: Participant) -> EmailMessage:
    """Ask what somebody thought of the break when it is over."""
    return _about(
        participant,
        gettext_noop("%(name)s is over: what did you think?"),
        gettext_noop(
            "Hello!\n\n%(name)s is over. What worked for %(organisation)s, and what should be done differently next"
            " time? It takes two minutes:\n%(link)s\n\nThe link is yours: don't pass it on.\n\n%(municipality)s"
        ),
    )


def _about(participant: Participant, subject: str, body: str) -> EmailMessage:
    with translation.override(settings.LANGUAGE_CODE):
        words = {
            "name": participant.room.school_break.name,
            "organisation": participant.organisation.name,
            "link": participant_link(participant),
            "municipality": settings.MUNICIPALITY,
        }
        headers = {
            "X-House-Thread": f"calendar:participant:{participant.pk}",
            "X-House-Secret": "1",
        }
        title = " ".join((_(subject) % words).split())
        return EmailMessage(title, _(body) % words + "\n", to=[participant.email], headers=headers)
