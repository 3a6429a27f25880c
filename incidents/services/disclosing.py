"""Handing out a report as a public record: a masked draft, gone through by a person, and logged."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import formats, translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from common import clock, sensitive_text
from incidents import transitions
from incidents.models import Disclosure, Report, ReportEvent, ReportNote
from incidents.services.intake import plain
from incidents.services.once import once
from incidents.services.replies import guarded


def masked(report: Report) -> str:
    """Return a draft of what may be handed out: what certainly points at a person is replaced, who reported left out.

    Plates go too, whatever the kind. Internal notes are working papers and are not in it.
    """
    with translation.override(settings.LANGUAGE_CODE):
        lines = [
            _("Report %(number)s") % {"number": report.number},
            f"{report.category}, {formats.date_format(clock.local(report.received_at), 'j F Y H.i')}",
            guarded(report.place),
            guarded(report.text),
        ]
        answers = report.notes.filter(audience=ReportNote.Audience.REPORTER).values_list("at", "text")
        for at, text in answers:
            day = formats.date_format(clock.local(at), "j F Y")
            lines.append(_("Answer %(day)s:") % {"day": day} + "\n" + guarded(text))
    return "\n\n".join(filter(None, lines))


def left_to_judge(text: str) -> list[str]:
    """Return words that only a person can judge: full names and the like, and what still looks like personal data."""
    found = [*sensitive_text.find(text), *sensitive_text.questions(text)]
    return list(dict.fromkeys(finding.words for finding in found))


@transaction.atomic
def disclose(*, report: Report, text: str, reference: str, by: User, form_token: str = "") -> Disclosure:
    """Keep the copy as it leaves, once for each form.

    Raises ValidationError `empty`, or `personal_data` for what certainly is such.
    """
    text = plain(text)
    if not text:
        raise ValidationError(_("Write what is handed out."), code="empty")
    if certain := sensitive_text.find(text):
        words = ", ".join(finding.words for finding in certain)
        raise ValidationError(_("Take this out first: %(words)s") % {"words": words}, code="personal_data")
    token = form_token or None
    copy = Disclosure(report=report, text=text, reference=plain(reference)[:80], reviewed_by=by, form_token=token)
    return once(Disclosure, form_token, lambda: _keep(copy, by))


def _keep(copy: Disclosure, by: User) -> Disclosure:
    copy.save()
    audit(actor=by, action="report.disclosed", object_type="incidents.report", object_id=str(copy.report_id))
    transitions.record(copy.report, ReportEvent.Kind.DISCLOSED, actor=by)
    return copy
