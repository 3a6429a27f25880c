"""Mail-outs: prepared, frozen, started, paused, resumed, cancelled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import make_msgid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from common import clock
from common.wake import wake_after_commit
from post import transitions
from post.lifecycle import MailingStatus
from post.mail import frozen
from post.mail.addresses import wire_form
from post.mail.frozen import Picture
from post.models import Content, Delivery, Mailing, MailingList
from post.tasks import cancel_rest, deliver

_CHUNK = 100  # messages a bundle
_BUNDLES_AT_ONCE = 50  # whose messages are cancelled while somebody waits for the page


@dataclass(frozen=True)
class Recipient:
    """Somebody a mail-out goes to besides the readers of its lists. `person` is an id of the room that wrote."""

    email: str
    language: str = "sv"
    variant: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    person: str = ""


@transaction.atomic
def create_mailing(
    *,
    key: str,
    title: str,
    list_keys: Iterable[str] = (),
    sender: str = "",
    thread: str = "",
    reply_to: str = "",
    extra_recipients: Iterable[Recipient] = (),
    per_minute: int | None = None,
    named_only: bool = False,
) -> Mailing:
    """Prepare a mail-out for the readers of some lists and for named recipients. The same key gives the same one.

    `per_minute` is the most messages a minute over all workers: None as POST_PER_MINUTE says, 0 without limit.
    With `named_only` the lists' other readers get nothing: the lists are what a recipient's link leaves.
    """
    defaults = {
        "title": title[:200],
        "sender": sender or settings.DEFAULT_FROM_EMAIL,
        "thread": thread,
        "reply_to": reply_to,
        "per_minute": per_minute,
        "named_only": named_only,
    }
    mailing, is_new = Mailing.objects.get_or_create(key=key, defaults=defaults)
    if is_new:
        mailing.lists.set(_lists(set(list_keys)))
        _name_recipients(mailing, extra_recipients)
    return mailing


def _lists(keys: set[str]) -> list[MailingList]:
    found = list(MailingList.objects.filter(key__in=keys))
    if len(found) != len(keys):
        raise MailingList.DoesNotExist(f"one of the lists {sorted(keys)} does not exist")
    return found


def _name_recipients(mailing: Mailing, recipients: Iterable[Recipient]) -> None:
    rows = (
        Delivery(
            mailing=mailing,
            recipient=wire_form(person.email)[:320],
            person=person.person,
            variant=person.variant,
            language=person.language,
            variables=dict(person.variables),
            chunk=number // _CHUNK,
            message_id=make_msgid(domain=settings.POST_DOMAIN),
        )
        for number, person in enumerate(recipients)
    )
    Delivery.objects.bulk_create(rows, batch_size=2_000, ignore_conflicts=True)


def freeze(
    *,
    mailing: Mailing,
    subject: str,
    html: str,
    text: str,
    variant: str = "",
    language: str = "sv",
    images: Iterable[Picture] = (),
) -> Content:
    """Freeze one variant in one language; until the mail-out starts it may be frozen anew.

    In `html` and `text`, RECIPIENT, UNSUBSCRIBE_URL, PREFERENCES_URL and `{{{{name}}}}` of a recipient's variables
    are filled in for each. Raises ValidationError (codes `started`, `header`, `picture`).
    """
    if mailing.status != MailingStatus.DRAFT:
        raise ValidationError(_("This mail-out has started; its text can't be changed."), code="started")
    first = mailing.lists.order_by("pk").first()
    headers = frozen.Headers(
        sender=mailing.sender,
        subject=subject,
        language=language,
        reply_to=mailing.reply_to,
        list_title=first.title if first else "",
        list_id=first.list_id if first else "",
    )
    body = frozen.freeze(headers, html=html, text=text, pictures=images)
    values = {"subject": subject[:300], "sender": mailing.sender, "thread": mailing.thread, "body": body}
    row, _new = Content.objects.update_or_create(mailing=mailing, variant=variant, language=language, defaults=values)
    return row


@transaction.atomic
def start_mailing(*, mailing: Mailing, at: datetime | None = None, actor: User | None = None) -> Mailing:
    """Start a mail-out now or at a moment. Raises ValidationError (code `no_content`) or MoveRefusedError."""
    variants = set(mailing.contents.values_list("variant", flat=True))
    wanted = set(mailing.deliveries.values_list("variant", flat=True)) | ({""} if mailing.lists.exists() else set())
    if ("" not in variants and not wanted <= variants) or not variants:
        raise ValidationError(_("There is no text yet for some of those this should go to."), code="no_content")
    moved = transitions.move_mailing(mailing.pk, MailingStatus.QUEUED, actor=actor)
    Mailing.objects.filter(pk=mailing.pk).update(start_at=at)
    if at is None or at <= clock.now():
        _wake(mailing.pk)
    mailing.refresh_from_db()
    return moved


def _wake(mailing_id: int) -> None:
    for _run in range(settings.POST_RUNS):
        wake_after_commit(deliver, mailing_id)


def pause(*, mailing: Mailing, actor: User | None = None) -> Mailing:
    """Stop sending within a second; nothing is lost. Raises MoveRefusedError."""
    return transitions.move_mailing(mailing.pk, MailingStatus.PAUSED, actor=actor, reason="by_hand")


@transaction.atomic
def resume(*, mailing: Mailing, actor: User | None = None) -> Mailing:
    """Go on with what has not left; nobody gets a second copy. Raises MoveRefusedError."""
    moved = transitions.move_mailing(mailing.pk, MailingStatus.QUEUED, actor=actor, reason="by_hand")
    Mailing.objects.filter(pk=mailing.pk).update(start_at=None, touched_at=None)
    _wake(mailing.pk)
    return moved


@transaction.atomic
def cancel(*, mailing: Mailing, actor: User | None = None) -> Mailing:
    """Give up what has not left. Raises MoveRefusedError.

    Nothing more leaves from this moment; many messages get their outcome written by a worker.
    """
    moved = transitions.move_mailing(mailing.pk, MailingStatus.CANCELLED, actor=actor, reason="by_hand")
    if mailing.chunks.filter(done=False).count() > _BUNDLES_AT_ONCE:
        wake_after_commit(cancel_rest, mailing.pk)
    else:
        transitions.cancel_unsent(mailing.pk)
    return moved


def set_pace(*, mailing: Mailing, per_minute: int | None, actor: User) -> Mailing:
    """Set how many messages a minute may leave, over all workers; it holds within a minute, when each looks anew.

    None: as POST_PER_MINUTE says; 0: no limit.
    """
    mailing.per_minute = per_minute
    mailing.save(update_fields=["per_minute"])
    audit(actor=actor, action="post.pace_set", object_type="post.mailing", object_id=str(mailing.pk))
    return mailing
