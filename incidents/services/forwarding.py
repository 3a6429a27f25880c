"""Sending a report on to who takes care of it, and taking in what they answer."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from common.wake import wake, wake_after_commit
from incidents import mail, tasks, transitions
from incidents.lifecycle import ForwardingStatus, Reason, ReportStatus
from incidents.models import Category, Destination, Forwarding, Report, ReportEvent, ReportNote, RoutingRule
from incidents.sending import open311, posting
from incidents.services.intake import plain
from incidents.services.replies import guarded
from incidents.services.triage import add_note, move_report
from post.slots import Reply, ThreadGoneError

MOST_WORDS = 3_500  # characters of an answer; the note holds 4,000
_REASONS = {
    Category.GoesTo.POLICE: Reason.PASSED_TO_POLICE,
    Category.GoesTo.MUNICIPALITY: Reason.PASSED_TO_MUNICIPALITY,
    Category.GoesTo.OWNER: Reason.PASSED_TO_OWNER,
}


@transaction.atomic
def forward(
    *, report: Report, destination: Destination, by: User, version: int, text: str, rule: RoutingRule | None = None
) -> Forwarding:
    """Send a report on: its words leave by the destination's channel, and the report is passed on.

    The mail stands in the ledger in the same transaction, and the ledger sends and tries again. Raises
    ChangedMeanwhileError, MoveRefusedError, or ValidationError `empty`, `closed`, `not_in_use` or `no_address`.
    """
    fresh = transitions.locked(report, version=version)
    text = plain(text)
    _require(fresh, destination, text)
    sending = Forwarding(report=fresh, destination=destination, rule=rule, sent_by=by, text=text)
    _let_go(sending)
    fresh.passed_to = destination.organisation
    transitions.touch(fresh, "passed_to")
    transitions.record(fresh, ReportEvent.Kind.FORWARDED, actor=by)
    if fresh.status != ReportStatus.PASSED_ON:
        reason = _REASONS[Category.GoesTo(destination.kind)]
        move_report(report=fresh, to=ReportStatus.PASSED_ON, by=by, reason=reason)
    return sending


def _let_go(sending: Forwarding) -> None:
    """Save the sending and let it leave by its channel: the ledger's, a worker's, or somebody's own hand."""
    by_system = sending.destination.way == Destination.Way.OPEN311
    if by_system:
        sending.status, sending.next_try_at = ForwardingStatus.QUEUED, clock.now()
    sending.save()
    if by_system:
        wake_after_commit(tasks.post_forwarding, sending.pk)
    elif sending.destination.way == Destination.Way.EMAIL:
        mail.forwarding(sending).send()


def _require(report: Report, destination: Destination, text: str) -> None:
    if not report.is_open:
        raise ValidationError(_("The report is closed. Open it again first."), code="closed")
    if not destination.is_active:
        raise ValidationError(_("This destination is not in use."), code="not_in_use")
    if destination.way == Destination.Way.EMAIL and not destination.email:
        raise ValidationError(_("This destination has no e-mail address."), code="no_address")
    if destination.way == Destination.Way.OPEN311 and not (destination.address and destination.service_code):
        raise ValidationError(_("This destination lacks address or service_code."), code="no_address")
    if not text:
        raise ValidationError(_("Write what they should know."), code="empty")


@transaction.atomic
def note_their_number(*, sending: Forwarding, number: str, by: User, seen: str | None = None) -> None:
    """Keep the number that the matter has with them, the police's case number say.

    Raises ChangedMeanwhileError if the number that its reader saw is not the one that stands.
    """
    fresh: Forwarding = Forwarding.objects.select_for_update().get(pk=sending.pk)
    number = plain(number)[:80]
    if fresh.their_number == number:
        return
    if seen is not None and fresh.their_number != plain(seen):
        raise transitions.ChangedMeanwhileError(
            _("Somebody else has written the number %(number)s meanwhile. Look at it, then save again.")
            % {"number": fresh.their_number or "–"},
            code="changed_meanwhile",
        )
    before, fresh.their_number = fresh.their_number, number
    fresh.save(update_fields=["their_number"])
    note = _replaced(fresh, before, by) if before else None
    transitions.record(fresh.report, ReportEvent.Kind.NUMBERED, actor=by, note=note)


def _replaced(sending: Forwarding, before: str, by: User) -> ReportNote:
    """Keep a number that another one takes the place of, the first of two calls to the police say, in a note."""
    with translation.override(settings.LANGUAGE_CODE):
        words = _("The number with %(who)s was %(before)s and is now %(now)s.")
        text = words % {"who": sending.destination, "before": before, "now": sending.their_number or "–"}
    return ReportNote.objects.create(report=sending.report, text=text, author=by)


@transaction.atomic
def note_police_number(*, report: Report, number: str, by: User) -> None:
    """Keep the case number that somebody got who rang the police: with the last sending to them.

    Where none was sent, the call was the sending: it is noted as one by hand, and an open report is passed on. Where
    no such destination is known either, the number stands in a note.
    """
    fresh = transitions.locked(report)
    sending = fresh.forwardings.filter(destination__kind=Category.GoesTo.POLICE).first() or _rung(fresh, by)
    if sending is not None:
        note_their_number(sending=sending, number=number, by=by)
        return
    with translation.override(settings.LANGUAGE_CODE):
        add_note(report=fresh, text=_("The police's case number: %(number)s") % {"number": number}, by=by)


def _rung(report: Report, by: User) -> Forwarding | None:
    """Note that the police were rung about a report; None if no destination stands for that."""
    by_hand = Destination.objects.usable().filter(kind=Category.GoesTo.POLICE, way=Destination.Way.BY_HAND)
    destination = by_hand.order_by("pk").first()
    if destination is None:
        return None
    sending = Forwarding.objects.create(report=report, destination=destination, sent_by=by, text=report.text)
    report.passed_to = destination.organisation
    transitions.touch(report, "passed_to")
    transitions.record(report, ReportEvent.Kind.FORWARDED, actor=by)
    if report.is_open and report.status != ReportStatus.PASSED_ON:
        move_report(report=report, to=ReportStatus.PASSED_ON, by=by, reason=Reason.PASSED_TO_POLICE)
    return sending


@transaction.atomic
def take_forwarding_reply(*, forwarding_id: int, reply: Reply) -> None:
    """Bring an answer from a destination to its report, for handlers to read. Raises ThreadGoneError."""
    known = Forwarding.objects.select_related("destination").filter(pk=forwarding_id).first()
    if known is None:
        raise ThreadGoneError
    report = transitions.locked(known.report)
    with translation.override(settings.LANGUAGE_CODE):
        said = _("Answer from %(who)s:") % {"who": known.destination}
        words = guarded(reply.text or reply.whole_text)[:MOST_WORDS]
        files = _("[Files that came along are in the post for a time.]") if reply.attachments else ""
    note = ReportNote.objects.create(
        report=report, audience=ReportNote.Audience.INTERNAL, at=reply.received_at,
        text="\n\n".join(filter(None, [said, words, files])),
    )  # fmt: skip
    transitions.answer_forwarding(known, clock.now())
    report.reply_waits_since = report.reply_waits_since or clock.now()
    transitions.touch(report, "reply_waits_since")
    transitions.record(report, ReportEvent.Kind.FORWARDING_ANSWERED, actor=None, note=note)


def wake_for_forwardings(most: int = 100) -> int:
    """Wake a worker for every sending to another system whose turn it is; returns how many."""
    due = list(Forwarding.objects.to_post(clock.now()).order_by("next_try_at").values_list("pk", flat=True)[:most])
    for pk in due:
        wake(tasks.post_forwarding, pk)
    return len(due)


def ask_where_they_stand(most: int = 50) -> int:
    """Ask other systems about what they have taken; returns how many have closed theirs since."""
    sendings = Forwarding.objects.to_ask_about(clock.now()).select_related("destination", "report__category")[:most]
    return sum(_ask(sending) for sending in list(sendings))


def _ask(sending: Forwarding) -> bool:
    Forwarding.objects.filter(pk=sending.pk).update(asked_at=clock.now())
    server = posting.server_of(sending.destination)
    if not sending.their_number and sending.token:
        sending.their_number = open311.number_of_token(sending.token, server)
        Forwarding.objects.filter(pk=sending.pk).update(their_number=sending.their_number)
    stands = open311.status_of(sending.their_number, server) if sending.their_number else None
    if stands is None or stands.is_open:
        return False
    _take_their_closing(sending, stands.words)
    return True


@transaction.atomic
def _take_their_closing(sending: Forwarding, words: str) -> None:
    """Bring what their system says to the report, for handlers to read."""
    report = transitions.locked(sending.report)
    with translation.override(settings.LANGUAGE_CODE):
        said = _("Closed at %(who)s:") % {"who": sending.destination}
        text = guarded(words)[:MOST_WORDS] or "–"
    note = ReportNote.objects.create(report=report, audience=ReportNote.Audience.INTERNAL, text=f"{said}\n\n{text}")
    transitions.answer_forwarding(sending, clock.now())
    report.reply_waits_since = report.reply_waits_since or clock.now()
    transitions.touch(report, "reply_waits_since")
    transitions.record(report, ReportEvent.Kind.FORWARDING_ANSWERED, actor=None, note=note)
