"""Tells one person that an issue waits for their approval."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from newsletters.models import Issue


def waits_for_approval(issue: Issue, person: User) -> EmailMessage:
    """Compose the mail in the person's language."""
    with translation.override(person.language):
        subject = _("%(name)s waits for your approval: %(title)s") % {"name": issue.glyph, "title": issue.title}
        days = {
            "day": date_format(issue.approve_due_on, "j F"),
            "when": date_format(clock.local(issue.send_at), "j F Y H.i"),
        }
        lines = [
            f"{issue.series.title}, {issue.name}",
            _("Approved at the latest on %(day)s, sent on %(when)s.") % days,
            _("Look at it as readers get it, read what the checks say, and approve it or say what should be changed."),
            settings.BASE_URL.rstrip("/") + reverse("newsletters:edit", args=[issue.pk]),
        ]
    thread = f"newsletters:approval:{issue.pk}"
    one_line = " ".join(subject.split())
    return EmailMessage(one_line, "\n\n".join(lines), to=[person.email], headers={"X-House-Thread": thread})
