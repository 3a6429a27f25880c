"""What goes to an area's neighbours, and what tells the coordinators of misuse."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from common.signed_links import sign
from neighbourhoods.models import Circle, CircleMisuse, CircleNote
from post.services import UNSUBSCRIBE_URL

MISUSE = "circle-misuse"


@dataclass(frozen=True)
class Composed:
    """A mail before it is frozen."""

    subject: str
    html: str
    text: str


def circle_note(note: CircleNote, circle: Circle, language: str) -> Composed:
    """Compose a note for the neighbours in one of the house's languages; the agent's own words stay as they are."""
    base = settings.BASE_URL.rstrip("/")
    misuse = reverse("neighbourhoods:circle_misuse", args=[circle.token]) + f"?brev={sign(MISUSE, str(note.pk))}"
    with translation.override(language):
        context = {
            "note": note,
            "area": note.area,
            "language": language,
            "leave": UNSUBSCRIBE_URL,
            "misuse": base + misuse,
            "municipality": settings.MUNICIPALITY,
        }
        subject = _("%(area)s: %(subject)s") % {"area": note.area.name, "subject": note.subject}
        return Composed(
            " ".join(subject.split()),
            render_to_string("neighbourhoods/mail/circle_note.html", context),
            render_to_string("neighbourhoods/mail/circle_note.txt", context),
        )


def misuse(told: CircleMisuse, *, link: str) -> EmailMessage:
    """Compose the mail that tells the coordinators; what was written stays behind the sign-in."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("A neighbour in %(area)s says that the circle is misused") % {"area": told.area.name}
        body = _("Read what was written, and settle it: %(link)s") % {"link": link}
        headers = {"X-House-Thread": f"neighbourhoods:misuse:{told.pk}"}
        return EmailMessage(subject, body + "\n", to=[settings.CONTACT_EMAIL], headers=headers)
