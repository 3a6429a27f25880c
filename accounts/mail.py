"""Mail of this room: one function composes one mail. Each holds a secret and an end after which it is not sent."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.models import Invitation, PartnerAccess
from common import clock


def _compose(name: str, *, to: str, thread: str, expires_at: datetime, context: dict[str, object]) -> EmailMessage:
    """Render subject and text in the house's first language: we don't know the reader's yet."""
    known = {**context, "municipality": settings.MUNICIPALITY, "contact_phone": settings.CONTACT_PHONE}
    with translation.override(settings.LANGUAGE_CODE):
        subject = " ".join(render_to_string(f"accounts/mail/{name}_subject.txt", known).split())
        body = render_to_string(f"accounts/mail/{name}.txt", known).strip() + "\n"
    headers = {
        "X-House-Thread": thread,
        "X-House-Secret": "1",
        "X-House-Expires": str(int((expires_at - clock.now()).total_seconds())),
    }
    return EmailMessage(subject, body, to=[to], headers=headers)


def invitation(invited: Invitation, token: str) -> EmailMessage:
    """Compose the invitation with its secret link."""
    link = settings.BASE_URL + reverse("accounts:invitation", args=[token])
    return _compose(
        "invitation",
        to=invited.email,
        thread=f"accounts:invitation:{invited.pk}",
        expires_at=invited.expires_at,
        context={"invitation": invited, "link": link},
    )


def partner_link(access: PartnerAccess, token: str) -> EmailMessage:
    """Compose the mail with the link; the code travels in another."""
    link = settings.BASE_URL + reverse("accounts:partner", args=[token])
    return _partner("partner_link", access, {"link": link})


def partner_code(access: PartnerAccess, code: str) -> EmailMessage:
    """Compose the mail with the code, in two groups of four."""
    return _partner("partner_code", access, {"code": f"{code[:4]} {code[4:]}"})


def _partner(name: str, access: PartnerAccess, context: dict[str, object]) -> EmailMessage:
    return _compose(
        name,
        to=access.email,
        thread=f"accounts:partner:{access.pk}",
        expires_at=access.expires_at,
        context={"access": access, **context},
    )
