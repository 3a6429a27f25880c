"""A volunteer's way through Grannstöd: training, papers, accompanied drives, and leaving with honour."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import roles
from accounts.models import User
from accounts.services import give_role, take_role
from common import clock
from grannstod import transitions
from grannstod.figures.hours import driven_by
from grannstod.lifecycle import IN_LINE, VolunteerStatus, WaitingStatus
from grannstod.mail import joining as mail
from grannstod.models import CrewMember, SupporterCourse, Volunteer
from grannstod.services.personal import erase_person
from grannstod.services.seats import free_seat

# How long somebody who has left stands in the statistics of the sponsors.
KEEP_LEFT = timedelta(days=730)
PAPERS = (
    "interviewed_on",
    "reference_on",
    "trained_on",
    "agreement_on",
    "clearance_until",
    "is_driver",
    "licence_until",
)


@transaction.atomic
def move_volunteer(*, volunteer_id: int, to: VolunteerStatus, actor: User) -> Volunteer:
    """Move a volunteer on: training, active, paused, left.

    Whoever pauses or leaves gives up the coming seats, and the next in line is asked.
    Raises MoveRefusedError, or ValidationError `papers_missing`, `drives_missing` for a newcomer who is not ready.
    """
    volunteer = Volunteer.objects.select_for_update(of=("self",)).select_related("user").get(pk=volunteer_id)
    if to == VolunteerStatus.ACTIVE and not _has_been_active(volunteer):
        _require_ready(volunteer)
    is_beginning = volunteer.status == VolunteerStatus.APPLIED and to == VolunteerStatus.TRAINING
    moved = transitions.move_volunteer(volunteer_id=volunteer_id, to=to, actor=actor, reason="by_leader")
    if is_beginning:
        # Whoever left gave the role back; with the training, the first or a new one, it comes.
        give_role(by=None, user=volunteer.user, role=roles.GRANNSTOD_VOLUNTEER)
    if to in (VolunteerStatus.PAUSED, VolunteerStatus.LEFT):
        _give_up_seats(volunteer, actor)
    if to == VolunteerStatus.LEFT:
        take_role(by=None, user=volunteer.user, role=roles.GRANNSTOD_VOLUNTEER)
        mail.thanks(volunteer, driven_by(volunteer)).send()
    return moved


def _has_been_active(volunteer: Volunteer) -> bool:
    was = Q(moved_to=VolunteerStatus.ACTIVE) | Q(moved_from=VolunteerStatus.ACTIVE)
    return volunteer.events.filter(was).exists()


def _require_ready(volunteer: Volunteer) -> None:
    if not (volunteer.trained_on and volunteer.agreement_on):
        raise ValidationError(
            _("Note first on which days the training was done and the agreement was signed."), code="papers_missing"
        )
    missing = settings.GRANNSTOD_ACCOMPANIED_DRIVES - driven_by(volunteer).patrols
    if missing > 0:
        sentence = ngettext(
            "One accompanied drive is left before a newcomer is ready.",
            "%(n)s accompanied drives are left before a newcomer is ready.",
            missing,
        )
        raise ValidationError(sentence % {"n": missing}, code="drives_missing")


def _give_up_seats(volunteer: Volunteer, actor: User) -> None:
    for place in volunteer.waiting.filter(status__in=IN_LINE):
        transitions.move_place(place, WaitingStatus.WITHDRAWN)
    coming = CrewMember.objects.filter(volunteer=volunteer, starts_at__gt=clock.now(), shift__patrol=None)
    for seat in coming.order_by("starts_at"):
        free_seat(seat=seat, actor=actor)


@transaction.atomic
def note_papers(*, volunteer_id: int, papers: dict[str, date | bool | None]) -> Volunteer:
    """Write down interview, reference, training, agreement, clearance and licence.

    Raises ValidationError `in_future` for something done on a day that has not been.
    """
    volunteer: Volunteer = Volunteer.objects.select_for_update().get(pk=volunteer_id)
    for name in PAPERS:
        day = papers.get(name)
        if name.endswith("_on") and isinstance(day, date) and day > clock.today():
            raise ValidationError({name: ValidationError(_("That day has not been yet."), code="in_future")})
        setattr(volunteer, name, day)
    volunteer.is_driver = bool(papers.get("is_driver"))
    volunteer.save(update_fields=list(PAPERS))
    return volunteer


@transaction.atomic
def note_courses(*, volunteer_id: int, taken: Mapping[str, date | None]) -> None:
    """Write down when a supporter has learnt what (`SupporterCourse.Subject`); no day takes it away.

    Raises ValidationError `in_future` for a day that has not been.
    """
    volunteer: Volunteer = Volunteer.objects.select_for_update().get(pk=volunteer_id)
    for subject, day in taken.items():
        if day is None:
            volunteer.courses.filter(subject=subject).delete()
            continue
        if day > clock.today():
            raise ValidationError({subject: ValidationError(_("That day has not been yet."), code="in_future")})
        SupporterCourse.objects.update_or_create(volunteer=volunteer, subject=subject, defaults={"taken_on": day})


def forget_left() -> int:
    """Forget those who left two years ago; returns how many. Safe to run twice."""
    gone = Volunteer.objects.filter(status=VolunteerStatus.LEFT, left_on__lte=clock.today() - KEEP_LEFT)
    addresses = list(gone.values_list("user__email", flat=True))
    for address in addresses:
        erase_person(address)
    return len(addresses)
