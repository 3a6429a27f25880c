"""Keeping reports only as long as was decided: a decision is recorded, and a night's job carries it out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, FloatField, Value
from django.db.models.functions import Floor
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from common import clock
from documents.services import forget_documents
from incidents.figures.retention import threads_of
from incidents.figures.situation import SQUARE
from incidents.models import (
    Category,
    Disclosure,
    Follower,
    Forwarding,
    Photo,
    Report,
    ReportEvent,
    ReportNote,
    RetentionDecision,
    RetentionRun,
)
from incidents.services.photos import forget_photos
from post.services import forget_threads

BATCH, MOST_A_NIGHT = 200, 20_000  # reports


@transaction.atomic
def record_retention(
    *, category: Category, months: int, decided_on: date, reference: str, by: User
) -> RetentionDecision:
    """Record a decision, the same one once; it is carried out from the next night on.

    Raises ValidationError `future`.
    """
    if decided_on > clock.today():
        raise ValidationError(_("The day lies ahead of us. Record the decision when it has been made."), code="future")
    Category.objects.select_for_update().get(pk=category.pk)  # two clicks at once stand in line
    latest = RetentionDecision.objects.in_force().filter(category=category).first()
    if latest and (latest.months, latest.decided_on, latest.reference) == (months, decided_on, reference):
        return latest
    decision: RetentionDecision = RetentionDecision.objects.create(
        category=category, months=months, decided_on=decided_on, reference=reference, recorded_by=by
    )
    audit(actor=by, action="retention.decided", object_type="incidents.retentiondecision", object_id=str(decision.pk))
    return decision


def anonymise_outlived(most: int = MOST_A_NIGHT) -> int:
    """Carry out the decisions that stand; returns how many reports lost their words. Safe to run again."""
    done = 0
    for decision in RetentionDecision.objects.in_force():
        run = None
        while done < most:
            run, taken = _anonymise_some(decision, run, min(BATCH, most - done))
            done += taken
            if not taken:
                break
    return done


@transaction.atomic
def _anonymise_some(
    decision: RetentionDecision, run: RetentionRun | None, most: int
) -> tuple[RetentionRun | None, int]:
    """Anonymise some reports and count them with the run; what another holds locked waits for the next night."""
    outlived = Report.objects.outlived(decision.category, decision.months).order_by("closed_at", "pk")
    pks = list(outlived.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)[:most])
    if not pks:
        return run, 0
    run = run or RetentionRun.objects.create(decision=decision)
    taken = _anonymise(pks)
    RetentionRun.objects.filter(pk=run.pk).update(**{name: F(name) + count for name, count in taken.items()})
    return run, len(pks)


def _anonymise(pks: list[int]) -> dict[str, int]:
    """Take everything that can point at a person out of locked reports, wherever it stands. Returns what went."""
    notes = ReportNote.objects.filter(report__in=pks)
    photos = Photo.objects.filter(report__in=pks)
    went = {"reports": len(pks), "photos": photos.count(), "notes": notes.count()}
    sendings, followers = Forwarding.objects.filter(report__in=pks), Follower.objects.filter(report__in=pks)
    went["messages"] = forget_threads(threads_of(pks))
    forget_documents(kind="report_case", subjects=[str(pk) for pk in pks])
    notes.delete()
    forget_photos(photos)
    sendings.update(text="", their_number="", their_answer="", token="", sent_by=None)
    followers.delete()
    Disclosure.objects.filter(report__in=pks).update(text="")
    at = clock.now()
    Report.objects.filter(pk__in=pks).update(**_emptied(), anonymised_at=at, version=F("version") + 1)
    ReportEvent.objects.bulk_create([ReportEvent(report_id=pk, kind=ReportEvent.Kind.ERASED, at=at) for pk in pks])
    return went


def _emptied() -> dict[str, Any]:
    """Return the fields as they are afterwards: the position is the middle of the square it is counted in."""
    words = ("reporter_name", "reporter_email", "text", "public_text", "place", "follow_hash")
    gone = ("plate_sealed", "form_token", "assigned_to", "released_at", "reply_waits_since")
    return {
        **dict.fromkeys(words, ""),
        **dict.fromkeys(gone),
        "language": "sv",
        "longitude": _middle("longitude", 180, SQUARE[0]),
        "latitude": _middle("latitude", 90, SQUARE[1]),
    }


def _middle(name: str, shift: int, step: float) -> Any:
    half, side, zero = (Value(value, output_field=FloatField()) for value in (0.5, step, shift))
    return (Floor((F(name) + zero) / side) + half) * side - zero
