"""Mail to the two who saw something: what became of it."""

from __future__ import annotations

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from grannstod.figures.answers import LogLine
from grannstod.mail.joining import compose


def came_back(line: LogLine, user: User) -> EmailMultiAlternatives:
    """Say what became of what somebody saw, with the latest answer. What they wrote themselves stands on the page."""
    seen = line.seen
    with translation.override(user.language):
        where = {"place": seen.place or str(seen.category), "day": date_format(clock.local(seen.observed_at), "j F")}
        lines = [
            _("This is about what you saw on %(day)s: %(place)s.") % where,
            line.became,
            *line.answers[-1:],
            _("Thank you: it is seen to because you wrote it down."),
        ]
        link = (_("To the patrol"), reverse("grannstod:patrol", args=[seen.patrol_id]))
        subject = _("What became of what you saw, %(place)s") % where
        mail = compose(" ".join(subject.split())[:200], user.full_name, user.email, lines, link)
    mail.extra_headers["X-House-Thread"] = f"grannstod:patrol:{seen.patrol_id}"
    return mail
