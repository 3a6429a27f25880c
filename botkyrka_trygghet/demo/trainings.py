"""Example trainings: basic courses, theme evenings, Grannstöd's training; who came, who waits. All invented."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from accounts import roles
from accounts.models import User
from common import clock
from neighbourhoods.lifecycle import SignUpStatus, TrainingStatus
from neighbourhoods.models import FollowUpCount, Seat, SignUp, SignUpEvent, Training, TrainingEvent
from neighbourhoods.services import trainings as services

FIRST = ("Ada", "Bo", "Cleo", "Dag", "Eira", "Folke", "Greta", "Hugo", "Idun", "Jarl", "Kaj", "Lova")
LAST = ("Exempelgren", "Låtsasson", "Påhittberg", "Provlund")
WISHES = ("vegetariskt", "laktosfritt", "nötallergi", "glutenfritt")
QUESTION = "Fick du med dig något som du har nytta av?"


@dataclass(frozen=True)
class Evening:
    """One example: how many days from today, what, for how many, and how many want to come."""

    days: int
    kind: str
    title: str
    about: str
    audience: str
    capacity: int
    asking: int
    food: bool = False


A = Training.Audience
K = Training.Kind
COURSE = "Grannsamverkan i praktiken, vad polisen gör och hur du håller ett möte med grannarna."
EVENINGS = (
    Evening(-420, K.BASIC, "Grundkurs för kontaktombud", COURSE, A.AGENTS, 24, 20),
    Evening(-300, K.THEME, "Fördjupningskväll: lura tjuven", "Lås, larm och vanor.", A.AGENTS, 40, 31, food=True),
    Evening(-240, K.BASIC, "Grundkurs för kontaktombud", COURSE, A.AGENTS, 24, 24),
    Evening(-120, K.THEME, "Fördjupningskväll: trygga gårdar", "Ljus, buskar, möten.", A.EVERYBODY, 50, 38, food=True),
    Evening(-45, K.BASIC, "Grundkurs för kontaktombud", COURSE, A.AGENTS, 24, 22),
    Evening(9, K.BASIC, "Grundkurs för kontaktombud", COURSE, A.AGENTS, 20, 23),
    Evening(17, K.GRANNSTOD, "Grannstöds utbildning", "Körpass, checklista, radio.", A.VOLUNTEERS, 16, 7),
    Evening(24, K.THEME, "Fördjupningskväll: när något händer", "Krisstöd i vardagen.", A.EVERYBODY, 60, 18, food=True),
)
DRAFT = Evening(150, K.BASIC, "Grundkurs för kontaktombud", COURSE, A.AGENTS, 24, 0)


def seed(rng: random.Random) -> None:
    """Make the evenings with their people."""
    agents = list(User.objects.filter(groups__name=roles.CONTACT_AGENT, is_active=True).order_by("pk"))
    for evening in EVENINGS:
        training = _training(evening)
        _move(training, TrainingStatus.OPEN)
        people = [] if evening.kind == K.GRANNSTOD else rng.sample(agents, min(len(agents), evening.asking // 2))
        _fill(training, evening, people, rng)
        if evening.days < 0:
            _move(training, TrainingStatus.HELD)
            _answers(training, rng)
    _training(DRAFT)


def _move(training: Training, to: TrainingStatus) -> None:
    """Let the example stand where it would: what lies in the past cannot be opened by the room's own verb."""
    TrainingEvent.objects.create(training=training, moved_from=training.status, moved_to=to, reason="example")
    training.status = to
    training.save(update_fields=["status"])


def _training(evening: Evening) -> Training:
    day = _working_day(clock.today() + timedelta(days=evening.days))
    starts = datetime.combine(day, time(18), tzinfo=clock.STOCKHOLM)
    training = Training(
        kind=evening.kind,
        title=evening.title,
        about=evening.about,
        starts_at=starts,
        ends_at=starts + timedelta(hours=3),
        venue="Polishuset i Tumba, Exempelvägen 3, porten mot torget",
        capacity=evening.capacity,
        audience=evening.audience,
        serves_food=evening.food,
        question=QUESTION,
        is_example=True,
    )
    return services.create_training(training=training, by=None)


def _working_day(day: date) -> date:
    while not clock.is_working_day(day):
        day += timedelta(days=1)
    return day


def _fill(training: Training, evening: Evening, people: list[User], rng: random.Random) -> None:
    """Give the first ones their seats, put the rest in line; what is over was attended by most."""
    seats = list(Seat.objects.filter(training=training).order_by("number"))
    rows = []
    for number in range(evening.asking):
        user = people[number] if number < len(people) else None
        name = str(user) if user else f"{rng.choice(FIRST)} {rng.choice(LAST)}"
        seat = seats[number] if number < len(seats) else None
        row = SignUp(training=training, user=user, full_name=name, seat=seat, status=_status(evening, seat, rng))
        row.email = user.email if user else f"kurs{training.pk}-{number}@example.com"
        row.created_at = row.queued_at = min(clock.now(), training.starts_at) - timedelta(days=20, minutes=-number)
        row.seated_at = row.created_at if seat else None
        row.dietary = rng.choice(WISHES) if evening.food and evening.days > 0 and rng.random() < 0.3 else ""
        if evening.days < 0:
            row.question_at = row.week_reminder_at = row.day_reminder_at = training.ends_at
        rows.append(row)
    made = SignUp.objects.bulk_create(rows)
    SignUpEvent.objects.bulk_create(
        SignUpEvent(sign_up=row, moved_to=row.status, reason="example", at=row.created_at) for row in made
    )


def _status(evening: Evening, seat: Seat | None, rng: random.Random) -> str:
    if seat is None:
        return SignUpStatus.WAITING
    if evening.days > 0:
        return SignUpStatus.CONFIRMED
    return SignUpStatus.ATTENDED if rng.random() < 0.9 else SignUpStatus.ABSENT


def _answers(training: Training, rng: random.Random) -> None:
    there = training.sign_ups.filter(status=SignUpStatus.ATTENDED).count()
    partly = rng.randint(0, there // 5)
    counts = {"yes": there // 2, "partly": partly, "no": partly // 3}
    FollowUpCount.objects.bulk_create(
        FollowUpCount(training=training, answer=answer, times=times) for answer, times in counts.items()
    )
