"""Mail of messages to areas: each has a reply address of its own, so that answers find their way back."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from neighbourhoods.models import MessageAnswer, MessageRecipient
from post.services import reply_address


def thread_of(recipient: MessageRecipient) -> str:
    """Return the post's word for the exchange with one agent."""
    return f"neighbourhoods:message:{recipient.pk}"


def _link(recipient: MessageRecipient) -> str:
    return str(settings.BASE_URL).rstrip("/") + reverse("neighbourhoods:portal_message", args=[recipient.message_id])


def _to_agent(recipient: MessageRecipient, subject: str, text: str, *, of_many: bool = False) -> EmailMessage:
    """Compose a mail in a person's words, which the reader may answer."""
    thread = thread_of(recipient)
    back = reply_address(thread=thread, person=recipient.user.email)
    return EmailMessage(
        " ".join(subject.split()),
        text,
        to=[recipient.user.email],
        headers={"X-House-Thread": thread, "Auto-Submitted": "no", "X-House-Of-Many": str(int(of_many))},
        reply_to=[back] if back else None,
    )


def message_text(recipient: MessageRecipient) -> str:
    """Return a message as one agent gets it: also what the coordinator previews."""
    message = recipient.message
    with translation.override(recipient.user.language):
        greeting = _("Hello %(name)s, contact agent in %(area)s!") % {"name": recipient.user, "area": recipient.area}
        close = _("Answer this mail, or tell us in the portal that you have read it: %(link)s") % {
            "link": _link(recipient) if recipient.message_id else settings.BASE_URL.rstrip("/") + reverse("portal")
        }
        sender = _("From %(author)s, %(municipality)s") % {
            "author": message.author or _("the safety coordinator"),
            "municipality": settings.MUNICIPALITY,
        }
    return f"{greeting}\n\n{message.text.strip()}\n\n{sender}\n\n{close}\n"


def to_agent(recipient: MessageRecipient) -> EmailMessage:
    """Compose a message for one agent."""
    return _to_agent(recipient, recipient.message.subject, message_text(recipient), of_many=True)


def from_desk(answer: MessageAnswer) -> EmailMessage:
    """Compose the desk's answer to an agent."""
    recipient = answer.recipient
    with translation.override(recipient.user.language):
        subject = _("Answer: %(subject)s") % {"subject": recipient.message.subject}
        close = _("The whole exchange: %(link)s") % {"link": _link(recipient)}
    return _to_agent(recipient, subject, f"{answer.text.strip()}\n\n{close}\n")


def to_head(recipient: MessageRecipient) -> EmailMessage:
    """Compose the mail that tells a head contact agent of an answer; the words stay behind the sign-in."""
    head = recipient.message.author
    assert head is not None  # asked of `is_heads_own`
    link = settings.BASE_URL.rstrip("/") + reverse("neighbourhoods:group")
    with translation.override(head.language):
        subject = _("A contact agent in %(area)s has answered") % {"area": recipient.area}
        body = _("Read and answer: %(link)s") % {"link": link}
    headers = {"X-House-Thread": "neighbourhoods:desk:0"}
    return EmailMessage(subject, body + "\n", to=[head.email], headers=headers)


def to_desk(recipient: MessageRecipient) -> EmailMessage:
    """Compose the mail that tells the coordinators of an agent's message; the words stay behind the sign-in."""
    link = settings.BASE_URL.rstrip("/") + reverse("neighbourhoods:message", args=[recipient.message_id])
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("A contact agent in %(area)s has written") % {"area": recipient.area}
        body = _("Read and answer: %(link)s") % {"link": link}
    return EmailMessage(
        subject, body + "\n", to=[settings.CONTACT_EMAIL], headers={"X-House-Thread": "neighbourhoods:desk:0"}
    )
