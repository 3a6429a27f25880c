"""Readers brought in at once, with proof that they agreed: shown first, carried out whole, undone within a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from common import clock
from post import transitions
from post.lifecycle import ImportStatus, SubscriptionStatus
from post.mail.pasted import FAULTS, read_line
from post.models import ListImport, MailingList, Subscription, Suppression
from post.querysets import is_one_of

UNDO_WITHIN = timedelta(days=1)
_LANGUAGES = {"sv", "en"}


@dataclass(frozen=True)
class Proof:
    """How, when and before whom the owners of the addresses agreed, and the document that shows it."""

    way: str
    agreed_on: date
    taken_by: str
    document: str


@dataclass
class Fates:
    """What would become of each line, (line number, text) each."""

    new: list[tuple[int, str]] = field(default_factory=list)
    there: list[tuple[int, str]] = field(default_factory=list)
    left: list[tuple[int, str]] = field(default_factory=list)
    suppressed: list[tuple[int, str]] = field(default_factory=list)
    repeated: list[tuple[int, str]] = field(default_factory=list)
    refused: list[tuple[int, str, str]] = field(default_factory=list)  # with the reason
    languages: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def prepare_import(
    *,
    mailing_list: MailingList,
    rows: Iterable[list[str]],
    proof: Proof,
    language: str,
    form_token: str,
    actor: User,
) -> ListImport:
    """Read the rows and keep what was read to be looked at; nobody becomes a reader. A form sent twice gives one.

    Raises ValidationError (code `empty`) when there is nothing to read.
    """
    lines = _lines(rows, language)
    if not lines:
        raise ValidationError(_("There is no address here. Choose a file or paste some lines."), code="empty")
    values: dict[str, Any] = {
        "list": mailing_list,
        "way": proof.way,
        "agreed_on": proof.agreed_on,
        "taken_by": proof.taken_by,
        "document": proof.document,
        "language": language,
        "lines": lines,
        "made_by": actor,
    }
    return ListImport.objects.get_or_create(form_token=form_token, defaults=values)[0]


def _lines(rows: Iterable[list[str]], language: str) -> list[list[object]]:
    """Return [line number, address or text, language, fault] for each address or line that is none.

    In a row of several cells the ones with an @ are taken; a first row without any is a heading.
    """
    found: list[list[object]] = []
    for number, cells in enumerate(rows, start=1):
        filled = [cell for cell in cells if cell]
        with_at = [cell for cell in filled if "@" in cell or "\uff20" in cell]
        if not filled or (number == 1 and not with_at and len(filled) > 1):
            continue
        spoken = next((cell.lower() for cell in filled if cell.lower() in _LANGUAGES), language)
        for cell in with_at or ["; ".join(filled)]:
            for reading in read_line(cell):
                found.append([number, reading.address or reading.text[:200], spoken, reading.fault])
    return found


def fates_of(row: ListImport) -> Fates:
    """Say what would become of each line now: new, there already, has left, suppressed, repeated, refused."""
    fates, seen = Fates(), set()
    good = {str(text).lower() for _number, text, _language, fault in row.lines if not fault}
    states = _states(row, good)
    for number, text, language, fault in row.lines:
        where = states.get(text.lower(), "new")
        if fault:
            fates.refused.append((number, text, str(FAULTS[fault])))
        elif text.lower() in seen:
            fates.repeated.append((number, text))
        else:
            getattr(fates, where).append((number, text))
            fates.languages[text] = language
        seen.add(text.lower())
    return fates


def _states(row: ListImport, addresses: set[str]) -> dict[str, str]:
    """Return which addresses can't become new readers, and why: names of Fates."""
    known = Subscription.objects.filter(is_one_of(addresses), list=row.list_id)
    known = known.exclude(came_with=row)
    states = {
        email.lower(): "left" if status == SubscriptionStatus.LEFT else "there"
        for email, status in known.values_list("email", "status")
    }
    stopped = Suppression.objects.filter(is_one_of(addresses))
    return states | {email.lower(): "suppressed" for email in stopped.values_list("email", flat=True)}


@transaction.atomic
def carry_out(*, row: ListImport, actor: User) -> ListImport:
    """Make everybody who is new a reader, all at once or nobody.

    Who has left stays away, who is suppressed too. Raises MoveRefusedError if it was carried out already.
    """
    held = transitions.move_import(row.pk, ImportStatus.DONE, done_at=clock.now())
    transitions.enrol(_new_readers(held), reason="import")
    held.added = held.subscriptions.count()
    held.save(update_fields=["added"])
    audit(actor=actor, action="post.import_done", object_type="post.listimport", object_id=str(held.pk))
    return held


def _new_readers(held: ListImport) -> list[Subscription]:
    """Return those whom an import makes readers, each with the proof that they agreed."""
    now, fates = clock.now(), fates_of(held)
    consent = {
        "how": f"import:{held.way}",
        "agreed_on": held.agreed_on.isoformat(),
        "document": held.document,
        "import": held.pk,
        "added_at": now.isoformat(),
    }
    return [
        Subscription(
            list=held.list,
            email=address,
            language=fates.languages[address],
            status=SubscriptionStatus.CONFIRMED,
            consent=consent,
            changed_at=now,
            came_with=held,
        )
        for _number, address in fates.new
    ]


def may_undo(row: ListImport) -> bool:
    """Tell whether an import can still be undone: within a day."""
    return row.status == ImportStatus.DONE and row.done_at is not None and clock.now() < row.done_at + UNDO_WITHIN


@transaction.atomic
def undo(*, row: ListImport, actor: User) -> int:
    """Take out those whom an import added, except who has chosen something themselves since; returns how many.

    They are taken out, not marked as having left: they never came of their own will, and may come later. What waits for
    them in a mail-out is not sent.
    Raises ValidationError (code `too_late`) or MoveRefusedError.
    """
    held = transitions.move_import(row.pk, ImportStatus.UNDONE, undone_at=clock.now())
    if held.done_at is None or clock.now() >= held.done_at + UNDO_WITHIN:
        raise ValidationError(_("An import can be undone within a day. Take readers out one by one."), code="too_late")
    added = held.subscriptions.filter(status=SubscriptionStatus.CONFIRMED, consent__import=held.pk)
    keys = list(added.values_list("pk", flat=True))
    transitions.taken_out(keys)
    Subscription.objects.filter(pk__in=keys).delete()
    audit(actor=actor, action="post.import_undone", object_type="post.listimport", object_id=str(held.pk))
    return len(keys)
