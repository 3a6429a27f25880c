"""Text messages."""

from __future__ import annotations

from django.template.defaultfilters import date as formatted
from django.utils.translation import gettext as _

from common import clock
from grannstod.models import Shift


def reminder(shift: Shift) -> str:
    """Return the text message of the day before: when and with which car; no names, a phone is read by others too."""
    starts, ends = clock.local(shift.starts_at), clock.local(shift.ends_at)
    words = {
        "day": formatted(starts, "l j F"),
        "from": formatted(starts, "H.i"),
        "to": formatted(ends, "H.i"),
        "car": shift.car.name,
    }
    return _("Grannstöd: you drive %(day)s %(from)s-%(to)s, %(car)s. If you can't come, call the leader.") % words
