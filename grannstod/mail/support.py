"""Mail about support. Nobody is named and nothing points at anybody: no address and no crime, and a day only to those
who make the visit."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from grannstod.models import SupportVisit, Volunteer
from neighbourhoods.models import Area


def support_nearby(agent: User, area: Area, *, has_consent: bool) -> EmailMultiAlternatives:
    """Tell a contact agent: with consent that somebody in the area would be glad of neighbours who look out, without
    it only that Grannstöd is active nearby."""
    with translation.override(agent.language):
        subject = _("Grannstöd near %(area)s") % {"area": area.name}
        if has_consent:
            lines = [
                _("Grannstöd supports a household in your area, which has agreed that you are told."),
                _("Call the leader of Grannstöd, who tells you what the household wishes of its neighbours."),
            ]
        else:
            lines = [
                _("Grannstöd is active near your area."),
                _("A good moment to remind your neighbours to greet each other, lock up and look out."),
            ]
        return _compose(agent, subject, lines, reverse("grannstod:visits"), _("Grannstöd in your area"))


def support_late(leader: User, count: int) -> EmailMultiAlternatives:
    """Tell who leads the support that visits are late; a number only."""
    with translation.override(leader.language):
        words = ngettext("%(n)d support visit is late", "%(n)d support visits are late", count)
        subject = words % {"n": count}
        lines = [_("The day that was promised has passed. Plan who goes, or end the case.")]
        return _compose(leader, subject, lines, reverse("grannstod:support"), _("The support cases"))


def support_without_area(leader: User, count: int) -> EmailMultiAlternatives:
    """Remind who leads the support that cases have no area; a number only."""
    with translation.override(leader.language):
        words = ngettext("%(n)d support case has no area", "%(n)d support cases have no area", count)
        lines = [_("Without it no contact agent can be told. Choose the area on the case's page.")]
        return _compose(leader, words % {"n": count}, lines, reverse("grannstod:support"), _("The support cases"))


def support_without_agent(leader: User, count: int) -> EmailMultiAlternatives:
    """Remind who leads the support that the areas of cases have no contact agent whom a mail reaches; a number only."""
    with translation.override(leader.language):
        words = ngettext(
            "%(n)d support case has no contact agent to tell",
            "%(n)d support cases have no contact agent to tell",
            count,
        )
        lines = [_("The area has no contact agent with an e-mail address. They are told as soon as it has one.")]
        return _compose(leader, words % {"n": count}, lines, reverse("grannstod:support"), _("The support cases"))


def support_without_pair(leader: User, count: int) -> EmailMultiAlternatives:
    """Remind who leads the support that planned visits are not by two with a clearance any more; a number only."""
    with translation.override(leader.language):
        words = ngettext("%(n)d support visit lacks somebody", "%(n)d support visits lack somebody", count)
        lines = [_("One of the two has left, or has no secrecy clearance that holds on the day. Plan the visit anew.")]
        return _compose(leader, words % {"n": count}, lines, reverse("grannstod:support"), _("The support cases"))


def visit_planned(visit: SupportVisit, volunteer: Volunteer) -> EmailMultiAlternatives:
    """Ask somebody to make a support visit on a day: with whom and where stands behind sign-in."""
    with translation.override(volunteer.user.language):
        day = date_format(visit.planned_on, "l j F")
        lines = [
            _("You are asked to make a support visit on %(day)s, by two as always.") % {"day": day},
            _("Whom you visit, and with whom, stands behind sign-in. If you can't, call the leader."),
        ]
        subject = _("A support visit %(day)s") % {"day": day}
        return _compose(volunteer.user, subject, lines, reverse("grannstod:support"), _("The support cases"))


def visit_off(visit: SupportVisit, volunteer: Volunteer) -> EmailMultiAlternatives:
    """Tell somebody who was asked to make a support visit that it is not theirs any more."""
    with translation.override(volunteer.user.language):
        day = date_format(visit.planned_on, "l j F")
        lines = [_("Somebody else makes the visit. Nothing more is needed.")]
        subject = _("Not your support visit any more: %(day)s") % {"day": day}
        return _compose(volunteer.user, subject, lines, reverse("grannstod:support"), _("The support cases"))


def _compose(person: User, subject: str, lines: list[str], path: str, link_words: str) -> EmailMultiAlternatives:
    context = {
        "subject": subject,
        "name": person.full_name,
        "lines": lines,
        "link": f"{settings.BASE_URL}{path}",
        "link_words": link_words,
        "municipality": settings.MUNICIPALITY,
        "contact_phone": settings.CONTACT_PHONE,
        "language": person.language,
    }
    mail = EmailMultiAlternatives(
        " ".join(subject.split()),
        render_to_string("grannstod/mail/lines.txt", context),
        to=[person.email],
    )
    mail.attach_alternative(render_to_string("grannstod/mail/lines.html", context), "text/html")
    return mail
