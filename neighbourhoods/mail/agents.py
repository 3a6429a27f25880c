"""Mail to somebody who becomes contact agent: where, from when, and how to sign in. It holds no secret."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from neighbourhoods.models import ContactAgent, GroupHead

APPOINTED = "neighbourhoods:appointment:"


def appointed(appointment: ContactAgent) -> EmailMessage:
    """Compose the mail that welcomes an agent."""
    person = appointment.user
    with translation.override(person.language):
        context = {
            "appointment": appointment,
            "link": settings.BASE_URL.rstrip("/") + reverse("portal"),
            "municipality": settings.MUNICIPALITY,
            "contact_phone": settings.CONTACT_PHONE,
        }
        subject = _("You are contact agent in %(area)s") % {"area": appointment.area}
        body = render_to_string("neighbourhoods/mail/appointed.txt", context).strip() + "\n"
    headers = {"X-House-Thread": f"{APPOINTED}{appointment.pk}"}
    return EmailMessage(" ".join(subject.split()), body, to=[person.email], headers=headers)


def heads_group(head: GroupHead) -> EmailMessage:
    """Compose the mail to somebody who becomes head contact agent of a group of areas."""
    person = head.user
    with translation.override(person.language):
        context = {
            "head": head,
            "areas": [place.area for place in head.group.places.select_related("area")],
            "link": settings.BASE_URL.rstrip("/") + reverse("portal"),
            "municipality": settings.MUNICIPALITY,
            "contact_phone": settings.CONTACT_PHONE,
        }
        subject = _("You are head contact agent of %(group)s") % {"group": head.group}
        body = render_to_string("neighbourhoods/mail/heads_group.txt", context).strip() + "\n"
    headers = {"X-House-Thread": f"neighbourhoods:group:{head.group_id}"}
    return EmailMessage(" ".join(subject.split()), body, to=[person.email], headers=headers)
