"""What Grannstöd holds about a person: handed out, forgotten."""

from __future__ import annotations

from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from common import clock
from grannstod.models import (
    Applicant,
    BriefingNote,
    CrewMember,
    Observation,
    SeatEvent,
    VisitNote,
    VisitWish,
    Volunteer,
    WaitingPlace,
    Wish,
)

KEPT_MONTHS = 24


@transaction.atomic
def erase_person(email: str) -> int:
    """Forget a person: coming shifts, the volunteer's row and the authorship of observations. Returns changed rows.

    A place on a crew of the past is kept without a name only as a count of patrols: the rows go with the volunteer.
    """
    volunteer = Volunteer.objects.filter(user__email__iexact=email).first()
    changed = Observation.objects.filter(author__email__iexact=email).update(author=None)
    changed += VisitNote.objects.filter(user__email__iexact=email).delete()[0]
    changed += VisitWish.objects.filter(asked_by__email__iexact=email).update(asked_by=None, text="")
    changed += BriefingNote.objects.filter(written_by__email__iexact=email).update(written_by=None)
    changed += Applicant.objects.filter(email__iexact=email).delete()[0]
    if volunteer is None:
        return changed
    changed += CrewMember.objects.filter(volunteer=volunteer).delete()[0]
    Volunteer.history.filter(id=volunteer.pk).delete()
    volunteer.delete()
    return changed + 1


@transaction.atomic
def forget_drives() -> int:
    """Two years after a shift: who sat in the car, what was written and photographed. Returns changed rows.

    Times, kilometres, kinds and outcomes stay. What became a report lives by the decision for its kind.
    """
    before = clock.months_before(clock.today(), KEPT_MONTHS)
    begins = clock.start_of_day(before)
    old = Observation.objects.filter(patrol__shift__ends_at__lt=begins).exclude(text="", author=None, photo="")
    for name in old.exclude(photo="").values_list("photo", flat=True):
        transaction.on_commit(partial(default_storage.delete, name), robust=True)
    count = old.update(text="", place="", latitude=None, longitude=None, case_number="", photo="", author=None)
    count += BriefingNote.objects.filter(last_day__lt=before).delete()[0]
    for model in (SeatEvent, WaitingPlace, CrewMember):
        count += model.objects.filter(shift__ends_at__lt=begins).delete()[0]
    return count


def export_person(email: str) -> list[dict[str, object]]:
    """Return what Grannstöd holds about a person."""
    applicants = Applicant.objects.filter(email__iexact=email)
    rows = [_of_applicant(held) for held in applicants]
    for volunteer in Volunteer.objects.filter(user__email__iexact=email):
        rows += _of_volunteer(volunteer)
    for observation in Observation.objects.filter(author__email__iexact=email):
        rows.append({"observation": observation.text, "at": observation.observed_at})
    for wish in VisitWish.objects.filter(asked_by__email__iexact=email):
        rows.append({"visit_wish": wish.text, "at": wish.asked_at})
    rows += [{"visit_notes_since": note.since} for note in VisitNote.objects.filter(user__email__iexact=email)]
    for note in BriefingNote.objects.filter(written_by__email__iexact=email):
        rows.append({"briefing": note.text, "from": note.first_day})
    return rows


def _of_applicant(held: Applicant) -> dict[str, object]:
    written = ("kind", "name", "email", "phone", "business", "about", "has_licence", "expires_on")
    return {"applicant": held.get_status_display(), **{name: getattr(held, name) for name in written}}


def _of_volunteer(volunteer: Volunteer) -> list[dict[str, object]]:
    days = ("licence_until", "clearance_until", "joined_on", "interviewed_on", "reference_on", "trained_on")
    written = ("is_driver", *days, "agreement_on")
    held: dict[str, object] = {name: getattr(volunteer, name) for name in written}
    wish = Wish.objects.filter(volunteer=volunteer).values().first()
    seats = CrewMember.objects.filter(volunteer=volunteer).order_by("starts_at")
    rows = [{"volunteer": volunteer.get_status_display(), **held, "wish": wish}]
    rows += [{"course": one.get_subject_display(), "at": one.taken_on} for one in volunteer.courses.all()]
    rows += [{"waits_for_shift": place.shift.starts_at} for place in volunteer.waiting.select_related("shift")]
    rows += [{"seat_event": event.get_what_display(), "at": event.at} for event in volunteer.seat_events.all()]
    rows += [{"shift": seat.starts_at, "seat": seat.get_seat_display()} for seat in seats]
    return rows
