"""The receipt a reporter gets: composed by a worker, so that nobody waits for it at the screen."""

from __future__ import annotations

from django.db import transaction

from incidents import mail
from incidents.figures.following import follow_token
from incidents.models import Report


@transaction.atomic
def send(report_id: int) -> bool:
    """Thank the reporter, once; returns whether it was this call that did. Safe to run twice at the same time."""
    waiting = Report.objects.filter(pk=report_id, receipt_waits=True).select_related("category")
    report = waiting.select_for_update(of=("self",), no_key=True, skip_locked=True).first()
    if report is None:
        return False
    if report.reporter_email:  # else it was erased meanwhile
        mail.receipt(report, follow_token(report.form_token or "")).send()
    Report.objects.filter(pk=report_id).update(receipt_waits=False)
    return True
