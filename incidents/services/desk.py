"""Saving a filter of the queue, and filling in a standard text."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common import clock
from incidents.models import Report, SavedFilter, StandardText
from incidents.services.intake import plain

MOST_FILTERS = 20  # of one person
# What a standard text may name. Who reported is not among them: a text is read before it is sent, not guessed.
PLACEHOLDERS = {
    "nummer": gettext_lazy("the report's number"),
    "slag": gettext_lazy("what it is about"),
    "plats": gettext_lazy("where"),
    "mottaget": gettext_lazy("the day it came in"),
    "skickat_till": gettext_lazy("who it was passed on to"),
}
_BRACES = re.compile(r"\{([^{}]{0,40})\}")


@transaction.atomic
def save_filter(*, user: User, name: str, query: str) -> SavedFilter:
    """Keep a filter under a name; the same name again replaces it. Raises ValidationError `empty`, `too_many`."""
    name, query = plain(name)[:60], plain(query)[:600]
    if not name:
        raise ValidationError(_("Give the filter a name."), code="empty")
    mine = SavedFilter.objects.visible_to(user)
    if not mine.filter(name=name).exists() and mine.count() >= MOST_FILTERS:
        raise ValidationError(_("You have many filters. Remove one first."), code="too_many")
    return SavedFilter.objects.update_or_create(user=user, name=name, defaults={"query": query})[0]


def unknown_placeholders(text: str) -> list[str]:
    """Return the words in braces that nothing can be filled in for."""
    return sorted({word for word in _BRACES.findall(text) if word not in PLACEHOLDERS})


def filled_in(text: StandardText, report: Report) -> str:
    """Return a standard text in the reporter's language with the report's own words in place of what is in braces."""
    words = text.english if report.language == "en" and text.english else text.text
    with translation.override(report.language):
        values = {
            "nummer": report.number,
            "slag": str(report.category),
            "plats": report.place or "–",
            "mottaget": formats.date_format(clock.local(report.received_at), "j F Y"),
            "skickat_till": str(report.passed_to or "–"),
        }
    return _BRACES.sub(lambda found: values.get(found[1], found[0]), words)
