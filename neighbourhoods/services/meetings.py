"""The yearly meeting is called and its result noted; households are counted; newcomers are welcomed."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
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


def change_meeting(*, meeting: YearlyMeeting, starts_at: datetime, place: str, invitation: str) -> YearlyMeeting:
    """Change a meeting that has not been held. Raises ValidationError `past`, `held_already`."""
    if meeting.recorded_at is not None:
        raise ValidationError(_("This meeting has been held."), code="held_already")
    _require_ahead(starts_at)
    meeting.starts_at, meeting.place, meeting.invitation = starts_at, place, invitation
    meeting.save(update_fields=["starts_at", "place", "invitation"])
    return meeting


@transaction.atomic
def send_invitation(*, meeting: YearlyMeeting, by: User) -> CircleNote:
    """Send the invitation to the area's circle, once. Raises ValidationError `sent_already`, or as `send_note`."""
    held = YearlyMeeting.objects.select_for_update(of=("self",)).select_related("area").get(pk=meeting.pk)
    if held.sent_at is not None:
        raise ValidationError(_("The invitation has been sent already."), code="sent_already")
    if held.is_over:
        raise ValidationError(_("The meeting has begun already."), code="past")
    note = send_note(
        area=held.area,
        kind=CircleNote.Kind.MEETING,
        subject=_("Invitation to the neighbours' meeting"),
        text=held.invitation,
        by=by,
        form_token=held.form_token,
    )
    meeting.sent_at = held.sent_at = note.sent_at
    held.save(update_fields=["sent_at"])
    return note


@transaction.atomic
def record_meeting(*, meeting: YearlyMeeting, households_present: int, outcome: str) -> None:
    """Note what came of a meeting; the area has shown life on its day. Raises ValidationError `not_held_yet`."""
    if not meeting.is_over:
        raise ValidationError(_("The meeting has not been held yet."), code="not_held_yet")
    meeting.households_present, meeting.outcome = households_present, outcome
    meeting.recorded_at = clock.now()
    meeting.save(update_fields=["households_present", "outcome", "recorded_at"])
    day = clock.local(meeting.starts_at).date()
    record_activity(area=meeting.area, kind=AreaActivity.Kind.MEETING, on=day, source=f"meeting:{meeting.pk}")


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
