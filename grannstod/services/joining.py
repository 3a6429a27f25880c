"""From asking to join to an account: confirmed by mail, interviewed, a reference taken, taken on or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import roles
from accounts.models import User
from accounts.services import create_person, give_role
from common import clock
from common.signed_links import sign, unsign
from grannstod import transitions
from grannstod.lifecycle import ApplicantStatus, VolunteerStatus
from grannstod.mail import joining as mail
from grannstod.models import Applicant, ApplicantEvent, Volunteer, VolunteerEvent
from neighbourhoods.models import District

PURPOSE = "grannstod-join"


@dataclass(frozen=True)
class Asked:
    """What somebody who wants to join has written."""

    kind: str
    name: str
    email: str
    phone: str = ""
    business: str = ""
    district: District | None = None
    about: str = ""
    has_licence: bool = False


def applicant_token(applicant: Applicant) -> str:
    """Return what the secret link of an applicant's own page holds."""
    return sign(PURPOSE, str(applicant.pk))


def by_applicant_token(token: str) -> Applicant | None:
    """Return whose page a secret link opens, or None: not ours, taken back, or forgotten."""
    held = unsign(PURPOSE, token)
    found: Applicant | None = Applicant.objects.filter(pk=held).first() if held else None
    return found


@transaction.atomic
def ask_to_join(*, asked: Asked, language: str, form_token: str) -> Applicant:
    """Take somebody's wish to join in and mail the link that confirms it; the leader sees nothing before that.

    The same form, or the same address, sent again is one applicant, and the mail goes again.
    """
    known = Applicant.objects.filter(Q(form_token=form_token) | Q(email__iexact=asked.email)).first()
    applicant = known or _write_down(asked, language, form_token)
    mail.confirm(applicant, applicant_token(applicant)).send()
    return applicant


def _write_down(asked: Asked, language: str, form_token: str) -> Applicant:
    expires_on = clock.today() + timedelta(days=settings.INTEREST_UNCONFIRMED_DAYS)
    try:
        with transaction.atomic():
            applicant = Applicant.objects.create(
                **vars(asked), language=language, form_token=form_token, expires_on=expires_on
            )
    except IntegrityError:
        return Applicant.objects.get(form_token=form_token)
    ApplicantEvent.objects.create(applicant=applicant, moved_to=ApplicantStatus.UNCONFIRMED)
    return applicant


@transaction.atomic
def confirm_applicant(*, applicant: Applicant) -> None:
    """Note that the address is the person's own; from today the time to be remembered runs. Safe to run twice."""
    held = Applicant.objects.select_for_update().get(pk=applicant.pk)
    if held.status != ApplicantStatus.UNCONFIRMED:
        return
    transitions.move_applicant(applicant_id=held.pk, to=ApplicantStatus.NEW, actor=None)
    expires_on = clock.today() + timedelta(days=settings.INTEREST_KEEP_DAYS)
    Applicant.objects.filter(pk=held.pk).update(expires_on=expires_on)


def forget_applicant(*, applicant: Applicant) -> None:
    """Forget somebody who takes the wish back: wholly, at once."""
    applicant.delete()


@transaction.atomic
def move_applicant(*, applicant_id: int, to: ApplicantStatus, actor: User) -> Applicant:
    """Note an interview, a reference, or that somebody is not taken on (told by mail). Raises MoveRefusedError."""
    applicant = transitions.move_applicant(applicant_id=applicant_id, to=to, actor=actor)
    if to == ApplicantStatus.DECLINED:
        mail.declined(applicant).send()
        # Long enough to answer a question about it.
        Applicant.objects.filter(pk=applicant_id).update(expires_on=clock.today() + timedelta(days=30))
    return applicant


@transaction.atomic
def take_on(*, applicant_id: int, actor: User) -> Volunteer:
    """Open the account, begin the training, and delete the applicant's row: the account holds what is needed now.

    Raises ValidationError `no_reference` before interview and reference, `volunteer_already` for somebody who is one.
    """
    applicant = Applicant.objects.select_for_update().get(pk=applicant_id)
    if applicant.status != ApplicantStatus.REFERRED:
        raise ValidationError(
            _("First an interview and a reference, then you can take somebody on."), code="no_reference"
        )
    user = User.objects.filter(email__iexact=applicant.email).first()
    if user is None:
        user = create_person(
            email=applicant.email, full_name=applicant.name, phone=applicant.phone, language=applicant.language
        )
    if Volunteer.objects.filter(user=user).exists():
        raise ValidationError(_("This person is a volunteer already."), code="volunteer_already")
    volunteer = _enrol(applicant, user, actor)
    # Whoever may take people on in Grannstöd gives just this role, without being one who invites in the house.
    give_role(by=None, user=user, role=roles.GRANNSTOD_VOLUNTEER)
    mail.taken_on(volunteer).send()
    applicant.delete()
    return volunteer


def _enrol(applicant: Applicant, user: User, actor: User) -> Volunteer:
    days = {event.moved_to: clock.local(event.at).date() for event in applicant.events.all()}
    volunteer = Volunteer.objects.create(
        user=user,
        interviewed_on=days.get(ApplicantStatus.INTERVIEWED),
        reference_on=days.get(ApplicantStatus.REFERRED),
    )
    VolunteerEvent.objects.create(volunteer=volunteer, moved_to=VolunteerStatus.APPLIED, actor=actor, reason="taken_on")
    return transitions.move_volunteer(
        volunteer_id=volunteer.pk, to=VolunteerStatus.TRAINING, actor=actor, reason="taken_on"
    )


def forget_applicants() -> int:
    """Delete every applicant whose time has run out; returns how many. Safe to run twice."""
    return Applicant.objects.due_to_be_forgotten().delete()[1].get("grannstod.Applicant", 0)
