"""What a leader of Grannstöd works with: patrol areas, applicants, wishes, a draft schedule, briefings, support."""

from __future__ import annotations

import contextlib
import random
from datetime import timedelta

from django.core.exceptions import ValidationError

from accounts import roles
from accounts.models import User
from common import clock, form_tokens
from grannstod import services
from grannstod.lifecycle import MAY_DRIVE_OUT, ApplicantStatus
from grannstod.models import (
    Applicant,
    ApplicantEvent,
    BriefingNote,
    PatrolArea,
    Route,
    Shift,
    SupporterCourse,
    VictimSupportCase,
    VisitNote,
    VisitWish,
    Volunteer,
    Wish,
)
from grannstod.services import Who
from neighbourhoods.figures import current_appointments
from neighbourhoods.models import Area, District

A = ApplicantStatus
APPLICANTS = (
    ("Majken Exempelholm", A.NEW, "Jag är pensionär och hemma om dagarna."),
    ("Östen Provström", A.NEW, "Jag kör gärna, helst på förmiddagar."),
    ("Selma Låtsasdal", A.INTERVIEWED, "Jag har varit nattvandrare i tio år."),
    ("Amir Hittepålund", A.REFERRED, "Vår butik vill vara med en dag i veckan."),
    ("Tore Påhittsson", A.UNCONFIRMED, ""),
)
LOOK_AT = (
    (BriefingNote.Source.POLICE, "Parkeringen vid stationen: krossade rutor på bilar de senaste kvällarna."),
    (BriefingNote.Source.POLICE, "Gångtunnlarna: är lamporna hela?"),
    (BriefingNote.Source.COORDINATOR, "Lekplatserna: glas i sanden efter helgen?"),
)
WISHED = ("Kom gärna förbi garagen.", "Titta vid förrådet, låset har varit uppbrutet.", "")
CASES = (
    ("police", "Exempel Andersson", "Låtsasgatan 1", "Vill gärna ha besök på förmiddagen."),
    ("own", "Exempel Berg", "Låtsasgatan 2", "Undrar över lås och försäkring."),
    ("social", "Exempel Ceder", "Låtsasgatan 3", ""),
)


def seed(rng: random.Random) -> None:
    """Make everything by the room's own services where they exist; nobody is written to."""
    leader = User.objects.filter(groups__name=roles.GRANNSTOD_LEADER).order_by("pk").first()
    _areas()
    _applicants()
    people = list(Volunteer.objects.filter(status__in=MAY_DRIVE_OUT).order_by("pk"))
    if not people or leader is None:
        return
    _wishes(people, rng)
    _briefings(leader)
    _visits()
    _support(people, leader)
    _schedule(leader)


def _areas() -> None:
    """Divide the districts into areas of two; routes and coming shifts follow."""
    districts = list(District.objects.order_by("name"))
    for pair in (districts[first : first + 2] for first in range(0, len(districts), 2)):
        area = PatrolArea.objects.create(name=" och ".join(district.name for district in pair))
        area.districts.set(pair)
        Route.objects.filter(districts__in=pair).update(patrol_area=area)
        Shift.objects.filter(route__patrol_area=area).update(patrol_area=area)


def _applicants() -> None:
    for number, (name, status, about) in enumerate(APPLICANTS, start=1):
        business = "Exempelbutiken" if "butik" in about else ""
        made = Applicant.objects.create(
            kind=Applicant.Kind.BUSINESS if business else Applicant.Kind.RESIDENT,
            name=name,
            email=f"sokande{number}@example.com",
            phone=f"070-000 8{number:03d}",
            business=business,
            about=about,
            has_licence=number % 2 == 0,
            language="sv",
            form_token=form_tokens.new(),
            status=status,
            consented_at=clock.now() - timedelta(days=3 * number),
            expires_on=clock.today() + timedelta(days=200),
        )
        ApplicantEvent.objects.create(applicant=made, moved_to=status, at=made.consented_at)


def _wishes(people: list[Volunteer], rng: random.Random) -> None:
    for one in people[::2]:
        days = rng.sample(range(5), 3)
        part = rng.choices(Wish.Part.values, [7, 2, 1])[0]
        Wish.objects.create(volunteer=one, gladly=days[:2], never=days[2:], part=part, most=rng.choice((3, 4, 6)))


def _briefings(leader: User) -> None:
    today = clock.today()
    for number, (source, text) in enumerate(LOOK_AT):
        until = today + timedelta(days=7 * (number + 1))
        note = BriefingNote(source=source, text=text, first_day=today, last_day=until, written_by=leader)
        note.is_example = True
        note.save()


def _visits() -> None:
    """Let agents ask for visits, and want to hear of them."""
    asking = current_appointments().select_related("user").order_by("area_id", "pk").distinct("area_id")[: len(WISHED)]
    for appointment, text in zip(list(asking), WISHED, strict=False):
        VisitWish.objects.create(area_id=appointment.area_id, asked_by=appointment.user, text=text)
        VisitNote.objects.get_or_create(user=appointment.user)


def _support(people: list[Volunteer], leader: User) -> None:
    """Refer three who have met with a crime: one visited, one with a visit planned, one that waits."""
    visitors = people[:2]
    for one in visitors:
        one.clearance_until = clock.today() + timedelta(days=400)
        one.save(update_fields=["clearance_until"])
        for subject in SupporterCourse.Subject.values:
            SupporterCourse.objects.create(volunteer=one, subject=subject, taken_on=clock.today() - timedelta(days=90))
    for (source, name, address, wishes), area in zip(CASES, Area.objects.open().order_by("pk"), strict=False):
        who = Who(name, address, "070-000 90 00", wishes)
        token = form_tokens.new()
        services.refer(source=source, district=area.district, area=area, who=who, form_token=token, by=leader)
    cases = list(VictimSupportCase.objects.order_by("pk"))
    for case in cases[:2]:
        one, other = visitors
        services.plan_visit(case_id=case.pk, one=one, other=other, day=clock.today(), by=leader, is_told=False)
    if cases:
        advice = {"gave_brochure": True, "advised_locks": True}
        services.visit_done(case_id=cases[0].pk, advice=advice, notes="Vill ha ett återbesök.", by=leader)


def _schedule(leader: User) -> None:
    """Have a draft for the coming six weeks worked out: a worker does it as soon as the house is open."""
    monday = clock.today() + timedelta(days=7 - clock.today().weekday())
    with contextlib.suppress(ValidationError):  # no shift is laid out
        services.ask_for_schedule(first=monday, weeks=6, actor=leader)
