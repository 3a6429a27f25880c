"""What patrols are asked to look at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock, sensitive_text
from grannstod.models import BriefingNote
from neighbourhoods.models import District

# Nothing is looked for for ever: whoever wants it longer says so again.
LONGEST_NOTE = timedelta(days=92)


@transaction.atomic
def brief(
    *, source: str, text: str, first_day: date, last_day: date, districts: Iterable[District], by: User
) -> BriefingNote:
    """Ask every patrol from one day to another to look at something. Raises ValidationError.

    Codes: `personal_data`, `ends_before_start`, `too_long`.
    """
    text = text.replace("\x00", "").strip()
    found = sensitive_text.find(text)
    if found:
        words = ", ".join(f"“{finding.words}”" for finding in found[:3])
        raise ValidationError(
            _("Take out %(words)s: write about the place and what happens, not about who."),
            code="personal_data",
            params={"words": words},
        )
    if last_day < first_day:
        raise ValidationError(_("The last day lies before the first."), code="ends_before_start")
    if last_day - first_day > LONGEST_NOTE:
        raise ValidationError(_("At most three months at a time."), code="too_long")
    note = BriefingNote.objects.create(source=source, text=text, first_day=first_day, last_day=last_day, written_by=by)
    note.districts.set(districts)
    return note


def end_note(*, note: BriefingNote) -> None:
    """Stop asking: yesterday was the last day. What patrols were told before stays true."""
    yesterday = clock.today() - timedelta(days=1)
    if note.first_day > yesterday:
        note.delete()
        return
    note.last_day = yesterday
    note.save(update_fields=["last_day"])
