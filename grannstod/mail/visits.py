"""Mail to agents: a patrol has been in the area."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from grannstod.models import Patrol
from neighbourhoods.models import Area


def visit_note(patrol: Patrol, agent: User, areas: Sequence[Area]) -> EmailMultiAlternatives:
    """Say that Grannstöd has been in an agent's area: the day and no more, neither what was seen nor who drove."""
    with translation.override(agent.language):
        names = ", ".join(area.name for area in areas)
        context = {
            "subject": _("Grannstöd has been in %(areas)s") % {"areas": names},
            "name": agent.full_name,
            "areas": names,
            "day": date_format(clock.local(patrol.started_at), "l j F"),
            "link": f"{settings.BASE_URL}{reverse('grannstod:visits')}",
            "municipality": settings.MUNICIPALITY,
            "contact_phone": settings.CONTACT_PHONE,
            "language": agent.language,
        }
        mail = EmailMultiAlternatives(
            " ".join(str(context["subject"]).split())[:200],
            render_to_string("grannstod/mail/visit.txt", context),
            to=[agent.email],
            headers={"X-House-Thread": f"grannstod:patrol:{patrol.pk}"},
        )
        mail.attach_alternative(render_to_string("grannstod/mail/visit.html", context), "text/html")
    return mail
