"""The yearly meeting is called and its result noted; households are counted; newcomers are welcomed."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock, form_tokens
from neighbourhoods.models import Area, AreaActivity, CircleNote, HouseholdCount, YearlyMeeting
from neighbourhoods.services.circle import send_note
from neighbourhoods.services.vitality import record_activity


@transaction.atomic
def call_meeting(
    *, area: Area, starts_at: datetime, place: str, invitation: str, by: User, form_token: str
) -> YearlyMeeting:
    """Call the neighbours to a meeting. The same form token gives the same meeting. Raises ValidationError `past`."""
    known: YearlyMeeting | None = YearlyMeeting.objects.filter(form_token=form_token, area=area).first()
    if known is not None:
        return known
    _require_ahead(starts_at)
    return YearlyMeeting.objects.create(
        area=area, starts_at=starts_at, place=place, invitation=invitation, called_by=by, form_token=form_token
    )


def _require_ahead(starts_at: datetime) -> None:
    if starts_at <= clock.now():
        raise ValidationError({"day": ValidationError(_("Choose a day and time that are still to come."), code="past")})


def _held(meeting: YearlyMeeting) -> YearlyMeeting:
    """Return a meeting with its row locked, if something can still become of it.

    Needs a transaction. Raises ValidationError `held_already`, `called_off`.
    """
    held: YearlyMeeting = (
        YearlyMeeting.objects.select_for_update(of=("self",)).select_related("area").get(pk=meeting.pk)
    )
    if held.recorded_at is not None:
        raise ValidationError(_("This meeting has been held."), code="held_already")
    if held.cancelled_at is not None:
        raise ValidationError(_("This meeting has been called off. Plan another."), code="called_off")
    return held


@transaction.atomic
def change_meeting(*, meeting: YearlyMeeting, starts_at: datetime, place: str, invitation: str) -> YearlyMeeting:
    """Change a meeting that has not been held; neighbours who know another day or place can be told once more.

    Raises ValidationError `past`, `held_already`, `called_off`.
    """
    held = _held(meeting)
    _require_ahead(starts_at)
    if held.sent_at is not None and (held.starts_at, held.place) != (starts_at, place):
        held.moved_at = clock.now()
    held.starts_at, held.place, held.invitation = starts_at, place, invitation
    held.save(update_fields=["starts_at", "place", "invitation", "moved_at"])
    return held


@transaction.atomic
def send_invitation(*, meeting: YearlyMeeting, by: User) -> CircleNote:
    """Send the invitation to the area's circle: once, and once more each time the meeting has moved since.

    Raises ValidationError `sent_already`, `past`, `held_already`, `called_off`, or as `send_note`.
    """
    held = _held(meeting)
    if held.is_over:
        raise ValidationError(_("The meeting has begun already."), code="past")
    if not held.may_be_sent:
        raise ValidationError(_("The invitation has been sent already."), code="sent_already")
    # The neighbours' mails carry the agent's words in the municipality's language, and these with them.
    with translation.override(settings.LANGUAGE_CODE):
        day, moved = _day_words(held), _("The neighbours' meeting has a new day, time or place")
        subject = moved if held.moved_at else _("Invitation to the neighbours' meeting")
        place = _("Place: %(place)s") % {"place": held.place}
    words = f"{day}\n{place}\n\n{held.invitation}"
    token = form_tokens.new() if held.moved_at else held.form_token
    note = send_note(area=held.area, kind=CircleNote.Kind.MEETING, subject=subject, text=words, by=by, form_token=token)
    held.sent_at, held.moved_at = note.sent_at, None
    held.save(update_fields=["sent_at", "moved_at"])
    return note


def _day_words(meeting: YearlyMeeting) -> str:
    starts = clock.local(meeting.starts_at)
    return _("%(day)s at %(time)s") % {"day": date_format(starts, "l j F Y"), "time": date_format(starts, "H.i")}


@transaction.atomic
def cancel_meeting(*, meeting: YearlyMeeting, by: User) -> CircleNote | None:
    """Note that a meeting isn't held; the neighbours are told if they were invited and the day has not come.

    A meeting called off is no sign of life. Returns what was sent: nothing where nobody is left to tell, or the
    municipality has stopped the notes. Raises ValidationError `held_already`, `called_off`.
    """
    held = _held(meeting)
    held.cancelled_at = clock.now()
    held.save(update_fields=["cancelled_at"])
    if held.sent_at is None or held.is_over:
        return None
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("The neighbours' meeting is called off")
        words = _("The meeting on %(day)s isn't held.") % {"day": _day_words(held)}
    try:
        return send_note(
            area=held.area,
            kind=CircleNote.Kind.OFF,
            subject=subject,
            text=words,
            by=by,
            form_token=form_tokens.new(),
        )
    except ValidationError:
        return None


@transaction.atomic
def record_meeting(*, meeting: YearlyMeeting, households_present: int, outcome: str) -> None:
    """Note what came of a meeting, or put it right; the area has shown life on its day, unless nobody came.

    Raises ValidationError `not_held_yet`, `called_off`.
    """
    if not meeting.is_over:
        raise ValidationError(_("The meeting has not been held yet."), code="not_held_yet")
    if meeting.cancelled_at is not None:
        raise ValidationError(_("This meeting has been called off. Plan another."), code="called_off")
    meeting.households_present, meeting.outcome = households_present, outcome
    meeting.recorded_at = clock.now()
    meeting.save(update_fields=["households_present", "outcome", "recorded_at"])
    day, source = clock.local(meeting.starts_at).date(), f"meeting:{meeting.pk}"
    if households_present:
        record_activity(area=meeting.area, kind=AreaActivity.Kind.MEETING, on=day, source=source)
    else:
        AreaActivity.objects.filter(area=meeting.area, source=source).delete()


@transaction.atomic
def record_household_count(*, area: Area, households: int, joined: int, declined: int, by: User) -> HouseholdCount:
    """Note a count; the area's own figures follow. Counting anew on the same day corrects that day's count.

    Raises ValidationError `too_many` if those who join and decline are more than there are.
    """
    if joined + declined > households:
        sentence = _("Those who take part and those who decline can't be more than all households.")
        raise ValidationError(sentence, code="too_many")
    held = Area.objects.select_for_update(of=("self",)).get(pk=area.pk)
    numbers = {"households": households, "joined": joined, "declined": declined, "counted_by": by}
    count = HouseholdCount.objects.update_or_create(area=held, counted_on=clock.today(), defaults=numbers)[0]
    held.households, held.households_joined, held.households_declined = households, joined, declined
    held._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    held.save(update_fields=["households", "households_joined", "households_declined"])
    record_activity(area=held, kind=AreaActivity.Kind.COUNT, source="portal")
    return count


def welcome_newcomer(*, area: Area) -> None:
    """Note that a newcomer has been welcomed today; who it was is nobody's business."""
    record_activity(area=area, kind=AreaActivity.Kind.WELCOME, source="portal")
