"""Support for those who have met with a crime: referred, visited by two, visited again, and forgotten."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from common import clock, crypto, form_tokens
from grannstod import transitions
from grannstod.figures.support import lacks_pair
from grannstod.lifecycle import MAY_DRIVE_OUT, SupportStatus
from grannstod.mail import support as mail
from grannstod.models import SupportEvent, SupportVisit, VictimSupportCase, Volunteer
from neighbourhoods.models import Area, District

FIRST_VISIT, RETURN_VISIT = timedelta(days=7), timedelta(days=30)
ADVICE = ("gave_brochure", "advised_locks", "advised_insurance", "told_of_support")


@dataclass(frozen=True)
class Who:
    """What tells who somebody is: kept encrypted, read only through `read_case`."""

    name: str
    address: str
    phone: str = ""
    wishes: str = ""


@transaction.atomic
def refer(
    *, source: str, district: District, area: Area | None, who: Who, form_token: str, by: User
) -> VictimSupportCase:
    """Take a referral in. Sent twice with the same token it is one. Raises ValidationError (`form_token`)."""
    if not form_tokens.is_well_formed(form_token):
        raise ValidationError(_("The form is too old. Reload the page and try again."), code="form_token")
    known = VictimSupportCase.objects.filter(form_token=form_token).first()
    if known is not None:
        return known
    case = VictimSupportCase.objects.create(
        source=source,
        district=area.district if area else district,
        area=area,
        sealed=crypto.encrypt(json.dumps(asdict(who)).encode()),
        due_on=clock.today() + FIRST_VISIT,
        form_token=form_token,
    )
    _note(case, "referred", by)
    return case


def _note(case: VictimSupportCase, what: str, by: User | None) -> None:
    SupportEvent.objects.create(case=case, what=what, actor=by)


@transaction.atomic
def read_case(*, case: VictimSupportCase, by: User) -> Who | None:
    """Return who a case is about, None once erased. The caller has checked scope; every read is logged."""
    audit(actor=by, action="support.read", object_type="grannstod.VictimSupportCase", object_id=str(case.pk))
    if case.sealed is None:
        return None
    return Who(**json.loads(crypto.decrypt(bytes(case.sealed))))


def read_notes(visit: SupportVisit) -> str:
    """Return a visit's words. Whoever calls has read the case, which is logged."""
    return "" if visit.sealed is None else crypto.decrypt(bytes(visit.sealed)).decode()


@transaction.atomic
def note_consent(*, case_id: int, is_given: bool, by: User) -> VictimSupportCase:
    """Record whether the area's contact agent may be told. Raises MoveRefusedError once the case is closed."""
    case = transitions.locked_case(case_id)
    answers = VictimSupportCase.Consent
    answer = answers.GIVEN if is_given else answers.REFUSED
    if case.consent == answer:
        return case
    case.consent, case.consent_at = answer, clock.now()
    case.save(update_fields=["consent", "consent_at"])
    _note(case, "consent_given" if is_given else "consent_refused", by)
    return case


@transaction.atomic
def note_first_contact(*, case_id: int, by: User) -> VictimSupportCase:
    """Note that somebody has been in touch, by telephone say; the first time holds. Raises MoveRefusedError once the
    case is closed."""
    case = transitions.locked_case(case_id)
    if case.first_contact_at is None:
        case.first_contact_at = clock.now()
        case.save(update_fields=["first_contact_at"])
        _note(case, "first_contact", by)
    return case


@transaction.atomic
def place_case(*, case_id: int, area: Area, by: User) -> VictimSupportCase:
    """Say which area a case lies in, so that its contact agent is told; a closed one too, until it is erased.

    Raises ValidationError (`erased`).
    """
    case = VictimSupportCase.objects.select_for_update(of=("self",)).get(pk=case_id)
    if case.erased_at is not None:
        raise ValidationError(_("The case has been erased."), code="erased")
    case.area, case.district = area, area.district
    case.save(update_fields=["area", "district"])
    _note(case, "placed", by)
    return case


def require_cleared(volunteer: Volunteer, day: date) -> None:
    """Raise ValidationError (`clearance`) unless the secrecy clearance holds on the day."""
    until = volunteer.clearance_until
    if until is None or until < day or volunteer.status not in MAY_DRIVE_OUT:
        raise ValidationError(
            _("%(name)s has no secrecy clearance that holds on that day.") % {"name": volunteer}, code="clearance"
        )


@transaction.atomic
def plan_visit(
    *, case_id: int, one: Volunteer, other: Volunteer, day: date, by: User, is_told: bool = True
) -> SupportVisit:
    """Plan the first visit, or the return visit once the first is done, by two who hold a clearance that day and get a
    mail.

    Raises ValidationError (`alone`, `past`, `clearance`) and MoveRefusedError once the case is closed.
    """
    case = transitions.locked_case(case_id)
    if one.pk == other.pk:
        raise ValidationError(_("Always two: choose two different people."), code="alone")
    if day < clock.today():
        raise ValidationError(_("The day has passed."), code="past")
    for volunteer in (one, other):
        require_cleared(volunteer, day)
    kinds = SupportVisit.Kind
    kind = kinds.FIRST if case.status == SupportStatus.REFERRED else kinds.RETURN
    before = case.visits.filter(kind=kind).select_related("one__user", "other__user").first()
    values = {"one": one, "other": other, "planned_on": day}
    visit, _is_new = SupportVisit.objects.update_or_create(case=case, kind=kind, defaults=values)
    _note(case, f"{kind}_planned", by)
    if is_told:
        _tell_visitors(before, visit)
    return visit


def _tell_visitors(before: SupportVisit | None, visit: SupportVisit) -> None:
    """Write to those who are to go, unless they know, and to whoever is not to go after all."""
    had = {one.pk: one for one in (before.one, before.other) if one} if before else {}
    same_day = before is not None and before.planned_on == visit.planned_on
    for volunteer in filter(None, (visit.one, visit.other)):
        if not (had.pop(volunteer.pk, None) and same_day):
            mail.visit_planned(visit, volunteer).send()
    for volunteer in had.values():
        mail.visit_off(before or visit, volunteer).send()


@transaction.atomic
def visit_done(*, case_id: int, advice: Mapping[str, bool], notes: str, by: User) -> VictimSupportCase:
    """Note the planned visit as done. After the first the return visit gets its day; after the return it is closed.

    Raises ValidationError (`not_planned`, `pair`) and MoveRefusedError once the case is closed.
    """
    case = transitions.locked_case(case_id)
    visit = case.visits.filter(done_at=None).first()
    if visit is None:
        raise ValidationError(_("Plan the visit first: who goes, and when."), code="not_planned")
    if lacks_pair(visit):
        raise ValidationError(
            _("The visit is not by two whose secrecy clearance holds any more. Plan it anew: who goes, and when."),
            code="pair",
        )
    notes = notes.replace("\x00", "").strip()
    visit.done_at, visit.sealed = clock.now(), crypto.encrypt(notes.encode()) if notes else None
    for field in ADVICE:
        setattr(visit, field, bool(advice.get(field)))
    visit.save()
    if visit.kind == SupportVisit.Kind.RETURN:
        return transitions.move_case(case, SupportStatus.CLOSED, actor=by)
    case.first_contact_at = case.first_contact_at or visit.done_at
    return transitions.move_case(case, SupportStatus.VISITED, actor=by, due_on=clock.today() + RETURN_VISIT)


@transaction.atomic
def end_case(*, case_id: int, by: User) -> VictimSupportCase:
    """End a case: support is declined before the first visit, or no return visit is wished. Raises MoveRefusedError."""
    case = transitions.locked_case(case_id)
    to = SupportStatus.DECLINED if case.status == SupportStatus.REFERRED else SupportStatus.CLOSED
    return transitions.move_case(case, to, actor=by)
