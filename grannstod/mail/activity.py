"""Mail to a volunteer who has not driven for long."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grannstod.mail.joining import compose
from grannstod.models import Volunteer


def still_with_us(volunteer: Volunteer, since: date) -> EmailMultiAlternatives:
    """Ask somebody to choose a shift, or to say that they are away for a time."""
    with translation.override(volunteer.user.language):
        away = settings.BASE_URL.rstrip("/") + reverse("grannstod:wishes")
        lines = [
            _("You have not been out in the car since %(day)s. We drive at least every sixth week, to keep it up.")
            % {"day": date_format(since, "j F")},
            _("Choose a free seat that suits you. If the days don't suit, write it among your wishes."),
            _("Are you away for a time? Write from when until when, and nobody asks until you are back: %(link)s")
            % {"link": away},
            _("Call the leader if you would rather rest from Grannstöd, or stop."),
        ]
        link = (_("Choose a shift"), reverse("grannstod:seats"))
        subject = _("When do you drive next?")
        mail = compose(subject, volunteer.user.full_name, volunteer.user.email, lines, link)
    mail.extra_headers["X-House-Thread"] = f"grannstod:volunteer:{volunteer.pk}"
    return mail
