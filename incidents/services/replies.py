"""What a reporter writes back, by mail or on the page: brought to the report, what points at persons taken out."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from common import clock, sensitive_text
from common.pictures import clean_photo
from incidents import transitions
from incidents.models import Report, ReportEvent, ReportNote
from incidents.services.intake import plain
from incidents.services.once import once
from incidents.services.photos import add_photos, take_photos
from incidents.services.plates import keep_plate
from post.slots import Attachment, Reply, ThreadGoneError

logger = logging.getLogger(__name__)

MOST_WORDS = 3_500  # characters; the note holds 4,000 and says that there was more
REPLACED_BY = {
    sensitive_text.IDENTITY: gettext_lazy("[personal identity number taken out]"),
    sensitive_text.PHONE: gettext_lazy("[phone number taken out]"),
    sensitive_text.EMAIL: gettext_lazy("[e-mail address taken out]"),
    sensitive_text.PLATE: gettext_lazy("[registration plate taken out]"),
}


@transaction.atomic
def take_reply(*, report_id: int, reply: Reply) -> None:
    """Add a reply to a report's notes and history, its pictures to its photos, and let it wait for a person.

    The form asks a reporter to take identity numbers and the like out; a mail can't be asked, so they are
    replaced here. Raises ThreadGoneError for a report that is not there, or whose reporter was erased.
    """
    known = Report.objects.filter(pk=report_id).first()
    if known is None or (not known.reporter_email and reply.attached_by is None):
        raise ThreadGoneError
    report = transitions.locked(known)
    words = reply.text or reply.whole_text
    pictures = [picture for attachment in reply.attachments if (picture := _picture(attachment)) is not None]
    added = add_photos(report, pictures)
    with translation.override(settings.LANGUAGE_CODE):  # the note is read by the municipality's own
        text = _note_text(words, reply, added)
    note = ReportNote(report=report, audience=ReportNote.Audience.FROM_REPORTER, text=text, at=reply.received_at)
    actor = User.objects.filter(pk=reply.attached_by).first() if reply.attached_by else None
    _keep(note, words, actor)


@transaction.atomic
def reply_on_page(*, report: Report, text: str, form_token: str, photos: Sequence[bytes] = ()) -> ReportNote:
    """Add what a reporter answers on the page to follow: as a mail's reply, once for each form.

    Raises ValidationError `empty`, or `not_asked` for a report that does not wait for its reporter.
    """
    fresh = transitions.locked(report)

    def add() -> ReportNote:
        if not fresh.waits_for_reporter:
            raise ValidationError(
                _("We don't wait for an answer any more. Report it anew if it is new."), code="not_asked"
            )
        with translation.override(settings.LANGUAGE_CODE):
            words = guarded(text)[:MOST_WORDS]
        if not words:
            raise ValidationError(_("Write your answer."), code="empty")
        added = take_photos(fresh, photos, form_token=form_token)
        with translation.override(settings.LANGUAGE_CODE):
            words = "\n\n".join(filter(None, [words, _came_along(added)]))
        note = ReportNote(
            report=fresh, audience=ReportNote.Audience.FROM_REPORTER, text=words, form_token=form_token or None
        )
        return _keep(note, text, None)

    return once(ReportNote, form_token, add)


@transaction.atomic
def comment(*, report: Report, text: str, by: User, form_token: str = "") -> ReportNote | None:
    """Add what an agent says about a report of the own area, once for each form: it waits for a person, as a reply
    does. Returns None where nothing was written."""
    with translation.override(settings.LANGUAGE_CODE):
        words = guarded(text)[:MOST_WORDS]
    if not words:
        return None
    fresh = transitions.locked(report)

    def add() -> ReportNote:
        note = ReportNote.objects.create(report=fresh, text=words, author=by, form_token=form_token or None)
        _let_wait(fresh)
        transitions.record(fresh, ReportEvent.Kind.COMMENTED, actor=by, note=note)
        return note

    return once(ReportNote, form_token, add)


def _let_wait(report: Report, *changed: str) -> None:
    """Let a locked report wait for a person from now on, if it does not yet."""
    report.reply_waits_since = report.reply_waits_since or clock.now()
    transitions.touch(report, "reply_waits_since", *changed)


def _keep(note: ReportNote, words: str, actor: User | None) -> ReportNote:
    """Save a reporter's words with their locked report, which waits for a person from now on."""
    note.save()
    report = note.report
    keep_plate(report, words)
    _let_wait(report, "plate_sealed")
    transitions.record(report, ReportEvent.Kind.REPLIED, actor=actor, note=note)
    return note


def _picture(attachment: Attachment) -> bytes | None:
    """Return a clean photo, or None for a file that is none, whatever it says it is."""
    if not attachment.content_type.startswith("image/"):
        return None
    try:
        return clean_photo(io.BytesIO(attachment.data), len(attachment.data))
    except ValidationError as error:
        logger.info("picture in a reply not taken", extra={"reason": error.code})
        return None


def _note_text(words: str, reply: Reply, photos: int) -> str:
    words = guarded(words)
    remarks = []
    if len(words) > MOST_WORDS:
        words = words[:MOST_WORDS]
        remarks.append(_("[The mail was longer. All of it is in the post for a time.]"))
    remarks.append(_came_along(photos))
    if dropped := len(reply.attachments) - photos:
        remarks.append(
            ngettext("[%(n)s file was not taken.]", "[%(n)s files were not taken.]", dropped) % {"n": dropped}
        )
    return "\n\n".join(filter(None, [words, *remarks]))


def _came_along(photos: int) -> str:
    words = ngettext("[%(n)s photo came along.]", "[%(n)s photos came along.]", photos) % {"n": photos}
    return words if photos else ""


def guarded(text: str) -> str:
    """Return a text with what looks like personal data replaced by a word for it: plates too, whatever the kind."""
    text = plain(text)
    for finding in sensitive_text.find(text):
        text = text.replace(finding.words, str(REPLACED_BY[finding.kind]))
    return text
