"""What a coordinator does with a report. Each verb takes the version its reader saw, and leaves its events behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from incidents import mail, transitions
from incidents.figures.following import follow_token
from incidents.lifecycle import CLOSED, TAKEN_OVER, Reason, ReportStatus
from incidents.models import Category, Follower, Photo, Report, ReportEvent, ReportNote
from incidents.services.intake import plain
from incidents.services.once import once
from incidents.signals import report_answered, report_moved
from neighbourhoods.models import Organisation


@transaction.atomic
def move_report(
    *,
    report: Report,
    to: ReportStatus,
    by: User | None,
    reason: str = "",
    message: str = "",
    version: int | None = None,
) -> ReportEvent:
    """Move a report; a message goes to the reporter, who is told of every move if there is an address.

    Raises MoveRefusedError, or ChangedMeanwhileError if `version` is not the one that stands.
    """
    fresh = transitions.locked(report, version=version)
    note = _note(fresh, message, ReportNote.Audience.REPORTER, by)
    event = transitions.move(fresh, to, actor=by, reason=reason, note=note)
    _tell(fresh, event, message)
    transaction.on_commit(
        partial(report_moved.send_robust, sender=Report, report_id=fresh.pk, moved_to=str(to)), robust=True
    )
    report.refresh_from_db()
    return event


def _note(report: Report, text: str, audience: ReportNote.Audience, by: User | None) -> ReportNote | None:
    text = plain(text)
    return ReportNote.objects.create(report=report, audience=audience, text=text, author=by) if text else None


def _tell(report: Report, event: ReportEvent, message: str) -> None:
    if report.reporter_email and report.form_token:
        mail.status_change(report, follow_token(report.form_token), event, plain(message)).send()
    if event.moved_to:
        _tell_others(report, event)


def _tell_others(report: Report, event: ReportEvent) -> None:
    """Tell who joined, and reporters and followers of what is the same: the move, not what was said to one."""
    followers = Follower.objects.filter(Q(report=report) | Q(report__merged_into=report)).exclude(email="")
    for follower in followers.select_related("report__category"):
        mail.followed(follower, follow_token(follower.form_token), event).send()
    for same in report.merged.exclude(reporter_email="").exclude(form_token=None):
        mail.status_change(same, follow_token(same.form_token or ""), event, "").send()


@transaction.atomic
def answer(*, report: Report, text: str, by: User, version: int | None = None) -> None:
    """Write to the reporter without moving the report."""
    fresh = transitions.locked(report, version=version)
    note = _note(fresh, text, ReportNote.Audience.REPORTER, by)
    if note is None:
        raise ValidationError(_("Write what the reporter should know."), code="empty")
    fresh.reply_waits_since = None
    transitions.touch(fresh, "reply_waits_since")
    event = transitions.record(fresh, ReportEvent.Kind.ANSWERED, actor=by, note=note)
    _tell(fresh, event, text)
    transaction.on_commit(partial(report_answered.send_robust, sender=Report, report_id=fresh.pk), robust=True)


@transaction.atomic
def assign(*, report: Report, to: User | None, by: User, version: int | None = None) -> Report:
    """Give a report to somebody who may triage and see it, or to nobody.

    Raises ValidationError `may_not_triage` or `may_not_see`.
    """
    if to is not None and not to.has_perm("incidents.triage_report"):
        raise ValidationError(_("This person may not handle reports."), code="may_not_triage")
    fresh = transitions.locked(report, version=version)
    if to is not None and not Report.objects.visible_to(to).filter(pk=fresh.pk).exists():
        raise ValidationError(_("This person may not see reports of this kind."), code="may_not_see")
    if fresh.assigned_to_id != (to.pk if to else None):
        fresh.assigned_to = to
        transitions.touch(fresh, "assigned_to")
        transitions.record(fresh, ReportEvent.Kind.ASSIGNED, actor=by)
    return fresh


@transaction.atomic
def prioritise(*, report: Report, priority: int, by: User, version: int | None = None) -> Report:
    """Say how urgent a report is beside others of its kind. Its time to be answered stays the kind's."""
    fresh = transitions.locked(report, version=version)
    if fresh.priority != priority:
        fresh.priority = priority
        transitions.touch(fresh, "priority")
        transitions.record(fresh, ReportEvent.Kind.PRIORITY, actor=by)
    return fresh


@transaction.atomic
def add_note(*, report: Report, text: str, by: User, form_token: str = "") -> ReportNote | None:
    """Add an internal note, once for each form; the reporter never sees it."""
    text = plain(text)
    if not text:
        return None

    def add() -> ReportNote:
        note = ReportNote.objects.create(report=report, text=text, author=by, form_token=form_token or None)
        transitions.record(report, ReportEvent.Kind.NOTED, actor=by, note=note)
        return note

    return once(ReportNote, form_token, add)


@transaction.atomic
def judge(
    *, report: Report, category: Category, is_offensive: bool | None, by: User, version: int | None = None
) -> Report:
    """Set what a report is about; its deadline is counted again from when it came in, or was last opened again."""
    fresh = transitions.locked(report, version=version)
    category = _graffiti_kind(category, is_offensive)
    if (fresh.category_id, fresh.is_offensive) == (category.pk, is_offensive):
        return fresh
    fresh.category, fresh.is_offensive = category, is_offensive
    if fresh.is_open:
        fresh.due_at = category.due_at(_waited_since(fresh))
    transitions.touch(fresh, "category", "is_offensive", "due_at")
    transitions.record(fresh, ReportEvent.Kind.JUDGED, actor=by)
    return fresh


def _waited_since(report: Report) -> datetime:
    """Return when a report's time began: opening it again is a new promise."""
    opened = report.events.filter(moved_from__in=CLOSED).order_by("at", "pk").last()
    return opened.at if opened else report.received_at


def _graffiti_kind(category: Category, is_offensive: bool | None) -> Category:
    """Graffiti judged offensive has a category, and so a deadline, of its own."""
    kinds = {"graffiti", "graffiti-offensive"}
    if is_offensive is None or category.code not in kinds:
        return category
    return Category.objects.filter(code="graffiti-offensive" if is_offensive else "graffiti").first() or category


@transaction.atomic
def release(*, report: Report, text: str, by: User, version: int | None = None) -> Report:
    """Let agents of the area read a text that a person has gone through; an empty one takes the release back."""
    fresh = transitions.locked(report, version=version)
    text = plain(text)
    if (fresh.public_text, fresh.is_released) == (text, bool(text)):
        return fresh
    fresh.public_text, fresh.released_at = text, clock.now() if text else None
    transitions.touch(fresh, "public_text", "released_at")
    transitions.record(fresh, ReportEvent.Kind.RELEASED if text else ReportEvent.Kind.WITHDRAWN, actor=by)
    return fresh


@transaction.atomic
def release_photo(*, photo: Photo, by: User, released: bool) -> Photo:
    """Let agents of the area see a photo, or take that back; what stands so already is left alone."""
    fresh = Photo.objects.select_for_update(of=("self",)).select_related("report").get(pk=photo.pk)
    if fresh.report is None:
        raise ValidationError(_("The photo does not belong to a report yet."), code="no_report")
    if released == (fresh.released_at is not None):
        return fresh
    fresh.released_at = clock.now() if released else None
    fresh.save(update_fields=["released_at"])
    kind = ReportEvent.Kind.PHOTO_RELEASED if released else ReportEvent.Kind.WITHDRAWN
    transitions.record(fresh.report, kind, actor=by)
    return fresh


@dataclass(frozen=True)
class Decision:
    """Everything one press of the triage button saves. Empty fields leave things as they are."""

    category: Category
    is_offensive: bool | None = None
    priority: int | None = None
    to: ReportStatus | None = None
    reason: str = ""
    organisation: Organisation | None = None
    assignee: User | None = None
    message: str = ""
    note: str = ""
    public_text: str = ""


def taken_over_by(report: Report) -> Reason:
    """Return the reason for closing a report that whoever it was passed on to has taken over: who that is."""
    passed = report.events.filter(moved_to=ReportStatus.PASSED_ON).order_by("at", "pk").last()
    return TAKEN_OVER.get(passed.reason if passed else "", Reason.TAKEN_BY_OWNER)


def _name_who_has_it(report: Report, decision: Decision) -> None:
    """Keep which organisation a report is passed on to. The form proposes the area's owner whatever is decided: only
    what goes to an owner names one."""
    if decision.reason in TAKEN_OVER.values() and report.status != ReportStatus.PASSED_ON:
        raise ValidationError(_("Nobody has taken it over: it is not passed on."), code="not_passed_on")
    if decision.reason in (Reason.PASSED_TO_OWNER, Reason.TAKEN_BY_OWNER):
        named = decision.organisation
    elif decision.reason in (Reason.PASSED_TO_POLICE, Reason.PASSED_TO_MUNICIPALITY):
        named = None
    else:
        return
    fresh = transitions.locked(report)
    fresh.passed_to = named
    transitions.touch(fresh, "passed_to")


@transaction.atomic
def decide(*, report: Report, decision: Decision, by: User, version: int) -> Report:
    """Judge, assign, route and answer at once. All or nothing; raises ChangedMeanwhileError if somebody was first."""
    fresh = transitions.locked(report, version=version)
    if fresh.reply_waits_since is not None:
        fresh.reply_waits_since = None
        transitions.touch(fresh, "reply_waits_since")
    judge(report=fresh, category=decision.category, is_offensive=decision.is_offensive, by=by)
    if decision.priority is not None:
        prioritise(report=fresh, priority=decision.priority, by=by)
    assign(report=fresh, to=decision.assignee, by=by)
    release(report=fresh, text=decision.public_text, by=by)
    add_note(report=fresh, text=decision.note, by=by)
    _name_who_has_it(fresh, decision)
    if decision.to is not None and decision.to != fresh.status:
        move_report(report=fresh, to=decision.to, by=by, reason=decision.reason, message=decision.message)
    elif decision.message.strip():
        answer(report=fresh, text=decision.message, by=by)
    saved: Report = Report.objects.for_list().get(pk=report.pk)
    return saved
