"""Mail about reports: one function composes one mail. Mail about one report carries its link to follow: secret."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from incidents.figures import PublicReport
from incidents.figures.following import YES_DAYS
from incidents.models import Follower, Forwarding, Report, ReportEvent, SummaryIssue
from post.services import PREFERENCES_URL, UNSUBSCRIBE_URL, reply_address

LISTED = 20  # late reports in one mail
MOST_ROWS = 50  # reports in one mail; the page has them all


def follow_address(token: str) -> str:
    """Return the whole address of the page that follows a report."""
    return f"{settings.BASE_URL.rstrip('/')}{reverse('incidents:follow', args=[token])}"


def receipt(report: Report, token: str) -> EmailMultiAlternatives:
    """Say thank you, give the number and the link, and say when an answer comes."""
    with translation.override(report.language):
        subject = _("We have received your report %(number)s") % {"number": report.number}
        return _compose(report, token, subject, "receipt", {})


def status_change(report: Report, token: str, event: ReportEvent, message: str) -> EmailMultiAlternatives:
    """Say what happened to the report, in words, with the coordinator's own text."""
    with translation.override(report.language):
        subject = _("News about your report %(number)s") % {"number": report.number}
        mail = _compose(report, token, subject, "status", {"event": event, "message": message})
    if message:
        mail.extra_headers["Auto-Submitted"] = "no"
    return mail


def _compose(
    report: Report, token: str, subject: str, template: str, extra: dict[str, object]
) -> EmailMultiAlternatives:
    thread = f"incidents:report:{report.pk}"
    reply_to = reply_address(thread=thread, person=report.reporter_email)
    context = {
        "report": report,
        "takes_replies": bool(reply_to),
        "link": follow_address(token),
        "subject": subject,
        "municipality": settings.MUNICIPALITY,
        "contact_phone": settings.CONTACT_PHONE,
        "language": report.language,
        **extra,
    }
    mail = EmailMultiAlternatives(
        subject,
        render_to_string(f"incidents/mail/{template}.txt", context),
        to=[report.reporter_email],
        reply_to=[reply_to] if reply_to else None,
        headers={
            "X-House-Thread": thread,
            "X-House-Secret": "1",
            "Auto-Submitted": "auto-replied",
        },
    )
    mail.attach_alternative(render_to_string(f"incidents/mail/{template}.html", context), "text/html")
    return mail


def summary_ready(issue: SummaryIssue) -> EmailMessage:
    """Say that a standing summary is ready, with the link that is opened after signing in."""
    with translation.override(settings.LANGUAGE_CODE):
        title = issue.document.title if issue.document else str(issue.standing)
        path = reverse("documents:document", args=[issue.document_id])
        context = {
            "title": title,
            "link": f"{settings.BASE_URL.rstrip('/')}{path}",
            "municipality": settings.MUNICIPALITY,
            "contact_phone": settings.CONTACT_PHONE,
        }
        body = render_to_string("incidents/mail/summary.txt", context)
        thread = f"incidents:summary:{issue.pk}"
        headers = {"X-House-Thread": thread}
        return EmailMessage(title, body, to=[issue.standing.email], headers=headers)


def follow_up(report: Report, token: str) -> EmailMultiAlternatives:
    """Ask once, some days after closing, whether it helped. The page to follow has the answers."""
    with translation.override(report.language):
        subject = _("Did it help? Your report %(number)s") % {"number": report.number}
        return _compose(report, token, subject, "follow_up", {})


def late(person: User, reports: Sequence[Report], *, escalated: bool) -> EmailMultiAlternatives:
    """Name reports whose time has run out: numbers, kinds and days, never what was written."""
    with translation.override(person.language or settings.LANGUAGE_CODE):
        subject = ngettext("%(n)s report is late", "%(n)s reports are late", len(reports)) % {"n": len(reports)}
        context = {
            "reports": reports[:LISTED],
            "more": max(0, len(reports) - LISTED),
            "escalated": escalated,
            "link": f"{settings.BASE_URL.rstrip('/')}{reverse('incidents:triage')}?heap=late",
            "municipality": settings.MUNICIPALITY,
        }
        return EmailMultiAlternatives(
            subject,
            render_to_string("incidents/mail/late.txt", context),
            to=[person.email],
            headers={"X-House-Thread": "incidents:late"},
        )


def joined(follower: Follower, email: str, token: str) -> EmailMultiAlternatives:
    """Ask an address that somebody gave with "me too" whether it wants to hear what happens (double opt-in)."""
    with translation.override(follower.language):
        subject = _("Do you want to know what happens? Report %(number)s") % {"number": follower.report.number}
        link = f"{settings.BASE_URL.rstrip('/')}{reverse('incidents:say_yes', args=[token])}"
        mail = _to_follower(follower, email, link, subject, {"days": YES_DAYS})
    mail.extra_headers["X-House-Expires"] = str(YES_DAYS * 86_400)
    return mail


def followed(follower: Follower, token: str, event: ReportEvent) -> EmailMultiAlternatives:
    """Say what happened to a report that somebody follows: its state and why, never what was said to another."""
    with translation.override(follower.language):
        subject = _("News about report %(number)s") % {"number": follower.report.number}
        mail = _to_follower(follower, follower.email, follow_address(token), subject, {"event": event})
    stop = f"{settings.BASE_URL.rstrip('/')}{reverse('incidents:stop_following', args=[token])}"
    mail.extra_headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return mail


def _to_follower(
    follower: Follower, email: str, link: str, subject: str, extra: dict[str, object]
) -> EmailMultiAlternatives:
    context = {
        "report": follower.report,
        "link": link,
        "subject": subject,
        "municipality": settings.MUNICIPALITY,
        "contact_phone": settings.CONTACT_PHONE,
        "language": follower.language,
        **extra,
    }
    mail = EmailMultiAlternatives(
        subject,
        render_to_string("incidents/mail/followed.txt", context),
        to=[email],
        headers={
            "X-House-Thread": f"incidents:follower:{follower.pk}",
            "X-House-Secret": "1",
        },
    )
    mail.attach_alternative(render_to_string("incidents/mail/followed.html", context), "text/html")
    return mail


def own_reports(email: str, token: str, language: str) -> EmailMultiAlternatives:
    """Give the link to all of an address's reports; it opens nothing after a day."""
    with translation.override(language):
        subject = _("Your reports")
        context = {
            "link": f"{settings.BASE_URL.rstrip('/')}{reverse('incidents:own_list', args=[token])}",
            "municipality": settings.MUNICIPALITY,
            "contact_phone": settings.CONTACT_PHONE,
        }
        headers = {"X-House-Thread": "incidents:own", "X-House-Secret": "1", "X-House-Expires": "86400"}
        return EmailMultiAlternatives(
            subject,
            render_to_string("incidents/mail/own.txt", context),
            to=[email],
            headers={**headers, "Auto-Submitted": "auto-replied"},
        )


@dataclass(frozen=True)
class PlaceLetter:
    """What followers of a place get, before the post fills in who."""

    subject: str
    text: str
    html: str


def news_of_place(place: str, rows: Sequence[PublicReport], language: str) -> PlaceLetter:
    """Tell which reports of a place have been released: kind, day and the words as released."""
    with translation.override(language):
        subject = ngettext("%(n)s new report in %(place)s", "%(n)s new reports in %(place)s", len(rows))
        base = settings.BASE_URL.rstrip("/")
        context = {
            "subject": subject % {"n": len(rows), "place": place},
            "rows": [(row, base + reverse("incidents:released", args=[row.report.number])) for row in rows],
            "language": language,
            "municipality": settings.MUNICIPALITY,
            "leave": UNSUBSCRIBE_URL,
            "choose": PREFERENCES_URL,
            "more": base + reverse("incidents:follow_place"),
        }
        return PlaceLetter(
            str(context["subject"]),
            render_to_string("incidents/mail/place.txt", context),
            render_to_string("incidents/mail/place.html", context),
        )


def forwarding_text(report: Report) -> str:
    """Return a report as a text that can be copied or mailed: what, where, when, in which words; never who."""
    context = {"report": report, "municipality": settings.MUNICIPALITY}
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string("incidents/mail/forwarding_text.txt", context).strip()


def forwarding(sending: Forwarding) -> EmailMultiAlternatives:
    """Send a report on to a destination, with an address whose answers come back to it."""
    thread = f"incidents:forwarding:{sending.pk}"
    reply_to = reply_address(thread=thread, person=sending.destination.email)
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("%(kind)s, our number %(number)s") % {
            "kind": sending.report.category,
            "number": sending.report.number,
        }
        context = {
            "text": sending.text,
            "takes_replies": bool(reply_to),
            "municipality": settings.MUNICIPALITY,
            "contact_phone": settings.CONTACT_PHONE,
        }
        return EmailMultiAlternatives(
            subject,
            render_to_string("incidents/mail/forwarding.txt", context),
            to=[sending.destination.email],
            reply_to=[reply_to] if reply_to else None,
            # A person sends it; and systems for errands leave unread what a machine says that it wrote.
            headers={"X-House-Thread": thread, "Auto-Submitted": "no"},
        )
