"""Example rooms of the break that was and the one that comes, and what the last coordination meeting decided."""

from __future__ import annotations

import random
from datetime import timedelta

from accounts.models import User
from common import clock
from holiday_calendar import services
from holiday_calendar.models import (
    BreakRoom,
    CalendarItem,
    LogNote,
    Minutes,
    Participant,
    Presence,
    SchoolBreak,
    Target,
)
from incidents.models import Category
from neighbourhoods.models import District, Organisation

# Role, invented name, last digits of an invented number, when on duty, for whom.
PEOPLE = (
    ("Fältassistent", "Fanny Påhittsson", "11", "Alla kvällar 18–23", "Socialförvaltningen (exempel)"),
    ("Fritidsledare", "Fredrik Låtsasgren", "12", "Måndag–fredag 13–20", "Kultur- och fritidsförvaltningen (exempel)"),
    ("Områdespolis", "Pia Exempelmark", "13", "Fredag och lördag", "Polisen i Botkyrka (exempel)"),
    ("Störningsjour", "Stina Provlund", "14", "Alla nätter 20–04", "Exempelbostäder AB"),
    ("Nattvandrare", "Nils Hittepåsson", "15", "Fredagar 20–24", "Nattvandrarna (exempel)"),
)
NOTES = (
    "Lugnt på torget. Många unga på Exempelgården till stängning.",
    "Smällare vid skolgården, fältarna pratade med gruppen. Inget mer.",
    "Glaskross vid hållplatsen, anmält. I övrigt lugnt.",
)
AGENDA = "1. Läget sedan förra mötet\n2. Höstlovet: vad vi tar med oss\n3. Julloven: vem är var, när\n4. Nästa möte"


def seed(rng: random.Random) -> None:
    """Open the rooms of the latest break that is over and of the next one; minute the latest meeting."""
    today, actor = clock.today(), User.objects.get(email="samordnare@example.com")
    breaks = SchoolBreak.objects.standing().filter(kind__in=("autumn", "christmas", "winter", "easter"))
    been, coming = breaks.filter(last_day__lt=today).last(), breaks.filter(first_day__gt=today).first()
    if been is not None:
        _learnt(rng, _room(rng, been, actor))
    if coming is not None:
        _room(rng, coming, actor)
    meetings = CalendarItem.objects.filter(kind=CalendarItem.Kind.COORDINATION)
    last, upcoming = meetings.filter(ends_at__lt=clock.now()).last(), meetings.filter(starts_at__gt=clock.now()).first()
    if last is not None:
        _minute(last, actor)
    if upcoming is not None:
        for _role, name, number, _duty, _whom in PEOPLE[:3]:
            services.invite(meeting=upcoming, name=name, email=f"lov{number}@example.org", is_chair=number == "11")


def _room(rng: random.Random, school_break: SchoolBreak, actor: User) -> BreakRoom:
    room = services.open_room(school_break=school_break, actor=actor)
    plan = {
        "goal": "Barn och unga har något att göra varje dag, och vuxna finns ute varje kväll.",
        "risks": "Smällare, klotter vid skolor, tomma skolgårdar.",
        "keep": "",
        "change": "",
        "watch_from": 18,
        "watch_to": 23,
    }
    services.save_plan(room_id=room.pk, version=room.version, values=plan)
    organisations = {organisation.name: organisation for organisation in Organisation.objects.all()}
    for role, name, number, duty, whom in PEOPLE:
        Participant.objects.get_or_create(
            room=room,
            email=f"lov{number}@example.org",
            defaults={
                "organisation": organisations[whom],
                "role": role,
                "name": name,
                "phone": f"070-000 91 {number}",
                "on_duty": duty,
            },
        )
    _adults_out(rng, room)
    graffiti = Category.objects.filter(code="graffiti").first()
    if graffiti is not None:
        Target.objects.create(room=room, category=graffiti, fewer_percent=10)
    return room


def _adults_out(rng: random.Random, room: BreakRoom) -> None:
    held, kinds = room.school_break, Presence.Kind.values
    for district in District.objects.order_by("pk"):
        for number in range((held.last_day - held.first_day).days + 1):
            begins = clock.start_of_day(held.first_day + timedelta(days=number)) + timedelta(hours=18)
            if rng.random() < 0.6:
                until = begins + timedelta(hours=rng.choice((3, 4, 5)))
                Presence.objects.create(
                    room=room, kind=rng.choice(kinds), district=district, starts_at=begins, ends_at=until
                )


def _learnt(rng: random.Random, room: BreakRoom) -> None:
    people = list(room.participants.order_by("pk"))
    for number, text in enumerate(NOTES):
        day = min(room.school_break.first_day + timedelta(days=number), room.school_break.last_day)
        LogNote.objects.create(room=room, participant=people[number], signature=str(people[number]), day=day, text=text)
    for one in people[:4]:
        services.evaluate(
            participant=one, rating=rng.choice((3, 4, 5)), worked="Samma telefonlista för alla.", differently=""
        )


def _minute(meeting: CalendarItem, actor: User) -> None:
    minutes = f"{AGENDA}\n\nLovet var lugnt. Alla som var ute hade listan."
    services.save_minutes(meeting=meeting, version=0, text=minutes)
    services.decide(meeting=meeting, text="Öppet till 23 på fritidsgårdarna hela jullovet.")
    services.decide(meeting=meeting, text="Grannstöd kör en extra runda mellan jul och nyår.")
    soon = clock.today() + timedelta(days=9)
    services.promise(
        meeting=meeting,
        text="Skicka ut kontaktlistan till alla som är i tjänst",
        owner_name="Saga Exempelsson",
        owner_email="samordnare@example.com",
        due=soon,
    )
    if Minutes.objects.filter(meeting=meeting, approved_at=None).exclude(text="").exists():
        services.approve_minutes(meeting=meeting, actor=actor)
