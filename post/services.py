"""What other rooms ask of the post: lists and consent, and mail-outs. Single messages go through Django's mail API."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import make_msgid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from common.crypto import encrypt
from common.signed_links import new_token, token_hash
from common.wake import wake_after_commit
from post import transitions
from post.lifecycle import MailingStatus, SubscriptionStatus
from post.mail import frozen, letters
from post.mail.addresses import bare_address, parse_address
from post.mail.frozen import PREFERENCES_URL, RECIPIENT, UNSUBSCRIBE_URL, Picture
from post.mail.links import Reader, reader_of
from post.models import Content, Delivery, Mailing, MailingList, Subscription, Suppression
from post.tasks import deliver

__all__ = [
    "PREFERENCES_URL",
    "RECIPIENT",
    "UNSUBSCRIBE_URL",
    "Picture",
    "Recipient",
]

_CHUNK = 100  # messages a bundle
SECRET_LASTS = 7 * 86_400  # seconds, where the sender says nothing


@dataclass(frozen=True)
class Recipient:
    """Somebody a mail-out goes to besides the readers of its lists. `person` is an id of the room that wrote."""

    email: str
    language: str = "sv"
    variant: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    person: str = ""


# --- single messages -------------------------------------------------------------------------------------------


@transaction.atomic
def post_message(message: EmailMessage) -> int:
    """Put one of Django's messages into the ledger and wake a worker; returns how many recipients it has.

    Understands, and removes, X-House-Thread, X-House-Secret and X-House-Expires (seconds). Raises ValueError
    (BadHeaderError) for a header that holds a line break.
    """
    headers = {name.lower(): str(value) for name, value in message.extra_headers.items()}
    secret = headers.get("x-house-secret") == "1"
    lasts = int(headers.get("x-house-expires") or (SECRET_LASTS if secret else 0))
    message_id = headers.get("message-id") or make_msgid(domain=settings.POST_DOMAIN)
    body = _bytes_of(message, message_id)
    content = Content.objects.create(
        thread=headers.get("x-house-thread", "")[:120],
        subject="" if secret else str(message.subject)[:300],
        sender=message.from_email or settings.DEFAULT_FROM_EMAIL,
        body=encrypt(body) if secret else body,
        encrypted=secret,
    )
    expires_at = clock.now() + timedelta(seconds=lasts) if lasts else None
    recipients = {_wire_form(recipient).lower(): _wire_form(recipient) for recipient in message.recipients()}
    Delivery.objects.bulk_create(
        Delivery(content=content, recipient=recipient[:320], message_id=message_id, expires_at=expires_at)
        for recipient in recipients.values()
    )
    wake_after_commit(deliver)
    return len(recipients)


def _wire_form(recipient: str) -> str:
    """Return the bare address, or what was given: the worker notes in the ledger that it can't be reached."""
    try:
        return bare_address(recipient)
    except ValidationError:
        return recipient


def _bytes_of(message: EmailMessage, message_id: str) -> bytes:
    """Return the message as it will leave. The caller's message is left as it was."""
    given = message.extra_headers
    kept = {name: value for name, value in given.items() if not name.lower().startswith("x-house-")}
    message.extra_headers = {"Message-ID": message_id, **kept}
    try:
        return re.sub(rb"\r?\n", b"\r\n", message.message().as_bytes())
    finally:
        message.extra_headers = given


# --- lists and consent -----------------------------------------------------------------------------------------


def ensure_list(*, key: str, title: str) -> MailingList:
    """Return the list of a key, made or renamed as needed."""
    word = re.sub(r"[^a-z0-9-]+", "-", key.lower()).strip("-")
    values = {"title": title, "list_id": f"{word}.{settings.POST_DOMAIN}"}
    return MailingList.objects.update_or_create(key=key, defaults=values)[0]


def find_subscription(*, list_key: str, email: str) -> Subscription | None:
    """Return an address's subscription to a list, whatever its state."""
    wanted = Subscription.objects.alias(address=Lower("email")).filter(list__key=list_key, address=email.lower())
    return wanted.first()


@transaction.atomic
def subscribe(
    *, list_key: str, email: str, language: str, confirm_url_name: str = "post:confirm", how: str = "form"
) -> Subscription:
    """Ask an address whether it wants a list (double opt-in): a letter with a secret link, good for a week.

    Somebody who subscribes already gets the same letter, so that nobody learns who reads what. The caller limits
    how often it asks. Raises ValidationError (code `address`).
    """
    address = parse_address(email).envelope
    mailing_list = MailingList.objects.get(key=list_key)
    row = _row(mailing_list, address, language)
    token = new_token()
    if row.status == SubscriptionStatus.LEFT:
        row = transitions.move_subscription(row, SubscriptionStatus.PENDING, reason=how)
    row.confirm_hash = token_hash(token)
    row.confirm_before = clock.now() + timedelta(days=letters.CONFIRM_DAYS)
    if row.status == SubscriptionStatus.PENDING:
        row.language = language
        row.consent = {"how": how, "asked_at": clock.now().isoformat()}
    row.save(update_fields=["confirm_hash", "confirm_before", "language", "consent"])
    letters.confirmation(
        email=address,
        list_title=mailing_list.title,
        language=language,
        token=token,
        confirm_url_name=confirm_url_name,
    ).send()
    return row


def pending_of(token: str) -> Subscription | None:
    """Return the subscription a confirmation link stands for, or None if it is unknown, used or too old."""
    rows = Subscription.objects.filter(confirm_hash=token_hash(token), confirm_before__gt=clock.now())
    return rows.select_related("list").first()


@transaction.atomic
def confirm(token: str) -> Subscription | None:
    """Confirm a subscription by the link from the letter; None if the link is unknown, used or too old."""
    row = pending_of(token)
    if row is None:
        return None
    if row.status == SubscriptionStatus.CONFIRMED:
        Subscription.objects.filter(pk=row.pk).update(confirm_hash="")
        return row
    consent = {**row.consent, "confirmed_at": clock.now().isoformat(), "by": "link"}
    Suppression.objects.alias(address=Lower("email")).filter(address=row.email.lower(), reason="asked").delete()
    return transitions.move_subscription(row, SubscriptionStatus.CONFIRMED, reason="confirmed", consent=consent)


@transaction.atomic
def add_members(*, list_key: str, emails: Iterable[str], consent: Mapping[str, Any], language: str = "sv") -> int:
    """Add informed members, contact agents say, with the proof of how they were informed; returns how many are new.

    Who has left the list stays away. Raises ValidationError (code `address`) for an address that can't be mailed.
    """
    mailing_list = MailingList.objects.get(key=list_key)
    rows = [
        Subscription(
            list=mailing_list,
            email=parse_address(email).envelope,
            language=language,
            status=SubscriptionStatus.CONFIRMED,
            consent={**consent, "added_at": clock.now().isoformat()},
        )
        for email in emails
    ]
    before = mailing_list.subscriptions.count()
    Subscription.objects.bulk_create(rows, batch_size=2_000, ignore_conflicts=True)
    return mailing_list.subscriptions.count() - before


def leave(token: str) -> list[MailingList] | None:
    """Leave the lists of the mail a token came with; None for a token we did not make. Leaving twice is fine."""
    reader = reader_of(token)
    if reader is None:
        return None
    email, lists = _reader_and_lists(reader)
    for mailing_list in lists:
        set_reading(mailing_list=mailing_list, email=email, reads=False, reason="link")
    return lists


def lists_of_mail(token: str) -> list[MailingList]:
    """Return the lists of the mail a token came with; leaving leaves these."""
    reader = reader_of(token)
    return _reader_and_lists(reader)[1] if reader else []


def lists_of(token: str) -> tuple[str, list[tuple[MailingList, bool]]] | None:
    """Return a token's address and its lists with whether each is read; None for a token we did not make."""
    reader = reader_of(token)
    if reader is None:
        return None
    email, lists = _reader_and_lists(reader)
    rows = Subscription.objects.alias(address=Lower("email")).filter(address=email.lower()).select_related("list")
    reads = {row.list: row.status == SubscriptionStatus.CONFIRMED for row in rows}
    for mailing_list in lists:
        reads.setdefault(mailing_list, True)
    return email, sorted(reads.items(), key=lambda pair: pair[0].title)


@transaction.atomic
def set_reading(*, mailing_list: MailingList, email: str, reads: bool, reason: str) -> None:
    """Let an address read a list or leave it. For reading, the caller must know that the address agreed."""
    there = SubscriptionStatus.CONFIRMED if reads else SubscriptionStatus.LEFT
    row = _row(mailing_list, email, settings.LANGUAGE_CODE)
    if row.status != there:
        consent = {"how": reason, "at": clock.now().isoformat()} if reads else None
        transitions.move_subscription(row, there, reason=reason, consent=consent)


def _row(mailing_list: MailingList, email: str, language: str) -> Subscription:
    """Return the one row of an address in a list, made if need be, also when two ask at once."""
    Subscription.objects.bulk_create(
        [Subscription(list=mailing_list, email=email, language=language)], ignore_conflicts=True
    )
    rows = Subscription.objects.alias(address=Lower("email"))
    row: Subscription = rows.get(list=mailing_list, address=email.lower())
    return row


def _reader_and_lists(reader: Reader) -> tuple[str, list[MailingList]]:
    delivery = Delivery.objects.filter(pk=reader.delivery_id).select_related("mailing").first()
    subscription = Subscription.objects.filter(pk=reader.subscription_id).select_related("list").first()
    email = subscription.email if subscription else delivery.recipient if delivery else ""
    if email.startswith(transitions.ERASED):
        return "", []
    if delivery is not None and delivery.mailing is not None:
        return email, list(delivery.mailing.lists.all())
    return email, [subscription.list] if subscription else []


# --- mail-outs -------------------------------------------------------------------------------------------------


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
) -> Mailing:
    """Prepare a mail-out for the readers of some lists and for named recipients. The same key gives the same one."""
    defaults = {
        "title": title[:200],
        "sender": sender or settings.DEFAULT_FROM_EMAIL,
        "thread": thread,
        "reply_to": reply_to,
    }
    mailing, is_new = Mailing.objects.get_or_create(key=key, defaults=defaults)
    if is_new:
        keys = list(list_keys)
        lists = list(MailingList.objects.filter(key__in=keys))
        if len(lists) != len(set(keys)):
            raise MailingList.DoesNotExist(f"one of the lists {keys} does not exist")
        mailing.lists.set(lists)
        _name_recipients(mailing, extra_recipients)
    return mailing


def _name_recipients(mailing: Mailing, recipients: Iterable[Recipient]) -> None:
    rows = (
        Delivery(
            mailing=mailing,
            recipient=_wire_form(person.email)[:320],
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
        wake_after_commit(deliver, mailing.pk)
    mailing.refresh_from_db()
    return moved


def pause(*, mailing: Mailing, actor: User | None = None) -> Mailing:
    """Stop sending within 25 messages; nothing is lost. Raises MoveRefusedError."""
    return transitions.move_mailing(mailing.pk, MailingStatus.PAUSED, actor=actor, reason="by_hand")


@transaction.atomic
def resume(*, mailing: Mailing, actor: User | None = None) -> Mailing:
    """Go on with what has not left; nobody gets a second copy. Raises MoveRefusedError."""
    moved = transitions.move_mailing(mailing.pk, MailingStatus.QUEUED, actor=actor, reason="by_hand")
    Mailing.objects.filter(pk=mailing.pk).update(start_at=None, touched_at=None)
    wake_after_commit(deliver, mailing.pk)
    return moved


@transaction.atomic
def cancel(*, mailing: Mailing, actor: User | None = None) -> Mailing:
    """Give up what has not left. Raises MoveRefusedError."""
    moved = transitions.move_mailing(mailing.pk, MailingStatus.CANCELLED, actor=actor, reason="by_hand")
    transitions.cancel_unsent(mailing.pk)
    return moved
