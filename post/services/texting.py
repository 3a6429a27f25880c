"""Text messages: what they cost, sending them, and what the gateway reports. For what is urgent, and for reminders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.template.defaultfilters import truncatechars
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from common import clock, form_tokens
from common.wake import wake_after_commit
from post import figures, transitions
from post.lifecycle import TextReport, TextUrgency
from post.models import Content, Delivery, TextMessage, TextReceipt
from post.sms import quiet
from post.sms.elks import moment_of
from post.sms.gateway import is_on
from post.sms.numbers import parse_mobile
from post.sms.run import delivery_of_token
from post.sms.segments import clean_text, size
from post.tasks import send_texts

LASTS = timedelta(hours=24)  # from the moment a message may leave; nobody wants yesterday's reminder
LATE_REPORT = timedelta(days=30)


@dataclass(frozen=True)
class Estimate:
    """What a text message would be and cost. Money is in öre; `spent` is this month's so far."""

    text: str
    recipients: int
    parts: int
    is_gsm: bool
    price: int
    spent: int
    ceiling: int
    leaves_at: datetime
    waits: bool

    @property
    def cost(self) -> int:
        """Return the whole cost in öre."""
        return self.parts * self.recipients * self.price

    @property
    def is_over(self) -> bool:
        """Tell whether the month's ceiling refuses it."""
        return self.spent + self.cost > self.ceiling


def estimate(text: str, recipients: int, *, urgency: str = "") -> Estimate:
    """Measure a message before it is sent. Raises ValidationError (codes `empty`, `too_long`)."""
    clean = clean_text(text)
    measured = size(clean)
    now = clock.now()
    leaves = now if urgency else quiet.leaves_at(now)
    return Estimate(
        text=clean,
        recipients=recipients,
        parts=measured.parts,
        is_gsm=measured.is_gsm,
        price=settings.SMS_PRICE,
        spent=figures.text_cost_this_month(),
        ceiling=settings.SMS_MONTHLY_CEILING * 100,
        leaves_at=leaves,
        waits=leaves > now,
    )


@transaction.atomic
def send_sms(
    *,
    text: str,
    recipients: Iterable[str],
    actor: User | None = None,
    urgency: str = "",
    thread: str = "",
    expires_at: datetime | None = None,
    form_token: str | None = None,
) -> TextMessage:
    """Put a text message to Swedish mobile numbers into the ledger and wake a worker; each number gets one.

    With an `urgency` (TextUrgency) it leaves during quiet hours too, which is noted. The same form token gives the
    same message. Raises ValidationError: codes `sms_off`, `empty`, `too_long`, `number`, `landline`, `foreign`,
    `nobody`, `urgency`, `ceiling`, `too_late`, `form_token`.
    """
    numbers = _require_sendable(recipients, urgency)
    _stand_in_line()
    if form_token is not None and (sent := _sent_before(form_token)) is not None:
        return sent
    measured = estimate(text, len(numbers), urgency=urgency)
    _refuse(measured, expires_at)
    made = _write(measured, actor=actor, urgency=urgency, thread=thread, form_token=form_token)
    _address(made, numbers, measured, expires_at)
    code = f"post.sms_urgent.{urgency}" if urgency else "post.sms_sent"
    audit(actor=actor, action=code, object_type="post.textmessage", object_id=str(made.pk))
    wake_after_commit(send_texts)
    return made


def _require_sendable(recipients: Iterable[str], urgency: str) -> list[str]:
    """Return the numbers, each once. Raises ValidationError."""
    if not is_on():
        raise ValidationError(_("Text messages are not set up here. Write by mail, or call."), code="sms_off")
    if urgency and urgency not in TextUrgency.values:
        raise ValidationError(_("Choose why it is urgent."), code="urgency")
    numbers = list(dict.fromkeys(parse_mobile(number) for number in recipients))
    if not numbers:
        raise ValidationError(_("Write at least one mobile number."), code="nobody")
    return numbers


def _stand_in_line() -> None:
    """Let one sending at a time look at the month's cost, so that two together can't pass the ceiling."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('post.sms', 0))")


def _sent_before(form_token: str) -> TextMessage | None:
    if not form_tokens.is_well_formed(form_token):
        raise ValidationError(_("The form is too old. Reload the page and try again."), code="form_token")
    found: TextMessage | None = TextMessage.objects.filter(form_token=form_token).first()
    return found


def _refuse(measured: Estimate, expires_at: datetime | None) -> None:
    if measured.is_over:
        raise ValidationError(
            _("This would pass the month's ceiling for text messages. Shorten it, or ask who runs the site."),
            code="ceiling",
        )
    if expires_at is not None and expires_at <= measured.leaves_at:
        raise ValidationError(_("It would be too late once the quiet hours are over."), code="too_late")


def _write(measured: Estimate, *, actor: User | None, urgency: str, thread: str, form_token: str | None) -> TextMessage:
    content = Content.objects.create(
        thread=thread[:120],
        subject=truncatechars(measured.text.replace("\n", " "), 60),
        sender="sms",
        body=measured.text.encode(),
    )
    made: TextMessage = TextMessage.objects.create(
        content=content,
        author=actor,
        urgency=urgency,
        parts=measured.parts,
        price=measured.price,
        form_token=form_token or form_tokens.new(),
    )
    return made


def _address(made: TextMessage, numbers: list[str], measured: Estimate, expires_at: datetime | None) -> None:
    """Write a delivery and its receipt for each number."""
    deliveries = Delivery.objects.bulk_create(
        Delivery(
            content=made.content,
            channel=Delivery.Channel.SMS,
            recipient=number,
            next_attempt_at=measured.leaves_at if measured.waits else None,
            reason="quiet" if measured.waits else "",
            expires_at=expires_at or measured.leaves_at + LASTS,
        )
        for number in numbers
    )
    TextReceipt.objects.bulk_create(TextReceipt(delivery=row, text=made) for row in deliveries)


def note_report(token: str, *, status: str, delivered: str, gateway_id: str) -> bool:
    """Note a gateway's report; False for a token that is not ours. What can't be understood changes nothing."""
    key = delivery_of_token(token)
    receipt = TextReceipt.objects.select_related("delivery").filter(delivery=key).first() if key else None
    if receipt is None:
        return False
    if status in TextReport.values:
        at = _likely(moment_of(delivered), receipt.delivery.created_at)
        known = gateway_id if gateway_id.isascii() and gateway_id.isalnum() else ""
        transitions.text_reported(receipt, TextReport(status), at=at, gateway_id=known[:80])
    return True


def _likely(told: datetime | None, created: datetime) -> datetime:
    """Return the moment a report tells, or now for one that can't be: from before the message, or from tomorrow."""
    now = clock.now()
    if told is None or not created - timedelta(minutes=5) <= told <= now + timedelta(minutes=5):
        return now
    return min(told, now)
