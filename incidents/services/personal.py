"""Personal data of reports: every read leaves a trace, everything can be handed out and erased."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from common import clock
from common.personal_data import HeldFile
from documents.services import forget_documents
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
    forget_documents(kind="report_case", subjects=[str(report.pk) for report in reports])
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
            "latitude": report.latitude,
            "longitude": report.longitude,
            "text": report.text,
            "text_released": report.public_text,
            "language": report.language,
            "plate": unseal(report),
            "status": report.get_status_display(),
            **_said_and_done(report),
        }
        for report in Report.objects.for_list()
        .filter(reporter_email__iexact=email)
        .prefetch_related("notes", "events", "photos", "forwardings__destination", "disclosures")
        .order_by("pk")
    ]


def _said_and_done(report: Report) -> dict[str, object]:
    """Return what was written to and fro, what happened, who got it, and the photos; internal notes stay inside."""
    return {
        "messages": [
            {"at": _moment(note.at), "from": _("the reporter") if _is_reply(note) else _("us"), "text": note.text}
            for note in report.notes.all()
            if note.audience != ReportNote.Audience.INTERNAL
        ],
        "history": [_event_words(event) for event in report.events.all()],
        "sent_on": [
            {
                "at": _moment(sent.sent_at),
                "to": sent.destination.name,
                "text": sent.text,
                "their_number": sent.their_number,
                "their_answer": sent.their_answer,
            }
            for sent in report.forwardings.all()
        ],
        "handed_out": [{"at": _moment(copy.at), "text": copy.text} for copy in report.disclosures.all()],
        "photos": [_photo_name(report, number) for number, _photo in enumerate(report.photos.all(), start=1)],
    }


def _is_reply(note: ReportNote) -> bool:
    return note.audience == ReportNote.Audience.FROM_REPORTER


def _moment(at: datetime) -> str:
    return clock.local(at).isoformat(timespec="minutes")


def _event_words(event: ReportEvent) -> str:
    moved = event.get_moved_to_display() if event.moved_to else ""
    what = ", ".join(str(word) for word in (event.get_kind_display(), moved, event.get_reason_display()) if word)
    return f"{_moment(event.at)} {what}"


def _photo_name(report: Report, number: int) -> str:
    return f"{report.number}-{number}.jpg"


def files_of_person(email: str) -> list[HeldFile]:
    """Return the photos of a reporter's reports, under the names that the extract tells."""
    reports = Report.objects.filter(reporter_email__iexact=email).prefetch_related("photos").order_by("pk")
    return [
        HeldFile(_photo_name(report, number), photo.name)
        for report in reports
        for number, photo in enumerate(report.photos.all(), start=1)
    ]
