"""Personal data of reports: every read leaves a trace, everything can be handed out and erased."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from accounts.services import audit
from incidents import transitions
from incidents.models import (
    ApiKey,
    Destination,
    Disclosure,
    Follower,
    Forwarding,
    Photo,
    Report,
    ReportEvent,
    ReportNote,
    SavedFilter,
    StandingSummary,
)
from incidents.services.intake import Reporter
from incidents.services.photos import forget_photos
from incidents.services.plates import unseal


@transaction.atomic
def read_plate(*, report: Report, by: User) -> str:
    """Return the vehicle's plate, leaving a trace in the audit trail and in the report's events."""
    audit(actor=by, action="report.plate_read", object_type="incidents.report", object_id=str(report.pk))
    transitions.record(report, ReportEvent.Kind.PLATE_READ, actor=by)
    return unseal(report)


@transaction.atomic
def read_reporter(*, report: Report, by: User) -> Reporter:
    """Return who reported, leaving a trace in the audit trail and in the report's events."""
    audit(actor=by, action="report.reporter_read", object_type="incidents.report", object_id=str(report.pk))
    transitions.record(report, ReportEvent.Kind.REPORTER_READ, actor=by)
    return Reporter(report.reporter_name, report.reporter_email, report.language)


@transaction.atomic
def erase_person(email: str) -> int:
    """Take a reporter out of every report; returns how many reports were changed.

    Name, address, words, released words, photos and every note go; what it was about, where, when and what was
    decided stays, for figures and as a record. See docs/decisions/0033-what-erasing-a-reporter-takes.md.
    """
    reports = list(Report.objects.select_for_update(of=("self",)).filter(reporter_email__iexact=email))
    for report in reports:
        report.reporter_name = report.reporter_email = report.text = report.public_text = ""
        report.released_at = report.plate_sealed = None
        transitions.touch(
            report, "plate_sealed", "reporter_name", "reporter_email", "text", "public_text", "released_at"
        )
        transitions.record(report, ReportEvent.Kind.ERASED, actor=None)
    ReportNote.objects.filter(report__in=reports).delete()
    Forwarding.objects.filter(report__in=reports).update(text="", their_answer="")
    Disclosure.objects.filter(report__in=reports).update(text="")
    sent_to = Destination.objects.filter(email__iexact=email).update(email="", is_active=False)
    followed = Follower.objects.filter(email__iexact=email).update(email="")
    answered_for = ApiKey.objects.filter(email__iexact=email).update(email="")
    SavedFilter.objects.filter(user__email__iexact=email).delete()
    forget_photos(Photo.objects.filter(report__in=reports))
    subscribed = StandingSummary.objects.filter(email__iexact=email).delete()[0]
    return len(reports) + followed + answered_for + sent_to + subscribed


def export_person(email: str) -> list[dict[str, object]]:
    """Return what is held about a reporter or a follower, found by address."""
    followed = Follower.objects.select_related("report").filter(email__iexact=email).order_by("pk")
    follows: list[dict[str, object]] = [{"follows": each.report.number, "email": each.email} for each in followed]
    keys: list[dict[str, object]] = [
        {"key_to_open311": key.owner, "email": key.email} for key in ApiKey.objects.filter(email__iexact=email)
    ]
    sent_to: list[dict[str, object]] = [
        {"reports_are_sent_to": each.name, "email": each.email}
        for each in Destination.objects.filter(email__iexact=email)
    ]
    subscribed: list[dict[str, object]] = [
        {"summaries": each.receiver, "email": each.email}
        for each in StandingSummary.objects.filter(email__iexact=email)
    ]
    return _reports_of(email) + follows + keys + sent_to + subscribed


def _reports_of(email: str) -> list[dict[str, object]]:
    return [
        {
            "number": report.number,
            "category": str(report.category),
            "received": report.received_at.isoformat(),
            "name": report.reporter_name,
            "email": report.reporter_email,
            "place": report.place,
            "text": report.text,
            "plate": unseal(report),
            "status": report.get_status_display(),
            "replies": [note.text for note in report.notes.all() if note.audience == ReportNote.Audience.FROM_REPORTER],
        }
        for report in Report.objects.for_list()
        .filter(reporter_email__iexact=email)
        .prefetch_related("notes")
        .order_by("pk")
    ]
