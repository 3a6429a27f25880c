"""Messages to areas: written by a coordinator or a head agent, answered by mail or in the portal."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from common.wake import wake_after_commit
from neighbourhoods import mail
from neighbourhoods.figures import Reached, is_heads_own, textable
from neighbourhoods.models import Area, AreaActivity, AreaMessage, ContactAgent, MessageAnswer, MessageRecipient
from neighbourhoods.services.vitality import record_activity
from neighbourhoods.tasks import send_message
from post import services as post


@transaction.atomic
def write_to_areas(
    *,
    to: Iterable[Reached],
    subject: str,
    text: str,
    by: User,
    form_token: str,
    sms_text: str = "",
    urgency: str = "",
    direction: str = "",
) -> AreaMessage:
    """Send a message to agents, each once; with an `urgency` (TextUrgency) it goes as SMS too, to those who want it.

    The same form token gives the same message. Raises ValidationError `nobody`, or as `post.services.send_sms`.
    """
    known: AreaMessage | None = AreaMessage.objects.filter(form_token=form_token, author=by).first()
    if known is not None:
        return known
    if not (people := list(to)):
        raise ValidationError(_("No contact agent is reached by this choice."), code="nobody")
    message = AreaMessage.objects.create(
        direction=direction or AreaMessage.Direction.TO_AGENTS,
        subject=subject,
        text=text,
        sms_text=sms_text if urgency else "",
        author=by,
        form_token=form_token,
    )
    _hand_out(message, people, urgency)
    return message


def _hand_out(message: AreaMessage, people: list[Reached], urgency: str) -> None:
    MessageRecipient.objects.bulk_create(
        MessageRecipient(message=message, user_id=one.user_id, area_id=one.area_id) for one in people
    )
    numbers = textable(people)
    if urgency and numbers:
        # Not the word of the mails' threads, whose number is a recipient's: what is answered by SMS has no thread.
        thread = f"neighbourhoods:text:{message.pk}"
        post.send_sms(text=message.sms_text, recipients=numbers, actor=message.author, urgency=urgency, thread=thread)
    wake_after_commit(send_message, message.pk)


@transaction.atomic
def write_to_coordinator(*, area: Area, by: User, subject: str, text: str, form_token: str) -> MessageRecipient:
    """Take an agent's or head's message to the coordinators as a thread of its own. The same form token is the same.

    Raises ValidationError `form_token` for the token of somebody else's message.
    """
    message, is_new = AreaMessage.objects.get_or_create(
        form_token=form_token,
        defaults={
            "direction": AreaMessage.Direction.TO_COORDINATOR,
            "subject": subject,
            "text": text,
            "author": by,
        },
    )
    if message.author_id != by.pk:
        raise ValidationError(_("Reload the page and try again."), code="form_token")
    thread, _new = MessageRecipient.objects.get_or_create(
        message=message,
        user=by,
        defaults={"area": area, "mailed_at": clock.now(), "read_at": clock.now()},
    )
    if is_new:
        MessageAnswer.objects.create(recipient=thread, author=by, text=text)
        _note_life(thread)
        mail.to_desk(thread).send()
    return thread


@transaction.atomic
def answer(*, recipient: MessageRecipient, by: User | None, text: str, form_token: str, by_mail: bool = False) -> None:
    """Add an answer to an exchange: the agent's reaches the desk or the head who wrote, theirs the agent by mail.

    Twice is one.
    """
    is_agent = by is not None and by.pk == recipient.user_id
    values = {
        "recipient": recipient,
        "author": by,
        "text": text,
        "by_mail": by_mail,
        "seen_at": None if is_agent else clock.now(),
    }
    made, is_new = MessageAnswer.objects.get_or_create(form_token=form_token, defaults=values)
    if not is_new:
        return
    if is_agent:
        MessageRecipient.objects.filter(pk=recipient.pk, read_at=None).update(read_at=clock.now())
        _note_life(recipient)
        if is_heads_own(recipient.message):
            mail.to_head(recipient).send()
    else:
        see_answers(recipient=recipient)
        mail.from_desk(made).send()


def see_answers(*, recipient: MessageRecipient) -> None:
    """Note that what an agent has answered is read, and needs no answer. Safe to run twice."""
    MessageAnswer.objects.filter(recipient=recipient, seen_at=None).update(seen_at=clock.now())


@transaction.atomic
def say_read(*, recipient: MessageRecipient, passed_on: bool = False) -> None:
    """Note what the agent says: that the message is read, or read and passed on to the neighbours."""
    now = clock.now()
    rows = MessageRecipient.objects.filter(pk=recipient.pk)
    rows.filter(read_at=None).update(read_at=now)
    if passed_on:
        rows.filter(passed_on_at=None).update(passed_on_at=now)
    _note_life(recipient)


def _note_life(recipient: MessageRecipient) -> None:
    """Note that the area lives; that somebody answers who is agent there no longer says nothing of it."""
    if ContactAgent.objects.current().filter(user=recipient.user_id, area=recipient.area_id).exists():
        record_activity(area=recipient.area, kind=AreaActivity.Kind.ANSWER, source="message")
