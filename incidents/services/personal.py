"""Personal data of reports: every read leaves a trace, everything can be handed out and erased."""

from __future__ import annotations

from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import User
from accounts.services import audit
from incidents import transitions
from incidents.models import Photo, Report, ReportEvent, ReportNote
from incidents.services.intake import Reporter


@transaction.atomic
def read_reporter(*, report: Report, by: User) -> Reporter:
    """Return who reported, leaving a trace in the audit trail and in the report's events."""
    audit(actor=by, action="report.reporter_read", object_type="incidents.report", object_id=str(report.pk))
    transitions.record(report, ReportEvent.Kind.REPORTER_READ, actor=by)
    return Reporter(report.reporter_name, report.reporter_email, report.language)


@transaction.atomic
def erase_person(email: str) -> int:
    """Take a reporter's name and address out of every report; returns how many reports were changed."""
    reports = list(Report.objects.select_for_update(of=("self",)).filter(reporter_email__iexact=email))
    for report in reports:
        report.reporter_name = report.reporter_email = report.text = ""
        transitions.touch(report, "reporter_name", "reporter_email", "text")
        transitions.record(report, ReportEvent.Kind.ERASED, actor=None)
    ReportNote.objects.filter(report__in=reports, audience=ReportNote.Audience.REPORTER).delete()
    return len(reports)


def export_person(email: str) -> list[dict[str, object]]:
    """Return what is held about a reporter, found by address."""
    return [
        {
            "number": report.number,
            "category": str(report.category),
            "received": report.received_at.isoformat(),
            "name": report.reporter_name,
            "email": report.reporter_email,
            "place": report.place,
            "text": report.text,
            "status": report.get_status_display(),
        }
        for report in Report.objects.for_list().filter(reporter_email__iexact=email).order_by("pk")
    ]


def tidy_kept_photos(before: datetime) -> int:
    """Remove photos whose form never came again; returns how many. A file that is gone already is no matter."""
    orphans = Photo.objects.filter(report=None, added_at__lt=before)
    names = list(orphans.values_list("name", flat=True))
    orphans.filter(name__in=names).delete()
    for name in names:
        default_storage.delete(name)
    return len(names)
