"""Mail to people who want to join, are taken on or not, and to those who leave."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grannstod.figures.hours import Driven
from grannstod.models import Applicant, Volunteer


def confirm(applicant: Applicant, token: str) -> EmailMultiAlternatives:
    """Ask to confirm. The link opens the person's own page, so the mail is secret."""
    with translation.override(applicant.language):
        lines = [
            _("Somebody, we hope you, would like to join Grannstöd and gave this address."),
            _("Confirm with the link below, and the leader gets in touch."),
            _("On the same page you see what we have written down, and can take it back at any time."),
            _("Was it not you? Then do nothing: we forget this within %(days)s days.")
            % {"days": settings.INTEREST_UNCONFIRMED_DAYS},
        ]
        link = (_("Confirm"), reverse("grannstod:join_own", args=[token]))
        mail = compose(_("Confirm that you would like to join Grannstöd"), "", applicant.email, lines, link)
    mail.extra_headers["X-House-Secret"] = "1"
    return mail


def declined(applicant: Applicant) -> EmailMultiAlternatives:
    """Say friendly that it will not be this time."""
    with translation.override(applicant.language):
        lines = [
            _("Thank you for wanting to join Grannstöd. This time we can't offer you a place."),
            _("Call us if you wonder why. What you wrote to us is forgotten within a month."),
        ]
        link = (_("Other ways to take part"), "/var-med/")
        return compose(_("Your wish to join Grannstöd"), applicant.name, applicant.email, lines, link)


def taken_on(volunteer: Volunteer) -> EmailMultiAlternatives:
    """Welcome somebody who has been taken on."""
    with translation.override(volunteer.user.language):
        lines = [
            _("Welcome to Grannstöd! Your training begins now."),
            _("You sign in with this address: a code comes by mail, there is no password to remember."),
            _("On your first drives you sit beside somebody experienced."),
        ]
        link = (_("Your page"), reverse("grannstod:home"))
        return compose(_("Welcome to Grannstöd"), volunteer.user.full_name, volunteer.user.email, lines, link)


def thanks(volunteer: Volunteer, driven: Driven) -> EmailMultiAlternatives:
    """Thank somebody who leaves, with what the person has done."""
    with translation.override(volunteer.user.language):
        lines = [
            _("Thank you for your time in Grannstöd, since %(since)s.")
            % {"since": date_format(volunteer.joined_on, "F Y")},
            _("You have been out on %(patrols)s patrols, %(hours)s hours. It has made Botkyrka safer.")
            % {"patrols": driven.patrols, "hours": f"{driven.hours:g}"},
            _("You are always welcome back. What we have written down about you is forgotten after two years."),
        ]
        link = (_("Other ways to take part"), "/var-med/")
        return compose(_("Thank you from Grannstöd"), volunteer.user.full_name, volunteer.user.email, lines, link)


def compose(subject: str, name: str, address: str, lines: list[str], link: tuple[str, str]) -> EmailMultiAlternatives:
    """Compose a mail of some lines and one button."""
    context = {
        "subject": subject,
        "name": name,
        "lines": lines,
        "button": link[0],
        "link": settings.BASE_URL.rstrip("/") + link[1],
        "municipality": settings.MUNICIPALITY,
        "contact_phone": settings.CONTACT_PHONE,
        "language": translation.get_language(),
    }
    mail = EmailMultiAlternatives(
        subject,
        render_to_string("grannstod/mail/joining.txt", context),
        to=[address],
    )
    mail.attach_alternative(render_to_string("grannstod/mail/joining.html", context), "text/html")
    return mail
