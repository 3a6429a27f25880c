"""All one's own reports, by a link sent to the address they were made with."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import get_language

from common import clock, crypto
from incidents import mail
from incidents.figures.following import follow_token
from incidents.models import Report

GOOD_FOR = timedelta(hours=24)


def ask_for_own(*, email: str) -> None:
    """Mail a link to an address that has reports, and nothing to another: nobody learns which. The caller limits."""
    found = _of(email)
    if found.exists():
        mail.own_reports(email, _token(email), get_language() or "sv").send()


def _of(email: str) -> QuerySet[Report]:
    known = Report.objects.for_list().filter(reporter_email__iexact=email.strip()).exclude(reporter_email="")
    return known.exclude(form_token=None).order_by("-received_at", "-pk")


def _token(email: str) -> str:
    until = (clock.now() + GOOD_FOR).isoformat(timespec="seconds")
    return crypto.encrypt(f"own-reports {until} {email.strip()}".encode()).decode()


def own_reports(token: str) -> list[tuple[Report, str]] | None:
    """Return an address's reports with their secret links; None for a token that is not ours or too old."""
    try:
        purpose, until, email = crypto.decrypt(token.encode()).decode().split(" ", 2)
    except (crypto.UndecipherableError, ValueError):
        return None
    if purpose != "own-reports" or datetime.fromisoformat(until) < clock.now():
        return None
    return [(report, follow_token(report.form_token or "")) for report in _of(email)[:200]]
