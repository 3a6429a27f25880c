"""What can be done in a break's room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from common import clock
from common.signed_links import new_token, unsign
from holiday_calendar import figures, mail
from holiday_calendar.models import (
    BreakRoom,
    LogNote,
    Participant,
    Presence,
    SchoolBreak,
    Target,
)
from holiday_calendar.services.personal import ERASED, LINE_FIELDS

OFFICE_FIELDS = ("organisation_id", "email", *LINE_FIELDS)
PLAN_FIELDS = ("goal", "risks", "keep", "change", "watch_from", "watch_to")
LONGEST_OUT = timedelta(hours=24)
LINK_DAYS = 60  # after the break


@transaction.atomic
def open_room(*, school_break: SchoolBreak, actor: User) -> BreakRoom:
    """Open a break's room, or return the one it has. The contact list of the time before comes along, unconfirmed."""
    room, is_new = BreakRoom.objects.get_or_create(school_break=school_break)
    if is_new:
        before = figures.room_before(room)
        if before is not None:
            bring_people(room=room, before=before)
        audit(actor=actor, action="calendar.room_opened", object_type="calendar.breakroom", object_id=str(room.pk))
    return room


@transaction.atomic
def save_plan(*, room_id: int, version: int, values: Mapping[str, Any]) -> BreakRoom:
    """Save the plan. Raises ValidationError `changed` if somebody saved since it was read: nothing is overwritten."""
    room = BreakRoom.objects.select_for_update().get(pk=room_id)
    if room.version != version:
        raise ValidationError(
            _("Somebody else has saved since you opened this. Copy your text, reload the page and add it."),
            code="changed",
        )
    for field in PLAN_FIELDS:
        setattr(room, field, values[field])
    room.version, room.updated_at = room.version + 1, clock.now()
    room.save()
    return room


@transaction.atomic
def bring_people(*, room: BreakRoom, before: BreakRoom) -> int:
    """Carry over the contact list of the time before, each line to be confirmed anew. Returns how many came."""
    taken = set(room.participants.values_list("organisation_id", "role", "email"))
    lines = [
        Participant(
            room=room,
            organisation_id=old.organisation_id,
            email=old.email,
            **{field: getattr(old, field) for field in LINE_FIELDS},
        )
        for old in before.participants.exclude(email__endswith=ERASED)
        if (old.organisation_id, old.role, old.email) not in taken
    ]
    Participant.objects.bulk_create(lines)
    return len(lines)


@transaction.atomic
def ask_people(*, room: BreakRoom, actor: User) -> int:
    """Mail everybody whose line is not confirmed a link of their own. Returns how many were asked."""
    waiting = room.participants.filter(confirmed_at=None).select_related("organisation", "room__school_break")
    for participant in waiting:
        mail.ask_to_confirm(participant).send()
    waiting.update(asked_at=clock.now())
    audit(actor=actor, action="calendar.people_asked", object_type="calendar.breakroom", object_id=str(room.pk))
    return len(waiting)


@transaction.atomic
def renew_link(*, participant: Participant, actor: User | None) -> None:
    """End a person's link, which may have been passed on, and mail a new one. Logged.

    Without an actor it is whoever holds the link, saying that it is not theirs.
    """
    participant.link_key, participant.asked_at = new_token(), clock.now()
    participant.save(update_fields=["link_key", "asked_at"])
    mail.ask_to_confirm(participant).send()
    action = "calendar.link_renewed" if actor else "calendar.link_disowned"
    audit(actor=actor, action=action, object_type="calendar.participant", object_id=str(participant.pk))


def participant_of(token: str) -> Participant | None:
    """Return whose link it is; None for a forged or renewed one, and some weeks after the break. Each use is logged."""
    number, _dash, key = (unsign(mail.PARTICIPANT, token) or "").partition("-")
    if not number.isdigit():
        return None
    found = Participant.objects.filter(pk=number, link_key=key)
    participant = found.select_related("organisation", "room__school_break").first()
    if participant is None:
        return None
    if clock.today() > participant.room.school_break.last_day + timedelta(days=LINK_DAYS):
        return None
    audit(actor=None, action="calendar.link_used", object_type="calendar.participant", object_id=str(participant.pk))
    return participant


def confirm_line(*, participant: Participant, values: Mapping[str, str]) -> None:
    """Save a person's own line and note that it is right. Raises ValidationError `twice`."""
    for field in LINE_FIELDS:
        setattr(participant, field, values[field])
    participant.confirmed_at = clock.now()
    with _once_in_a_role():
        participant.save(update_fields=[*LINE_FIELDS, "confirmed_at"])


def _log_days(held: SchoolBreak) -> tuple[date, date]:
    return held.first_day - timedelta(days=7), held.last_day + timedelta(days=14)


def note_day(held: SchoolBreak) -> date | None:
    """Return the day that a note is most likely about, or None before and long after the break."""
    today, (first, last) = clock.today(), _log_days(held)
    return min(today, max(held.last_day, first)) if first <= today <= last else None


def write_note(
    *, room: BreakRoom, day: date, text: str, participant: Participant | None, author: User | None, signature: str = ""
) -> None:
    """Put a note in the log; the same note from the same person or partner twice is one.

    A partner who came by link and code has neither line nor account: `signature` says for whom they write.
    Raises ValidationError `day` for a day that has not come, or lies far from the break.
    """
    first, last = _log_days(room.school_break)
    if day > clock.today() or not first <= day <= last:
        raise ValidationError(_("Choose a day of the break, at the latest today."), code="day")
    known = {"signature": signature} if participant is None and author is None else {}
    values = {"signature": signature or str(participant or author)}
    LogNote.objects.get_or_create(
        room=room, day=day, text=text, participant=participant, author=author, **known, defaults=values
    )


def evaluate(*, participant: Participant, rating: int, worked: str, differently: str) -> None:
    """Save what an organisation thought of the break; answering again changes the answer.

    Raises ValidationError `too_early` before the break has begun.
    """
    if clock.today() < participant.room.school_break.first_day:
        raise ValidationError(_("You can answer when the break has begun."), code="too_early")
    participant.rating, participant.worked, participant.differently = rating, worked, differently
    participant.evaluated_at = clock.now()
    participant.save(update_fields=["rating", "worked", "differently", "evaluated_at"])


@contextmanager
def _once_in_a_role() -> Iterator[None]:
    """Say in words what the database refuses: the same line twice, by a double tap or by two people at once."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "participant_once_in_a_role" not in str(error):
            raise
        raise ValidationError(
            _("This e-mail address stands on the list already, for the same organisation and in the same role."),
            code="twice",
        ) from error


@transaction.atomic
def save_participant(*, participant: Participant, actor: User) -> Participant:
    """Save a line of the contact list. Changed by the office, it is to be confirmed anew, and asked about anew.

    With another e-mail address the line is a successor's: the link of the one before opens nothing any more. Logged.
    Raises ValidationError `twice` where the line stands there already.
    """
    held = Participant.objects.select_for_update().filter(pk=participant.pk).first()
    if held is not None and all(getattr(held, name) == getattr(participant, name) for name in OFFICE_FIELDS):
        return held
    participant.confirmed_at = participant.asked_at = None
    is_passed_on = held is not None and held.email.lower() != participant.email.lower()
    if is_passed_on:
        participant.link_key = new_token()
    with _once_in_a_role():
        participant.save()
    if is_passed_on:
        audit(
            actor=actor,
            action="calendar.line_passed_on",
            object_type="calendar.participant",
            object_id=str(participant.pk),
        )
    return participant


@transaction.atomic
def remove_presence(*, presence: Presence, actor: User) -> None:
    """Take an evening out that was entered wrongly. Logged."""
    room = str(presence.room_id)
    audit(actor=actor, action="calendar.presence_removed", object_type="calendar.breakroom", object_id=room)
    presence.delete()


def save_presence(*, presence: Presence) -> Presence:
    """Save when adults are out. Raises ValidationError `ends_before_start`, `too_long` or `outside`."""
    if presence.ends_at <= presence.starts_at:
        raise ValidationError(_("The end must be later than the start."), code="ends_before_start")
    if presence.ends_at - presence.starts_at > LONGEST_OUT:
        raise ValidationError(_("Enter one evening at a time, at most 24 hours."), code="too_long")
    held = presence.room.school_break
    if not held.first_day <= clock.local(presence.starts_at).date() <= held.last_day:
        raise ValidationError(_("Choose a day of the break."), code="outside")
    presence.save()
    return presence


def save_target(*, target: Target) -> Target:
    """Save a target; of one kind of report there is one in a break."""
    saved, _is_new = Target.objects.update_or_create(
        room=target.room, category=target.category, defaults={"fewer_percent": target.fewer_percent}
    )
    return saved
