"""The agent's circle: neighbours join with a confirmed address, get short notes, leave, and can say what is wrong."""

from __future__ import annotations

import re
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from common import clock
from common.signed_links import new_token
from neighbourhoods import mail
from neighbourhoods.figures import circle_key, circle_size
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import Area, AreaActivity, Circle, CircleMisuse, CircleNote
from neighbourhoods.services.vitality import record_activity
from neighbourhoods.slots import Letter
from post import services as post

# An agent has a quarter of an hour a month, and neighbours leave a list that writes every day.
NOTES_A_DAY, NOTES_A_MONTH = 2, 8
_LINK = re.compile(r"(?i)\b(?:https?://|www\.)([^\s/:?#]+)")
_PERSONAL_NUMBER = re.compile(r"\b(?:19|20)?\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]|[6-8]\d|9[01])[-+]\d{4}\b")


@transaction.atomic
def circle_of(area: Area) -> Circle:
    """Return an area's circle, made with its list at the post the first time."""
    circle, is_new = Circle.objects.get_or_create(area=area, defaults={"token": new_token()})
    if is_new:
        post.ensure_list(key=circle_key(area), title=_("Neighbours in %(area)s") % {"area": area.name})
    return circle


def renew_link(*, area: Area) -> Circle:
    """Draw another link: whoever has the old note can't join by it. Those who have joined stay."""
    circle = circle_of(area)
    circle.token = new_token()
    circle.save(update_fields=["token"])
    return circle


def join(*, circle: Circle, email: str, language: str) -> None:
    """Ask an address whether it wants the notes (double opt-in). The caller limits how often.

    Raises ValidationError: `address`, or `circle_stopped`.
    """
    _require_open(circle)
    post.subscribe(list_key=circle_key(circle.area), email=email, language=language, how="circle")


def _require_open(circle: Circle) -> None:
    if circle.stopped_at is not None:
        raise ValidationError(
            _("The municipality has stopped notes from this area for now. Call your safety coordinator."),
            code="circle_stopped",
        )
    if circle.area.status == AreaStatus.CLOSED:
        raise ValidationError(_("The area is closed."), code="area_closed")


@transaction.atomic
def send_note(
    *,
    area: Area,
    subject: str,
    text: str,
    by: User,
    form_token: str,
    kind: str = CircleNote.Kind.NOTE,
    letter: str = "",
) -> CircleNote:
    """Send a short note to a circle's neighbours; the same form token gives the same note.

    Raises ValidationError: `circle_stopped`, `area_closed`, `nobody`, `too_often`, `foreign_link`, `personal_number`.
    """
    circle = _held(area)
    known: CircleNote | None = CircleNote.objects.filter(form_token=form_token, area=area).first()
    if known is not None:
        return known
    _require_sendable(circle, kind, subject, text)
    try:
        with transaction.atomic():
            note = CircleNote.objects.create(
                area=area, kind=kind, letter=letter, subject=subject, text=text, author=by, form_token=form_token
            )
    except IntegrityError as error:
        raise ValidationError(_("This newsletter has been passed on already."), code="passed_on") from error
    _mail(note, circle)
    if kind == CircleNote.Kind.NOTE:
        record_activity(area=area, kind=AreaActivity.Kind.NOTE, source="circle")
    return note


def _held(area: Area) -> Circle:
    """Return an area's circle with its row locked: notes of one area stand in line."""
    circle = circle_of(area)
    Circle.objects.select_for_update(of=("self",)).get(pk=circle.pk)
    return circle


def _require_sendable(circle: Circle, kind: str, subject: str, text: str) -> None:
    _require_open(circle)
    if kind != CircleNote.Kind.LETTER:
        check_note(subject, text)
    if kind in (CircleNote.Kind.NOTE, CircleNote.Kind.MEETING):
        _require_seldom(circle.area, kind)
    if not circle_size(circle.area):
        raise ValidationError(_("Nobody has joined the circle yet. Put up the note in the stairwell."), code="nobody")


def _mail(note: CircleNote, circle: Circle) -> None:
    mailing = post.create_mailing(
        key=f"neighbourhoods:circle:{note.pk}",
        title=note.subject,
        list_keys=[circle_key(note.area)],
        thread=f"neighbourhoods:circle:{note.pk}",
    )
    for language, _name in settings.LANGUAGES:
        letter = mail.circle_note(note, circle, language)
        post.freeze(mailing=mailing, subject=letter.subject, html=letter.html, text=letter.text, language=language)
    post.start_mailing(mailing=mailing, actor=note.author)


def _require_seldom(area: Area, kind: str) -> None:
    now = clock.now()
    sent = CircleNote.objects.filter(area=area, kind=kind)
    if sent.filter(sent_at__gt=now - timedelta(days=1)).count() >= NOTES_A_DAY:
        raise ValidationError(_("You have written twice in a day. Wait until tomorrow."), code="too_often")
    if sent.filter(sent_at__gt=now - timedelta(days=30)).count() >= NOTES_A_MONTH:
        raise ValidationError(_("Eight notes in a month is the most. Wait a while."), code="too_often")


def check_note(subject: str, text: str) -> None:
    """Refuse what must not go out to neighbours: links to strangers' pages, and personal identity numbers.

    Raises ValidationError: `foreign_link`, `personal_number`.
    """
    words = f"{subject}\n{text}"
    for host in _LINK.findall(words):
        if not _is_ours(host.lower().rstrip(".,")):
            raise ValidationError(
                _("Links may lead only to the municipality's and the police's pages: %(host)s does not."),
                code="foreign_link",
                params={"host": host},
            )
    if _PERSONAL_NUMBER.search(words):
        raise ValidationError(_("Take the personal identity number away. Never point somebody out."), "personal_number")


def _is_ours(host: str) -> bool:
    return any(host == known or host.endswith(f".{known}") for known in settings.CIRCLE_LINK_HOSTS)


@transaction.atomic
def pass_on(*, area: Area, letter: Letter, by: User, form_token: str) -> CircleNote:
    """Pass a newsletter on to the circle, in one tap and once an area. Raises ValidationError `passed_on`, `nobody`."""
    text = f"{letter.summary}\n\n{settings.BASE_URL.rstrip('/')}{letter.url}"[:1000]
    note = send_note(
        area=area,
        kind=CircleNote.Kind.LETTER,
        letter=letter.key,
        subject=letter.title[:80],
        text=text,
        by=by,
        form_token=form_token,
    )
    record_activity(area=area, kind=AreaActivity.Kind.PASSED_ON, source=letter.key[:40])
    return note


@transaction.atomic
def tell_misuse(*, area: Area, note: CircleNote | None, text: str, form_token: str) -> CircleMisuse:
    """Take what a neighbour says is wrong, and tell the coordinators. The same form token gives the same row."""
    told, is_new = CircleMisuse.objects.get_or_create(
        form_token=form_token, defaults={"area": area, "note": note, "text": text}
    )
    if is_new:
        mail.misuse(told, link=settings.BASE_URL.rstrip("/") + reverse("neighbourhoods:misuse_list")).send()
    return told


def settle_misuse(*, told: CircleMisuse, by: User) -> None:
    """Note that a coordinator has dealt with it. Settling twice keeps the first."""
    CircleMisuse.objects.filter(pk=told.pk, settled_at=None).update(settled_at=clock.now(), settled_by=by)


@transaction.atomic
def stop_circle(*, circle: Circle, stopped: bool, by: User | None) -> None:
    """Stop an area's notes, or let them go on. Stopping twice keeps the first day."""
    rows = Circle.objects.filter(pk=circle.pk, stopped_at__isnull=stopped)
    circle.stopped_at = clock.now() if stopped else None
    if rows.update(stopped_at=circle.stopped_at):
        action = "circle.stopped" if stopped else "circle.released"
        audit(actor=by, action=action, object_type="neighbourhoods.area", object_id=str(circle.area_id))
