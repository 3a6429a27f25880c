"""Tells one person that an issue is late, what was missed and what to do."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from newsletters.lifecycle import IssueStatus
from newsletters.mail.pictures import missing
from newsletters.models import Alarm


def _asks(kind: str) -> str:
    return {
        Alarm.Kind.TEXT: _("Write what is missing and ask for approval, or give the issue another day."),
        Alarm.Kind.APPROVAL: _("Read and approve it, or ask another approver to."),
        Alarm.Kind.SENDING: _("It has not gone out. See what it waits for, and schedule it anew."),
        Alarm.Kind.OVERDUE: _("It is not sent without asking. Choose: send it now, give it another day, or cancel it."),
        Alarm.Kind.STALLED: _(
            "Letters still wait. If somebody has paused it: go on, or cancel. Else the mail server has not taken them:"
            " see the mail's page."
        ),
    }[Alarm.Kind(kind)]


def _why(alarm: Alarm) -> list[str]:
    """Say what holds up an issue whose time has come, where it can be seen."""
    if alarm.kind != Alarm.Kind.SENDING or alarm.issue.status != IssueStatus.SCHEDULED:
        return []
    words = _("The picture of “%(heading)s” is gone, so the issue can't leave. Take it back and choose it again.")
    return [words % {"heading": block.heading} for block in missing(alarm.issue)]


def late_issue(alarm: Alarm, person: User) -> EmailMessage:
    """Compose the alarm in the person's language."""
    issue = alarm.issue
    with translation.override(person.language):
        word = alarm.get_kind_display()
        subject = _("%(name)s is late: %(what)s") % {"name": issue.glyph, "what": word}
        lines = [
            f"{issue.series.title}, {issue.name}",
            _("Missed: %(when)s") % {"when": date_format(clock.local(alarm.due), "j F Y H.i")},
            *_why(alarm),
            _asks(alarm.kind),
            settings.BASE_URL.rstrip("/") + reverse("newsletters:edit", args=[issue.pk]),
        ]
        if alarm.step > 1:
            lines.insert(2, _("It was said a working day ago to those nearest, and nothing has happened."))
    thread = f"newsletters:alarm:{issue.pk}"
    return EmailMessage(subject, "\n\n".join(lines), to=[person.email], headers={"X-House-Thread": thread})
