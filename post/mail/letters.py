"""This room's own letters."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

CONFIRM_DAYS = 7
ABOUT_YOU_DAYS = 2


def confirmation(
    *, email: str, list_title: str, language: str, token: str, confirm_url_name: str
) -> EmailMultiAlternatives:
    """Compose the letter that asks whether somebody really wants a list (double opt-in)."""
    with translation.override(language):
        link = settings.BASE_URL.rstrip("/") + reverse(confirm_url_name, args=[token])
        context = {"title": list_title, "link": link, "days": CONFIRM_DAYS, "language": language}
        message = EmailMultiAlternatives(
            _("Confirm that you want %(title)s") % {"title": list_title},
            render_to_string("post/mail/confirmation.txt", context),
            to=[email],
            headers={
                "X-House-Thread": "post:confirmation",
                "X-House-Secret": "1",
                "X-House-Expires": str(CONFIRM_DAYS * 86_400),
            },
        )
        message.attach_alternative(render_to_string("post/mail/confirmation.html", context), "text/html")
        return message


def too_large(*, email: str, reply_to: str) -> EmailMessage:
    """Compose the answer to somebody whose reply can't be taken in because of its size."""
    megabytes = settings.POST_INCOMING_MAX_BYTES // 1_000_000
    with translation.override(settings.LANGUAGE_CODE):
        return EmailMessage(
            _("Your mail was too large"),
            render_to_string("post/mail/too_large.txt", {"megabytes": megabytes}),
            to=[email],
            reply_to=[reply_to],
            headers={"X-House-Thread": "post:too_large", "Auto-Submitted": "auto-replied"},
        )


def about_you(*, email: str, language: str, token: str) -> EmailMultiAlternatives:
    """Compose the letter with the secret link to what is held about an address, where it can be erased too."""
    with translation.override(language):
        link = settings.BASE_URL.rstrip("/") + reverse("post:about_you", args=[token])
        context = {"link": link, "days": ABOUT_YOU_DAYS, "language": language}
        message = EmailMultiAlternatives(
            _("What we hold about you"),
            render_to_string("post/mail/about_you.txt", context),
            to=[email],
            headers={
                "X-House-Thread": "post:about_you",
                "X-House-Secret": "1",
                "X-House-Expires": str(ABOUT_YOU_DAYS * 86_400),
            },
        )
        message.attach_alternative(render_to_string("post/mail/about_you.html", context), "text/html")
        return message
