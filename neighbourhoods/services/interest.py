"""People who would like to take part: they enrol themselves, confirm by mail, and are forgotten in time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from common.signed_links import sign, unsign
from neighbourhoods import figures, transitions
from neighbourhoods.lifecycle import InterestStatus
from neighbourhoods.mail import interest_receipt
from neighbourhoods.models import Area, District, InterestedPerson, StartupCase
from neighbourhoods.services.areas import create_area
from neighbourhoods.services.startup import open_startup

PURPOSE = "interest"


@dataclass(frozen=True)
class Home:
    """Where somebody lives: in words, and where the address was found as a position (WGS84)."""

    words: str
    latitude: float | None = None
    longitude: float | None = None


def interest_token(person: InterestedPerson) -> str:
    """Return what the secret link of a person's own page holds."""
    return sign(PURPOSE, str(person.pk))


def by_interest_token(token: str) -> InterestedPerson | None:
    """Return whose page a secret link opens, or None: not ours, taken back, or forgotten."""
    held = unsign(PURPOSE, token)
    found: InterestedPerson | None = InterestedPerson.objects.filter(pk=held).first() if held else None
    return found


@transaction.atomic
def register_interest(
    *,
    name: str,
    email: str,
    home: Home,
    language: str,
    form_token: str,
    phone: str = "",
    wants_to_be_agent: bool = False,
) -> InterestedPerson:
    """Take somebody's interest in and mail the link that confirms it; nobody is asked before that.

    The same form, or the same address with the same home, sent again is one interest, and the mail goes again.
    Raises ValidationError `outside` for a home outside the municipality.
    """
    known = InterestedPerson.objects.filter(
        Q(form_token=form_token) | Q(email__iexact=email, address__iexact=home.words)
    ).first()
    person = known or _enrol(name, email, home, language, form_token, phone, wants_to_be_agent)
    interest_receipt(person, interest_token(person)).send()
    return person


def _enrol(
    name: str, email: str, home: Home, language: str, form_token: str, phone: str, wants_to_be_agent: bool
) -> InterestedPerson:
    person = InterestedPerson(
        name=" ".join(name.split()),
        email=email,
        phone=phone,
        address=" ".join(home.words.split()),
        latitude=home.latitude,
        longitude=home.longitude,
        language=language,
        form_token=form_token,
        wants_to_be_agent=wants_to_be_agent,
        expires_on=clock.today() + timedelta(days=settings.INTEREST_UNCONFIRMED_DAYS),
    )
    if home.latitude is not None and home.longitude is not None:
        if not figures.is_in_municipality(home.longitude, home.latitude):
            raise ValidationError(_("That address is outside the municipality."), code="outside")
        person.area = figures.area_at(home.longitude, home.latitude)
        person.district = figures.district_at(home.longitude, home.latitude)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        return InterestedPerson.objects.get(form_token=form_token)
    transitions.begin_interest(person, by=None)
    return person


@transaction.atomic
def confirm_interest(*, person: InterestedPerson) -> None:
    """Note that the address is the person's own; from today the time to be remembered runs. Safe to run twice."""
    if person.status != InterestStatus.UNCONFIRMED:
        return
    transitions.move_interest(person, InterestStatus.NEW, by=None, reason="confirmed")
    person.confirmed_at = clock.now()
    person.expires_on = clock.today() + timedelta(days=settings.INTEREST_KEEP_DAYS)
    person.save(update_fields=["confirmed_at", "expires_on"])


def withdraw_interest(*, person: InterestedPerson) -> None:
    """Forget somebody who takes the interest back: wholly, at once."""
    person.delete()


def move_interest(*, person: InterestedPerson, to: InterestStatus, by: User) -> None:
    """Note how far one has come with a person. Raises MoveRefusedError."""
    transitions.move_interest(person, to, by=by)


def forget_interested() -> int:
    """Delete everybody whose time has run out; returns how many. Safe to run twice."""
    return InterestedPerson.objects.due_to_be_forgotten().delete()[1].get("neighbourhoods.InterestedPerson", 0)


@transaction.atomic
def link_interested(*, area: Area | None, people: Iterable[InterestedPerson]) -> int:
    """Let people belong to an area, or to none; returns how many."""
    return InterestedPerson.objects.filter(pk__in=[person.pk for person in people]).update(area=area)


@transaction.atomic
def start_area(
    *,
    name: str,
    district: District,
    by: User,
    housing: str = Area.Housing.MIXED,
    households: int = 0,
    people: Iterable[InterestedPerson] = (),
) -> StartupCase:
    """Enter an area that neighbours want, with its start-up case and those who asked. Raises as `create_area`."""
    area = create_area(name=name, district=district, by=by, housing=housing, households=households)
    case = open_startup(area=area, by=by)
    link_interested(area=area, people=people)
    return case
