"""A little mail that came in: an answer to a report, one from another address, a question, an out-of-office."""

from __future__ import annotations

import random
from email.message import EmailMessage

from django.conf import settings

from incidents.models import Report
from post.models import IncomingMessage
from post.services import reply_address, take_in

ANSWER = """Hej!

Det var vid cykelstället, inte vid porten. Det hände igen i går kväll.

Den 20 november 2026 09:12 skrev Botkyrka Trygghet:
> Var på gården var det?
"""
QUESTION = "Hej! Vi är några grannar på Exempelvägen som vill börja med Grannsamverkan. Hur gör vi?"


def seed(rng: random.Random) -> None:
    """Let the examples come in; a worker sorts them as it sorts all mail."""
    reports = list(Report.objects.exclude(reporter_email="").order_by("-received_at", "-pk")[:20])
    if reports:
        report = rng.choice(reports)
        thread = f"incidents:report:{report.pk}"
        to = reply_address(thread=thread, person=report.reporter_email)
        _comes_in(report.reporter_email, to, f"SV: Nytt om din anmälan {report.number}", ANSWER)
        _comes_in("granne@example.org", to, f"VB: Nytt om din anmälan {report.number}", "Jag såg det också.")
    _comes_in("exempel.granne@example.org", settings.CONTACT_EMAIL, "Börja med Grannsamverkan", QUESTION)
    _comes_in("lasare@example.org", settings.CONTACT_EMAIL, "Autosvar: Nyhetsbrev A", "Jag är ledig till måndag.")


def _comes_in(sender: str, to: str, subject: str, words: str) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to or settings.CONTACT_EMAIL, subject
    message["Message-ID"] = f"<example.{sender.replace('@', '.')}@example.org>"
    message.set_content(words)
    take_in(raw=message.as_bytes(), source=IncomingMessage.Source.PIPE, envelope_to=message["To"])
