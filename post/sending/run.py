"""Who sends what when: single messages first, then mail-outs bundle by bundle."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import suppress
from email.utils import format_datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from common import clock
from common.crypto import decrypt
from common.moves import MoveRefusedError
from post import transitions
from post.lifecycle import MailingStatus, SubscriptionStatus
from post.mail import frozen
from post.mail.addresses import parse_address, return_path
from post.mail.links import address, token_for
from post.models import Chunk, Content, Delivery, Mailing, Subscription, Suppression
from post.querysets import DeliveryQuerySet
from post.sending.chunks import Bundles, fan_out
from post.sending.relay import Answer, Letter, Outcome, Pipeline, RelayAwayError, connect, hang_up

logger = logging.getLogger(__name__)

BATCH = 25  # messages between two looks at pause, cancel, unsubscriptions and single messages
LINE_LASTS = 1_000  # messages, then a fresh connection


class Sender:
    """One worker's run: a line to the mail server and the texts of the contents it has met."""

    def __init__(self, *, seconds: float) -> None:
        self._ends = time.monotonic() + seconds
        self._line: Pipeline | None = None
        self._sent_on_line = 0
        self._pieces: dict[int, frozen.Pieces] = {}

    def out_of_time(self) -> bool:
        """Tell whether this run should make way for another task."""
        return time.monotonic() > self._ends

    def close(self) -> None:
        """Hang up."""
        if self._line is not None:
            hang_up(self._line)
            self._line = None

    def send_singles(self) -> None:
        """Send every single message that is due. Raises RelayAwayError when no mail server answers."""
        transitions.expire(clock.now())
        while self._send_one_single():
            pass

    def send_mailing(self, mailing_id: int) -> None:
        """Send a mail-out's bundles until none is left to claim, it is paused, or time is up."""
        mailing = _begin(mailing_id)
        if mailing is None:
            return
        with Bundles(mailing_id) as bundles:
            while not self.out_of_time() and (number := bundles.claim()) is not None:
                try:
                    self._send_bundle(mailing, number)
                finally:
                    bundles.release()
                if not _still_sending(mailing_id):
                    return
        _finish(mailing_id)

    def _send_one_single(self) -> bool:
        """Send one single message under its row's lock, so that nobody else takes it; False when none is due."""
        with transaction.atomic():
            due = Delivery.objects.transactional().due(clock.now()).in_order().select_related("content")
            delivery = due.select_for_update(skip_locked=True, of=("self",)).first()
            if delivery is None:
                return False
            line = self._ready_line()
            letter = _single_letter(delivery, line)
            if letter is not None:
                with suppress(RelayAwayError):
                    for _letter, answer in line.transmit(iter([letter])):
                        self._note(delivery, answer)
            transitions.erase_secrets(Q(pk=delivery.content_id))
        return True

    def _send_bundle(self, mailing: Mailing, number: int) -> None:
        while _still_sending(mailing.pk):
            self.send_singles()
            batch = _next_batch(mailing, number)
            if not batch:
                return
            by_key = {delivery.pk: delivery for delivery in batch}
            line = self._ready_line()
            with suppress(RelayAwayError):  # the rest of the batch is still due and is tried on a new line
                for letter, answer in line.transmit(self._letters(batch, line)):
                    self._note(by_key[letter.key], answer)

    def _letters(self, batch: list[Delivery], line: Pipeline) -> Iterator[Letter]:
        for delivery in batch:
            values = _values(delivery)
            letter = _letter(delivery, line, frozen.fill(self._pieces_of(delivery), values))
            if letter is not None:
                yield letter

    def _pieces_of(self, delivery: Delivery) -> frozen.Pieces:
        assert delivery.content_id is not None
        if delivery.content_id not in self._pieces:
            body = Content.objects.values_list("body", flat=True).get(pk=delivery.content_id)
            if len(self._pieces) >= 400:
                self._pieces.clear()
            self._pieces[delivery.content_id] = frozen.take_apart(bytes(body))
        return self._pieces[delivery.content_id]

    def _ready_line(self) -> Pipeline:
        if self._line is not None and (self._line.sock is None or self._sent_on_line >= LINE_LASTS):
            self.close()
        if self._line is None:
            self._line, self._sent_on_line = connect(), 0
        return self._line

    def _note(self, delivery: Delivery, answer: Answer) -> None:
        self._sent_on_line += 1
        if answer.outcome is Outcome.ACCEPTED:
            transitions.accepted(delivery, answer.code, answer.text)
        elif answer.outcome is Outcome.REFUSED:
            transitions.refused(delivery, answer.code, answer.text, reason="refused")
        else:
            reason = "unknown" if answer.outcome is Outcome.UNKNOWN else "later"
            at_once = answer.closed and reason == "later"
            transitions.deferred(delivery, answer.code, answer.text, reason=reason, at_once=at_once)


def _begin(mailing_id: int) -> Mailing | None:
    """Return the mail-out if it is being sent now; one that is due is fanned out first."""
    mailing = Mailing.objects.filter(pk=mailing_id).at_work(clock.now()).first()
    if mailing is None or mailing.status == MailingStatus.SENDING:
        return mailing
    try:
        with transaction.atomic():
            mailing = transitions.move_mailing(mailing_id, MailingStatus.SENDING, actor=None)
            fan_out(mailing)
    except MoveRefusedError:  # another worker began, or a person paused it, in the same moment
        return Mailing.objects.filter(pk=mailing_id, status=MailingStatus.SENDING).first()
    return mailing


def _still_sending(mailing_id: int) -> bool:
    return Mailing.objects.filter(pk=mailing_id, status=MailingStatus.SENDING).exists()


def _finish(mailing_id: int) -> None:
    if Chunk.objects.filter(mailing_id=mailing_id, done=False).exists():
        return
    try:
        transitions.move_mailing(mailing_id, MailingStatus.SENT, actor=None)
    except MoveRefusedError:
        logger.info("mail-out was finished by someone else", extra={"mailing": mailing_id})


def _gone(mailing: Mailing) -> DeliveryQuerySet:
    """Return the mail-out's deliveries whose recipient has left its lists or wants no mail-outs at all."""
    mine = Subscription.objects.filter(list__in=mailing.lists.all()).annotate(address=Lower("email"))
    mine = mine.filter(address=Lower(OuterRef("recipient")))
    unwanted = Suppression.objects.annotate(address=Lower("email")).filter(address=Lower(OuterRef("recipient")))
    left = Exists(mine.filter(status=SubscriptionStatus.LEFT)) & ~Exists(mine.confirmed())
    return Delivery.objects.filter(mailing=mailing).filter(left | Exists(unwanted))


def _next_batch(mailing: Mailing, number: int) -> list[Delivery]:
    """Return the next messages of a bundle, without those whose recipient has left since the fan-out."""
    while True:
        due = Delivery.objects.filter(mailing=mailing, chunk=number).due(clock.now())
        batch = list(due.in_order()[:BATCH])
        keys = [delivery.pk for delivery in batch]
        gone = set(_gone(mailing).filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
        if gone:
            transitions.skipped(list(gone), reason="left")
        staying = [delivery for delivery in batch if delivery.pk not in gone]
        if staying or not batch:
            return staying


def _values(delivery: Delivery) -> dict[str, str]:
    token = token_for(delivery.pk, delivery.subscription_id)
    return {
        **{name: str(value) for name, value in delivery.variables.items()},
        "recipient": delivery.recipient,
        "to": _to_header(delivery.recipient),
        "date": format_datetime(clock.now()),
        "message_id": delivery.message_id,
        "unsubscribe_url": address("post:leave", token),
        "preferences_url": address("post:preferences", token),
    }


def _to_header(recipient: str) -> str:
    try:
        return parse_address(recipient).envelope
    except ValidationError:
        return ""


def _single_letter(delivery: Delivery, line: Pipeline) -> Letter | None:
    assert delivery.content is not None
    body = bytes(delivery.content.body)
    return _letter(delivery, line, frozen.double_dots(decrypt(body) if delivery.content.encrypted else body))


def _letter(delivery: Delivery, line: Pipeline, data: bytes) -> Letter | None:
    """Return the letter, or None (and say so in the ledger) for an address that this mail server can't reach."""
    try:
        to = parse_address(delivery.recipient)
    except ValidationError:
        transitions.refused(delivery, None, "", reason="bad_address")
        return None
    if to.needs_smtputf8 and not line.has_extn("smtputf8"):
        transitions.refused(delivery, None, "", reason="smtputf8_missing")
        return None
    return Letter(delivery.pk, return_path(delivery.pk), to.envelope, data, utf8=to.needs_smtputf8)
