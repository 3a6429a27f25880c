"""Several people, one matter: "me too" joins a report, staff merge two and take them apart again."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from common import form_tokens, signed_links
from incidents import mail, transitions
from incidents.figures.following import asked_by_yes_token, follow_token, yes_token
from incidents.lifecycle import Reason, ReportStatus
from incidents.models import Follower, Report, ReportEvent
from incidents.services.triage import move_report


@transaction.atomic
def join(*, report: Report, form_token: str, email: str = "", language: str = "") -> str:
    """Add somebody who has seen the same and return their own secret token. The same form twice joins once.

    An address is asked by mail whether it wants to hear what happens; nothing else is written to it, and it is not
    kept, before its own `say_yes`. Raises ValidationError `form_token`, or `not_open` for a report that is not
    released and open.
    """
    if not form_tokens.is_well_formed(form_token):
        raise ValidationError(_("Reload the page and send the form again."), code="form_token")
    if not report.is_released or not report.is_open:
        raise ValidationError(_("That report is closed. Send yours as a new one."), code="not_open")
    token = follow_token(form_token)
    follower, is_new = Follower.objects.get_or_create(
        form_token=form_token,
        defaults={
            "report": report,
            "follow_hash": signed_links.token_hash(token),
            "language": (language or get_language() or settings.LANGUAGE_CODE)[:2],
        },
    )
    if is_new:
        transitions.record(report, ReportEvent.Kind.JOINED, actor=None)
        if email.strip():
            mail.joined(follower, email.strip(), yes_token(follower, email.strip())).send()
    return token


@transaction.atomic
def say_yes(*, token: str) -> Follower | None:
    """Write to an address from now on, by the secret of the letter that asked it; None for one that opens nothing."""
    asked = asked_by_yes_token(token)
    if asked is None:
        return None
    follower, email = asked
    follower.email = email
    follower.save(update_fields=["email"])
    return follower


def stop_writing(email: str) -> int:
    """Take an address that calls our mail unwanted away from every report it follows; returns how many."""
    return Follower.objects.filter(email__iexact=email).update(email="")


@transaction.atomic
def leave(*, follower: Follower) -> None:
    """Take a follower's address away; that somebody said "me too" stays counted."""
    follower.email = ""
    follower.save(update_fields=["email"])


@transaction.atomic
def merge(*, report: Report, number: str, by: User, version: int | None = None) -> Report:
    """Say that a report is the same as the one of a number: it is closed, its people follow that one.

    Raises ChangedMeanwhileError, or ValidationError `unknown_number`, `same_report` or `merged_already`.
    """
    target = Report.objects.visible_to(by).filter(number=number.strip()).first()
    if target is None:
        raise ValidationError(_("There is no report with that number."), code="unknown_number")
    list(Report.objects.select_for_update(of=("self",)).filter(pk__in=(report.pk, target.pk)).order_by("pk"))
    fresh, target = transitions.locked(report, version=version), transitions.locked(target)
    if fresh.pk == target.pk:
        raise ValidationError(_("That is this report. Give the number of the other one."), code="same_report")
    if fresh.merged_into_id or target.merged_into_id or fresh.merged.exists():
        raise ValidationError(_("One of them is joined with another already. Split them first."), code="merged_already")
    fresh.merged_into = target
    transitions.touch(fresh, "merged_into")
    transitions.record(fresh, ReportEvent.Kind.MERGED, actor=by)
    transitions.record(target, ReportEvent.Kind.MERGED, actor=by)
    if fresh.is_open:
        move_report(report=fresh, to=ReportStatus.DECLINED, by=by, reason=Reason.SAME)
    return target


@transaction.atomic
def split(*, report: Report, by: User, version: int | None = None) -> Report:
    """Undo a merge: the report stands alone again, and open.

    Raises ChangedMeanwhileError, or ValidationError `not_merged`.
    """
    fresh = transitions.locked(report, version=version)
    if fresh.merged_into_id is None:
        raise ValidationError(_("This report is not joined with another."), code="not_merged")
    fresh.merged_into = None
    transitions.touch(fresh, "merged_into")
    transitions.record(fresh, ReportEvent.Kind.SPLIT, actor=by)
    if not fresh.is_open:
        move_report(report=fresh, to=ReportStatus.RECEIVED, by=by, reason=Reason.REOPENED)
    return fresh
