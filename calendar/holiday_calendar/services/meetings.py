"""What can be done with meetings: invite and tell of changes, answer, write minutes, decide, promise, remind."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from common import clock
from common.ics import Answer
from common.signed_links import unsign
from holiday_calendar import mail
from holiday_calendar.lifecycle import ItemStatus
from holiday_calendar.models import BreakRoom, CalendarItem, Decision, Invitee, MeetingTask, Minutes
from holiday_calendar.services.personal import ERASED

CHAIR_AFTER = timedelta(days=7)
REMIND_BEFORE = timedelta(days=2)
BATCH = 200


def invite(*, meeting: CalendarItem, name: str, email: str, is_chair: bool) -> Invitee:
    """Invite somebody; the mail goes within a minute. Raises ValidationError `invited`, `draft` or `past`."""
    _require_released(meeting)
    if meeting.ends_at <= clock.now():
        raise ValidationError(_("The meeting has been. Move it first."), code="past")
    invitee, is_new = Invitee.objects.get_or_create(
        meeting=meeting, email=email.strip().lower(), defaults={"name": name, "is_chair": is_chair}
    )
    if not is_new:
        raise ValidationError(_("This person is invited already."), code="invited")
    return invitee


@transaction.atomic
def invite_people(*, meeting: CalendarItem, room: BreakRoom) -> int:
    """Invite everybody on a break's contact list who is not invited yet. Returns how many. Raises as `invite` does."""
    invited = {email.lower() for email in meeting.invitees.values_list("email", flat=True)}
    count = 0
    for line in room.participants.exclude(email__endswith=ERASED).order_by("pk"):
        if line.email.lower() not in invited:
            invite(meeting=meeting, name=line.name or str(line)[:120], email=line.email, is_chair=False)
            invited.add(line.email.lower())
            count += 1
    return count


@transaction.atomic
def take_back_invitation(*, invitee: Invitee, actor: User) -> None:
    """Invite somebody no longer; whoever was mailed and has the meeting before them is told, and their calendar too."""
    if invitee.sent_sequence is not None and invitee.meeting.ends_at > clock.now():
        mail.invitation_back(invitee).send()
    audit(
        actor=actor,
        action="calendar.invitation_taken_back",
        object_type="calendar.calendaritem",
        object_id=str(invitee.meeting_id),
    )
    invitee.delete()


@transaction.atomic
def choose_chair(*, invitee: Invitee, actor: User) -> None:
    """Have somebody who is invited chair the meeting, in place of whoever did. Logged."""
    Invitee.objects.filter(meeting=invitee.meeting_id, is_chair=True).exclude(pk=invitee.pk).update(is_chair=False)
    Invitee.objects.filter(pk=invitee.pk).update(is_chair=True)
    audit(
        actor=actor,
        action="calendar.chair_chosen",
        object_type="calendar.invitee",
        object_id=str(invitee.pk),
    )


def _require_released(meeting: CalendarItem) -> None:
    if meeting.status != ItemStatus.CONFIRMED:
        raise ValidationError(
            _("Release the meeting first: a draft or a cancelled meeting invites nobody."), code="draft"
        )


@transaction.atomic
def tell_invitees() -> int:
    """Mail everybody whose latest mail is older than the meeting's latest change; each state goes once.

    A row is marked in the transaction that hands over its mail. What has been before anybody was told stays untold.
    """
    untold = (
        Invitee.objects.filter(Q(sent_sequence=None) | Q(sent_sequence__lt=F("meeting__sequence")))
        .filter(meeting__ends_at__gt=clock.now())
        .exclude(meeting__status=ItemStatus.DRAFT)
        .exclude(sent_sequence=None, meeting__status=ItemStatus.CANCELLED)
        .select_related("meeting")
        .select_for_update(of=("self",), skip_locked=True)
    )
    told = list(untold.order_by("pk")[:BATCH])
    for invitee in told:
        mail.invitation(invitee).send()
        invitee.sent_sequence = invitee.meeting.sequence
        invitee.save(update_fields=["sent_sequence"])
    return len(told)


def invitee_of(token: str) -> Invitee | None:
    """Return whose invitation a link is, or None for a forged one."""
    number, _dash, key = (unsign(mail.INVITEE, token) or "").partition("-")
    found = Invitee.objects.filter(pk=number, link_key=key) if number.isdigit() else Invitee.objects.none()
    return found.select_related("meeting").first()


def answer_invitation(*, invitee: Invitee, comes: bool) -> None:
    """Note whether somebody comes; answering again changes it. Raises ValidationError `over`."""
    if invitee.meeting.status != ItemStatus.CONFIRMED or invitee.meeting.ends_at <= clock.now():
        raise ValidationError(_("The meeting has been, or is cancelled."), code="over")
    invitee.answer, invitee.answered_at = Invitee.Answer.YES if comes else Invitee.Answer.NO, clock.now()
    invitee.save(update_fields=["answer", "answered_at"])


def answer_by_calendar(*, invitee: Invitee, answered: Answer) -> None:
    """Note the answer that a person's calendar sent. Raises ValidationError `over`, or `other` for one of another day.

    What is neither yes nor no is no answer yet.
    """
    if answered.uid != invitee.meeting.uid or answered.sequence < (invitee.sent_sequence or 0):
        raise ValidationError(_("This answers an invitation that has been replaced."), code="other")
    if answered.word in ("accepted", "declined"):
        answer_invitation(invitee=invitee, comes=answered.word == "accepted")


@transaction.atomic
def save_minutes(*, meeting: CalendarItem, version: int, text: str) -> Minutes:
    """Save the minutes. Raises ValidationError `approved`, or `changed` if somebody saved since they were read."""
    Minutes.objects.get_or_create(meeting=meeting)
    held = Minutes.objects.select_for_update().get(meeting=meeting)
    if held.approved_at is not None:
        raise ValidationError(_("The minutes are approved and can't be changed."), code="approved")
    if held.version != version:
        raise ValidationError(
            _("Somebody else has saved since you opened this. Copy your text, reload the page and add it."),
            code="changed",
        )
    held.text, held.version, held.updated_at = text, held.version + 1, clock.now()
    held.save()
    return held


def approve_minutes(*, meeting: CalendarItem, actor: User) -> None:
    """Approve the minutes: from now on they stand. Raises ValidationError `early`, or `empty` if nothing is written."""
    if meeting.starts_at > clock.now():
        raise ValidationError(_("The meeting has not begun: its minutes can't be approved yet."), code="early")
    approved = Minutes.objects.filter(meeting=meeting, approved_at=None).exclude(text="")
    if not approved.update(approved_at=clock.now(), approved_by=actor):
        raise ValidationError(_("There are no minutes to approve."), code="empty")
    audit(
        actor=actor, action="calendar.minutes_approved", object_type="calendar.calendaritem", object_id=str(meeting.pk)
    )


@transaction.atomic
def decide(*, meeting: CalendarItem, text: str) -> Decision:
    """Note a decision with the year's next number; two who decide at once get two numbers.

    Raises ValidationError `draft` unless the meeting is released.
    """
    _require_released(meeting)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('calendar.decision', 0))")
    year = meeting.first_day.year
    latest = Decision.objects.filter(year=year).aggregate(latest=Max("number"))["latest"] or 0
    return Decision.objects.create(meeting=meeting, year=year, number=latest + 1, text=text)


def promise(*, meeting: CalendarItem, text: str, owner_name: str, owner_email: str, due: date) -> MeetingTask:
    """Note a task. Raises ValidationError `past` for a day that has been, `draft` unless the meeting is released."""
    _require_released(meeting)
    if due < clock.today():
        raise ValidationError(_("Choose a day from today on."), code="past")
    return MeetingTask.objects.create(
        meeting=meeting, text=text, owner_name=owner_name, owner_email=owner_email, due=due
    )


def finish_task(*, task_id: int) -> None:
    """Note that a task is done; the first time counts."""
    MeetingTask.objects.filter(pk=task_id, done_at=None).update(done_at=clock.now())


def task_of(token: str) -> MeetingTask | None:
    """Return which task the link in a reminder is about, or None for a forged one."""
    number = unsign(mail.TASK, token) or ""
    found = MeetingTask.objects.filter(pk=number) if number.isdigit() else MeetingTask.objects.none()
    return found.select_related("meeting").first()


@transaction.atomic
def tell_of_tasks() -> int:
    """Remind owners two days before the day and when it has passed, and a week later the chair; each once.

    Where nobody chairs the meeting the office is told, once; the chair still will be, when there is one.
    Returns how many mails went.
    """
    today, now = clock.today(), clock.now()
    tasks = MeetingTask.objects.filter(done_at=None).select_related("meeting")
    tasks = tasks.select_for_update(of=("self",), skip_locked=True)
    reached = tasks.exclude(owner_email__endswith=ERASED)
    count = 0
    for task in reached.filter(reminded_at=None, due__range=(today, today + REMIND_BEFORE))[:BATCH]:
        mail.task_is_due(task).send()
        MeetingTask.objects.filter(pk=task.pk).update(reminded_at=now)
        count += 1
    for task in reached.filter(owner_told_at=None, due__lt=today)[:BATCH]:
        mail.task_is_late(task).send()
        MeetingTask.objects.filter(pk=task.pk).update(owner_told_at=now)
        count += 1
    return count + _tell_above(tasks.filter(owner_told_at__lte=now - CHAIR_AFTER, chair_told_at=None))


def _tell_above(late: QuerySet[MeetingTask]) -> int:
    """Tell the chair of what has been late for long, or the office where there is none. Returns how many mails went."""
    count, now = 0, clock.now()
    chairs = Invitee.objects.filter(meeting=OuterRef("meeting"), is_chair=True)
    for task in late.filter(Exists(chairs))[:BATCH]:
        for chair in task.meeting.invitees.filter(is_chair=True):
            mail.task_is_late(task, chair=chair).send()
            count += 1
        MeetingTask.objects.filter(pk=task.pk).update(chair_told_at=now)
    for task in late.filter(~Exists(chairs), office_told_at=None)[:BATCH]:
        mail.task_has_no_chair(task).send()
        MeetingTask.objects.filter(pk=task.pk).update(office_told_at=now)
        count += 1
    return count
