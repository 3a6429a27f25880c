"""Mail to somebody who would like to take part: with the link that confirms, shows and takes back."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from neighbourhoods.models import InterestedPerson


def interest_receipt(person: InterestedPerson, token: str) -> EmailMultiAlternatives:
    """Say thank you, and ask to confirm. The link opens the person's own page, so the mail is secret."""
    with translation.override(person.language):
        context = {
            "person": person,
            "link": settings.BASE_URL.rstrip("/") + reverse("neighbourhoods:interest_own", args=[token]),
            "language": person.language,
            "subject": _("Confirm that you would like to take part in Grannsamverkan"),
            "municipality": settings.MUNICIPALITY,
            "contact_phone": settings.CONTACT_PHONE,
            "days": settings.INTEREST_UNCONFIRMED_DAYS,
        }
        mail = EmailMultiAlternatives(
            str(context["subject"]),
            render_to_string("neighbourhoods/mail/interest.txt", context),
            to=[person.email],
            headers={
                "X-House-Thread": f"neighbourhoods:interest:{person.pk}",
                "X-House-Secret": "1",
                "Auto-Submitted": "auto-replied",
            },
        )
        mail.attach_alternative(render_to_string("neighbourhoods/mail/interest.html", context), "text/html")
    return mail
