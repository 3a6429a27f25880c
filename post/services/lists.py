"""Lists, consent, and the links in mails that leave them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from common.signed_links import new_token, token_hash
from post import transitions
from post.lifecycle import OWN_WISHES, SubscriptionStatus, SuppressionReason
from post.mail import letters
from post.mail.addresses import compared, parse_address
from post.mail.links import Reader, person_token, reader_of
from post.models import Delivery, MailingList, Subscription, Suppression
from post.querysets import SubscriptionQuerySet

# Whoever follows the link in a letter reads that address, and wants mail-outs there again.
LIFTED_BY_CONFIRMING = (*OWN_WISHES, SuppressionReason.BOUNCE)


def ensure_list(*, key: str, title: str) -> MailingList:
    """Return the list of a key, made or renamed as needed."""
    word = re.sub(r"[^a-z0-9-]+", "-", key.lower()).strip("-")
    values = {"title": title, "list_id": f"{word}.{settings.POST_DOMAIN}"}
    return MailingList.objects.update_or_create(key=key, defaults=values)[0]


def find_subscription(*, list_key: str, email: str) -> Subscription | None:
    """Return an address's subscription to a list, whatever its state."""
    wanted = Subscription.objects.alias(address=Lower("email")).filter(list__key=list_key, address=compared(email))
    return wanted.first()


@transaction.atomic
def subscribe(
    *, list_key: str, email: str, language: str, confirm_url_name: str = "post:confirm", how: str = "form"
) -> Subscription:
    """Ask an address whether it wants a list (double opt-in): a letter with a secret link, good for a week.

    Somebody who subscribes already gets the same letter, so that nobody learns who reads what. Who has left has left
    until they confirm: anybody can write an address in a form. The caller limits how often it asks. Raises
    ValidationError (code `address`).
    """
    address = parse_address(email).envelope
    mailing_list = MailingList.objects.get(key=list_key)
    row = _row(mailing_list, address, language)
    token = new_token()
    row.confirm_hash = token_hash(token)
    row.confirm_before = clock.now() + timedelta(days=letters.CONFIRM_DAYS)
    if row.status != SubscriptionStatus.CONFIRMED:
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
    row: Subscription | None = _asked_by(token).first()
    return row


def _asked_by(token: str) -> SubscriptionQuerySet:
    rows = Subscription.objects.filter(confirm_hash=token_hash(token), confirm_before__gt=clock.now())
    return rows.select_related("list")


@transaction.atomic
def confirm(token: str) -> Subscription | None:
    """Confirm a subscription by the link from the letter; None if the link is unknown, used or too old."""
    row: Subscription | None = _asked_by(token).select_for_update(of=("self",)).first()
    if row is None:
        return None
    suppressed = Suppression.objects.alias(address=Lower("email")).filter(address=row.email.lower())
    suppressed.filter(reason__in=LIFTED_BY_CONFIRMING).delete()
    if row.status == SubscriptionStatus.CONFIRMED:
        Subscription.objects.filter(pk=row.pk).update(confirm_hash="")
        return row
    consent = {**row.consent, "confirmed_at": clock.now().isoformat(), "by": "link"}
    return transitions.move_subscription(row, SubscriptionStatus.CONFIRMED, reason="confirmed", consent=consent)


@transaction.atomic
def add_members(*, list_key: str, emails: Iterable[str], consent: Mapping[str, Any], language: str = "sv") -> int:
    """Add informed members, contact agents say, with the proof of how they were informed; returns how many are new.

    Who has left the list stays away. Raises ValidationError (code `address`) for an address that can't be mailed.
    """
    mailing_list = MailingList.objects.get(key=list_key)
    now = clock.now()
    rows = [
        Subscription(
            list=mailing_list,
            email=parse_address(email).envelope,
            language=language,
            status=SubscriptionStatus.CONFIRMED,
            consent={**consent, "added_at": now.isoformat()},
        )
        for email in emails
    ]
    return transitions.enrol(rows, reason="added")


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
    """Return the one row of an address in a list, locked, and made if need be, also when two ask at once."""
    Subscription.objects.bulk_create(
        [Subscription(list=mailing_list, email=email, language=language)], ignore_conflicts=True
    )
    rows = Subscription.objects.select_for_update().alias(address=Lower("email"))
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


def set_language(*, subscription: Subscription, language: str) -> None:
    """Write to a reader in another language from now on. Raises ValidationError (code `language`)."""
    if language not in dict(settings.LANGUAGES):
        raise ValidationError(_("Choose one of the languages we write in."), code="language")
    Subscription.objects.filter(pk=subscription.pk).update(language=language)


@dataclass(frozen=True)
class Preferences:
    """What the reader of a mail has chosen, for the page that changes it."""

    email: str
    lists: list[tuple[MailingList, bool]]
    language: str
    wants_nothing: bool
    stopped_by_us: bool


def preferences_of(token: str) -> Preferences | None:
    """Return what a token's reader has chosen; None for a token we did not make, or of somebody erased."""
    found = lists_of(token)
    if found is None or not found[0]:
        return None
    email, lists = found
    mine = Subscription.objects.alias(address=Lower("email")).filter(address=email.lower()).order_by("-changed_at")
    stops = Suppression.objects.alias(address=Lower("email")).filter(address=email.lower())
    reasons = set(stops.values_list("reason", flat=True))
    newest = mine.first()
    language = newest.language if newest else settings.LANGUAGE_CODE
    own = reasons.intersection(OWN_WISHES)
    return Preferences(email, lists, language, wants_nothing=bool(own), stopped_by_us=bool(reasons - own))


@transaction.atomic
def save_preferences(
    *, preferences: Preferences, reads: Iterable[MailingList], language: str, wants_nothing: bool
) -> None:
    """Carry out what somebody chose: which lists, in which language, or no mail-outs at all whatever list.

    A list whose tick they left as it was is left as it is, also where it waits for confirmation. Who got a
    letter without standing in its list, as an agent, becomes no reader: their language is the account's. What we
    have stopped, an address that does not exist say, stays stopped.
    """
    wanted = {row.pk for row in reads}
    mine = Subscription.objects.alias(address=Lower("email")).filter(address=preferences.email.lower())
    for row, is_read in preferences.lists:
        if (row.pk in wanted) != is_read:
            set_reading(mailing_list=row, email=preferences.email, reads=not is_read, reason="preferences")
    if language in dict(settings.LANGUAGES):
        mine.update(language=language)
        stands_in = {row.list_id for row in mine}
        if any(row.pk not in stands_in for row, _is_read in preferences.lists):
            User.objects.filter(email__iexact=preferences.email).update(language=language)
    stops = Suppression.objects.alias(address=Lower("email")).filter(address=preferences.email.lower())
    if wants_nothing:
        transitions.suppress(preferences.email, SuppressionReason.ASKED)
    else:
        stops.filter(reason__in=OWN_WISHES).delete()


def ask_about_me(*, email: str, language: str) -> None:
    """Mail an address a link to what is held about it, whether anything is or not. The caller limits how often.

    Raises ValidationError (code `address`).
    """
    address = parse_address(email).envelope
    token = person_token(address, until=clock.now() + timedelta(days=letters.ABOUT_YOU_DAYS))
    letters.about_you(email=address, language=language, token=token).send()
