"""Trainings: states, seats, the waiting list, what the sweep does, and what is forgotten."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import product
from pathlib import Path
from typing import Any, cast

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from icalendar import Calendar

from accounts.models import User
from common import clock, form_tokens
from common.moves import MoveRefusedError
from documents.pdf import make
from documents.slots import KINDS, SubjectGoneError
from neighbourhoods import services as room
from neighbourhoods import transitions
from neighbourhoods.figures import trainings as figures
from neighbourhoods.lifecycle import SEATED, SIGN_UP_MOVES, TRAINING_MOVES, SignUpStatus, TrainingStatus
from neighbourhoods.models import AreaActivity, ContactAgent, FollowUpCount, Seat, SignUp, Training, TrainingMessage
from neighbourhoods.periodic import sweep_trainings, tidy_trainings
from neighbourhoods.services import attendance, signups, training_sweeps
from neighbourhoods.services import trainings as services
from tests.factories.accounts import person
from tests.factories.neighbourhoods import make_agent
from tests.factories.trainings import make_sign_up, make_training

pytestmark = pytest.mark.django_db
S = SignUpStatus


def letters() -> list[EmailMessage]:
    """Return the mail that was handed over, oldest first, as a mail program reads it."""
    return [
        cast(EmailMessage, message_from_bytes(one.message().as_bytes(), policy=default))
        for one in mail.outbox
        if one.extra_headers["X-House-Thread"].startswith("neighbourhoods:training:")
    ]


def subjects() -> list[str]:
    return [str(letter["Subject"]) for letter in letters()]


def entries(letter: EmailMessage) -> list[Any]:
    parts = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    return [Calendar.from_ical(part.get_content()) for part in parts]


@pytest.mark.parametrize(("here", "there"), list(product(TrainingStatus, TrainingStatus)))
def test_a_training_moves_as_the_table_says(here: TrainingStatus, there: TrainingStatus) -> None:
    training = make_training()
    Training.objects.filter(pk=training.pk).update(status=here)
    if there in TRAINING_MOVES[here]:
        event = transitions.move_training(training, there, by=None)
        assert (event.moved_from, event.moved_to) == (here, there)
    else:
        with pytest.raises(MoveRefusedError):
            transitions.move_training(training, there, by=None)


@pytest.mark.parametrize(("here", "there"), list(product(SignUpStatus, SignUpStatus)))
def test_a_sign_up_moves_as_the_table_says(here: SignUpStatus, there: SignUpStatus) -> None:
    sign_up = make_sign_up(status=here)
    until = clock.now() + timedelta(hours=1) if there == S.OFFERED else None
    if there in SIGN_UP_MOVES[here]:
        transitions.move_sign_up(sign_up, there, by=None, offer_until=until)
        assert (sign_up.seat is not None) == (there in SEATED)
    else:
        with pytest.raises(MoveRefusedError):
            transitions.move_sign_up(sign_up, there, by=None, offer_until=until)


def test_the_database_refuses_a_place_without_a_seat_and_a_seat_for_two() -> None:
    training, other = make_training(capacity=1), make_training()
    sitting = make_sign_up(training)
    standing = make_sign_up(training, status=S.WAITING)
    for change in (
        {"status": S.CONFIRMED},
        {"status": S.CONFIRMED, "seat": sitting.seat},
        {"status": S.OFFERED, "seat": other.seats.first()},
        {"seat": other.seats.first()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            SignUp.objects.filter(pk=standing.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        elsewhere = other.seats.last()
        SignUp.objects.filter(pk=standing.pk).update(status=S.CONFIRMED, seat=elsewhere)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(ValidationError):
        transitions.move_sign_up(standing, S.CONFIRMED, by=None)


@pytest.mark.django_db(transaction=True)
def test_two_take_the_last_seat_at_once() -> None:
    training = make_training(capacity=1)
    people = [person() for _one in range(6)]
    gate = threading.Barrier(len(people))
    failed: list[BaseException] = []

    def come(user: User) -> None:
        try:
            gate.wait(timeout=60)
            signups.sign_up(training=training, user=user)
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=come, args=[user]) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert failed == []
    statuses = sorted(training.sign_ups.values_list("status", flat=True))
    assert statuses == ["confirmed", *["waiting"] * 5]


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_make_one_offer_a_seat() -> None:
    training = make_training(capacity=2)
    for _one in range(5):
        make_sign_up(training, status=S.WAITING)
    gate = threading.Barrier(4)

    def sweep() -> None:
        gate.wait(timeout=60)
        training_sweeps.offer_free_seats()
        connection.close()

    threads = [threading.Thread(target=sweep) for _one in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert training.sign_ups.filter(status=S.OFFERED).count() == 2
    assert len(letters()) == 2


def test_whoever_comes_when_others_wait_stands_behind_them() -> None:
    training = make_training(capacity=1)
    first, second, third = (person() for _one in range(3))
    held = signups.sign_up(training=training, user=first)
    assert signups.sign_up(training=training, user=first).pk == held.pk
    assert signups.sign_up(training=training, user=second).status == S.WAITING
    signups.withdraw(sign_up=held)
    assert signups.sign_up(training=training, user=third).status == S.WAITING
    sweep_trainings()
    sweep_trainings()
    assert [one.status for one in training.sign_ups.order_by("pk")] == [S.WITHDRAWN, S.OFFERED, S.WAITING]
    words = subjects()
    assert len(words) == 5 and sum("plats" in one.lower() or "place" in one.lower() for one in words) >= 2


def test_an_offer_passes_and_the_next_in_line_gets_it() -> None:
    training = make_training(capacity=1, offer_hours=24)
    late, following = (make_sign_up(training, status=S.WAITING) for _one in range(2))
    sweep_trainings()
    late.refresh_from_db()
    assert late.status == S.OFFERED and late.offer_until is not None
    with clock.at(late.offer_until + timedelta(minutes=1)):
        with pytest.raises(ValidationError):
            signups.accept_offer(sign_up=late)
        sweep_trainings()
        following.refresh_from_db()
        late.refresh_from_db()
        assert (late.status, following.status) == (S.WITHDRAWN, S.OFFERED)
        assert signups.accept_offer(sign_up=following).status == S.CONFIRMED
        assert signups.accept_offer(sign_up=following).status == S.CONFIRMED
        assert signups.come_again(sign_up=late).status == S.WAITING
    assert following.events.filter(moved_to=S.CONFIRMED).count() == 1


def test_an_offer_shortly_before_leaves_time_for_the_next() -> None:
    training = make_training(capacity=1, in_days=1)
    make_sign_up(training, status=S.WAITING)
    sweep_trainings()
    until = training.sign_ups.get().offer_until
    assert until is not None and until < training.starts_at - timedelta(hours=11)


def test_nothing_holds_until_the_mail_is_answered_and_the_page_never_tells() -> None:
    training = make_training(capacity=1)
    words = {"full_name": "Kim Exempel", "email": "Kim@Example.com"}
    asked = signups.ask_to_come(training=training, **words)
    assert asked.status == S.ASKED and asked.seat is None
    assert signups.ask_to_come(training=training, **words).pk == asked.pk
    assert signups.confirm_sign_up(sign_up=asked).status == S.CONFIRMED
    assert signups.confirm_sign_up(sign_up=asked).status == S.CONFIRMED
    again = signups.ask_to_come(training=training, full_name="Någon Annan", email="kim@example.com", dietary="nötter")
    again.refresh_from_db()
    assert (again.full_name, again.dietary) == ("Kim Exempel", "")
    assert len(letters()) == 4


def test_unanswered_wishes_are_gone_after_two_days() -> None:
    training = make_training()
    asked = signups.ask_to_come(training=training, full_name="Kim Exempel", email="kim@example.com")
    with clock.at(clock.now() + timedelta(days=1)):
        tidy_trainings()
    assert SignUp.objects.filter(pk=asked.pk).exists()
    with clock.at(clock.now() + timedelta(days=2, minutes=1)):
        tidy_trainings()
    assert not SignUp.objects.filter(pk=asked.pk).exists()


def test_wishes_about_food_are_deleted_after_the_evening_and_names_two_years_later() -> None:
    training = make_training(serves_food=True)
    sign_up = make_sign_up(training, dietary="nötallergi")
    with clock.at(training.ends_at - timedelta(minutes=1)):
        tidy_trainings()
    sign_up.refresh_from_db()
    assert sign_up.dietary == "nötallergi"
    with clock.at(training.ends_at):
        tidy_trainings()
    sign_up.refresh_from_db()
    assert sign_up.dietary == "" and sign_up.email
    with clock.at(training.ends_at + timedelta(days=731)):
        tidy_trainings()
    sign_up.refresh_from_db()
    assert (sign_up.email, sign_up.full_name, sign_up.status) == ("", "", S.CONFIRMED)


def test_reminders_go_once_a_week_and_a_day_before() -> None:
    training = make_training(in_days=30)
    make_sign_up(training)
    make_sign_up(training, status=S.WAITING)
    for days, total in ((8, 0), (6.9, 1), (6.9, 1), (2, 1), (0.9, 2), (0.5, 2)):
        with clock.at(training.starts_at - timedelta(days=days)):
            training_sweeps.remind()
        assert len(letters()) == total, days
    (event,) = entries(letters()[0])[0].walk("VEVENT")
    assert event["UID"] == f"{training.uid}@example.com" and event["SEQUENCE"] == 0


def test_who_signs_up_late_is_not_reminded_at_once() -> None:
    training = make_training(in_days=5)
    signups.sign_up(training=training, user=person())
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert training_sweeps.remind() == 0


def test_a_moved_training_moves_in_the_calendar_and_a_cancelled_one_disappears(coordinator: User) -> None:
    training = make_training()
    make_sign_up(training)
    make_sign_up(training, status=S.WITHDRAWN)
    later = {"starts_at": training.starts_at + timedelta(days=1), "ends_at": training.ends_at + timedelta(days=1)}
    services.change_training(training=training, changes=later, by=coordinator)
    sweep_trainings()
    sweep_trainings()
    services.cancel_training(training=training, words="Kursledaren är sjuk.", by=coordinator)
    sweep_trainings()
    sweep_trainings()
    moved, cancelled = letters()
    told = [entries(letter)[0] for letter in (moved, cancelled)]
    assert [one["METHOD"] for one in told] == ["PUBLISH", "CANCEL"]
    events = [one.walk("VEVENT")[0] for one in told]
    assert [event["SEQUENCE"] for event in events] == [1, 2]
    assert len({event["UID"] for event in events}) == 1
    assert events[1]["STATUS"] == "CANCELLED"
    body = cancelled.get_body(("plain",))
    assert body is not None and "Kursledaren är sjuk." in body.get_content()


def test_another_title_is_told_to_nobody(coordinator: User) -> None:
    training = make_training()
    make_sign_up(training)
    services.change_training(training=training, changes={"title": "Annan rubrik"}, by=coordinator)
    sweep_trainings()
    assert letters() == []


def test_places_follow_the_capacity_and_never_fall_below_those_taken(coordinator: User) -> None:
    training = make_training(capacity=3)
    sitting = [make_sign_up(training) for _one in range(3)]
    signups.withdraw(sign_up=sitting[0])
    services.change_training(training=training, changes={"capacity": 2}, by=coordinator)
    assert training.seats.count() == 2
    with pytest.raises(ValidationError) as refused:
        services.change_training(training=training, changes={"capacity": 1}, by=coordinator)
    assert "capacity" in refused.value.message_dict
    training.refresh_from_db()
    assert (training.capacity, training.seats.count()) == (2, 2)
    services.change_training(training=training, changes={"capacity": 5}, by=coordinator)
    assert training.seats.count() == 5 and len(set(training.seats.values_list("number", flat=True))) == 5


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"ends_at": -1}, "ends_before_start"),
        ({"ends_at": 24 * 4}, "too_long"),
        ({"closes_at": 1}, "closes_late"),
    ],
)
def test_times_stand_in_order(fields: dict[str, Any], code: str) -> None:
    starts = clock.now() + timedelta(days=3)
    moments = {name: starts + timedelta(hours=hours) for name, hours in fields.items()}
    with pytest.raises(ValidationError) as refused:
        make_training(starts_at=starts, **moments)
    assert code in [error.code for errors in refused.value.error_dict.values() for error in errors]


def test_the_past_is_not_opened_and_what_is_over_not_changed(coordinator: User) -> None:
    past = make_training(status="draft", in_days=-1)
    with pytest.raises(ValidationError):
        services.open_training(training=past, by=coordinator)
    with pytest.raises(ValidationError):
        services.change_training(training=make_training(status="cancelled"), changes={}, by=coordinator)
    with pytest.raises(ValidationError):
        signups.sign_up(training=make_training(in_days=-1), user=person())
    with pytest.raises(ValidationError):
        signups.ask_to_come(training=make_training(status="cancelled"), full_name="K", email="k@example.com")


def test_copied_to_the_next_term_on_the_same_weekday_and_hour(coordinator: User) -> None:
    evening = datetime(2026, 9, 15, 18, 0, tzinfo=clock.STOCKHOLM)
    training = make_training(status="draft", starts_at=evening)
    copy = services.copy_training(training=training, by=coordinator)
    there = clock.local(copy.starts_at)
    assert (there.date().isoformat(), there.hour, copy.status) == ("2027-03-16", 18, TrainingStatus.DRAFT)
    assert copy.uid != training.uid and copy.seats.count() == training.capacity


def test_attendance_gives_the_course_to_agents_and_a_sign_of_life_to_the_area(coordinator: User) -> None:
    agent, shy = make_agent(), make_agent()
    training = make_training()
    there = signups.sign_up(training=training, user=agent.user)
    away = signups.sign_up(training=training, user=shy.user)
    with pytest.raises(ValidationError):
        attendance.mark_attendance(sign_up=there, to=S.ATTENDED, by=coordinator)
    with clock.at(training.starts_at + timedelta(minutes=5)):
        with pytest.raises(ValidationError):
            attendance.finish_training(training=training, by=coordinator)
        attendance.mark_attendance(sign_up=there, to=S.ATTENDED, by=coordinator)
        attendance.mark_attendance(sign_up=there, to=S.CONFIRMED, by=coordinator)
        attendance.mark_attendance(sign_up=there, to=S.ATTENDED, by=coordinator)
        attendance.mark_attendance(sign_up=there, to=S.ATTENDED, by=coordinator)
        attendance.finish_training(training=training, by=coordinator)
        day = clock.local(training.starts_at).date()
        agent.refresh_from_db()
        away.refresh_from_db()
        assert (agent.trained_on, away.status) == (day, S.ABSENT)
        assert AreaActivity.objects.filter(area=agent.area, kind="training", on=day).count() == 1
        assert not AreaActivity.objects.filter(area=shy.area).exists()
        attendance.mark_attendance(sign_up=there, to=S.ABSENT, by=coordinator)
        attendance.mark_attendance(sign_up=away, to=S.ATTENDED, by=coordinator)
    agent.refresh_from_db()
    shy.refresh_from_db()
    assert (agent.trained_on, shy.trained_on) == (None, day)
    assert not AreaActivity.objects.filter(area=agent.area).exists()
    with pytest.raises(ValidationError):
        attendance.mark_attendance(sign_up=away, to=S.CONFIRMED, by=coordinator)


def test_a_theme_evening_is_no_basic_course(coordinator: User) -> None:
    agent = make_agent()
    training = make_training(kind=Training.Kind.THEME)
    sign_up = signups.sign_up(training=training, user=agent.user)
    with clock.at(training.ends_at):
        attendance.mark_attendance(sign_up=sign_up, to=S.ATTENDED, by=coordinator)
        attendance.finish_training(training=training, by=coordinator)
    agent.refresh_from_db()
    assert agent.trained_on is None
    assert list(figures.without_course()) == [agent]


def test_a_chair_is_brought_in_for_whoever_comes_anyway(coordinator: User) -> None:
    training = make_training(capacity=1)
    make_sign_up(training)
    agent = make_agent()
    with clock.at(training.starts_at):
        made = attendance.add_at_door(
            training=training, full_name="Kom Ändå", email=agent.user.email.upper(), by=coordinator
        )
        with pytest.raises(ValidationError):
            attendance.add_at_door(training=training, full_name="Kom Ändå", email=agent.user.email, by=coordinator)
        attendance.add_at_door(training=training, full_name="Utan Adress", by=coordinator)
    training.refresh_from_db()
    assert (made.status, made.user, training.capacity) == (S.ATTENDED, agent.user, 3)
    assert Seat.objects.filter(training=training).count() == 3


def test_the_question_is_asked_once_and_answers_are_only_counted(coordinator: User) -> None:
    training = make_training(question="Fick du med dig något?")
    sign_up, absent = make_sign_up(training), make_sign_up(training)
    with clock.at(training.ends_at):
        attendance.mark_attendance(sign_up=sign_up, to=S.ATTENDED, by=coordinator)
        attendance.finish_training(training=training, by=coordinator)
        assert training_sweeps.ask_afterwards() == 0
    with clock.at(training.ends_at + timedelta(hours=13)):
        assert training_sweeps.ask_afterwards() == 1
        assert training_sweeps.ask_afterwards() == 0
    assert signups.answer_question(sign_up=sign_up, answer="yes")
    assert not signups.answer_question(sign_up=sign_up, answer="no")
    assert not signups.answer_question(sign_up=absent, answer="no")
    with pytest.raises(ValidationError):
        signups.answer_question(sign_up=sign_up, answer="kanske")
    assert [times for _word, times in figures.answers(training)] == [1, 0, 0]
    assert FollowUpCount.objects.count() == 1


def test_a_message_sent_twice_is_one(coordinator: User) -> None:
    training = make_training()
    make_sign_up(training)
    make_sign_up(training, status=S.WAITING)
    words = {"subject": "Ta med penna", "words": "Hej!\n\nTa med penna.", "form_token": form_tokens.new()}
    for _twice in range(2):
        services.send_message(training=training, circle="seated", by=coordinator, **words)
    assert TrainingMessage.objects.get().sent_to == 1 and subjects() == ["Ta med penna"]
    with pytest.raises(ValidationError):
        services.send_message(
            training=make_training(), circle="all", by=coordinator, **words | {"form_token": form_tokens.new()}
        )


def test_a_person_is_told_and_forgotten() -> None:
    ahead, past = make_training(), make_training(in_days=-9)
    user = person()
    coming = signups.sign_up(training=ahead, user=user, dietary="laktos")
    was_there = make_sign_up(past, status=S.ATTENDED, user=user)
    assert [row["kind"] for row in room.export_person(user.email)] == ["training", "training"]
    assert room.erase_person(user.email) >= 2
    coming.refresh_from_db()
    was_there.refresh_from_db()
    assert (coming.status, coming.email, coming.dietary, coming.user) == (S.WITHDRAWN, "", "", None)
    assert (was_there.status, was_there.email, was_there.full_name) == (S.ATTENDED, "", "")
    assert room.export_person(user.email) == []


def test_who_sees_which_trainings(coordinator: User, agent: User, volunteer: User, police: User) -> None:
    made = {name: make_training(audience=name) for name in ("agents", "volunteers", "members", "everybody")}
    draft = make_training(status="draft")
    seen = {
        who: {name for name, one in made.items() if Training.objects.visible_to(user).filter(pk=one.pk).exists()}
        for who, user in (("agent", agent), ("volunteer", volunteer), ("police", police))
    }
    assert seen["agent"] == {"agents", "members", "everybody"}
    assert seen["volunteer"] == {"volunteers", "members", "everybody"}
    assert seen["police"] == {"everybody"}
    assert Training.objects.visible_to(coordinator).count() == 5
    assert not Training.objects.visible_to(agent).filter(pk=draft.pk).exists()


def test_what_other_rooms_show(django_assert_num_queries: Any) -> None:
    soon, later = make_training(in_days=3), make_training(in_days=40)
    make_training(audience="agents")
    make_training(status="cancelled")
    make_sign_up(soon)
    with django_assert_num_queries(1):
        found = figures.coming()
    assert [one.pk for one in found] == [soon.pk, later.pk] and found[0].seats_left == 9
    assert [one.pk for one in figures.coming(until=clock.now() + timedelta(days=7))] == [soon.pk]


def test_the_course_counts_for_appointments_that_hold(coordinator: User) -> None:
    gone = make_agent(last_day=clock.today() - timedelta(days=3))
    now = make_agent(user=gone.user)
    training = make_training(in_days=1)
    sign_up = signups.sign_up(training=training, user=gone.user)
    with clock.at(training.ends_at):
        attendance.mark_attendance(sign_up=sign_up, to=S.ATTENDED, by=coordinator)
        attendance.finish_training(training=training, by=coordinator)
    trained = {one.pk: one.trained_on is not None for one in ContactAgent.objects.filter(user=gone.user)}
    assert trained == {gone.pk: False, now.pk: True}


def test_certificates_are_for_those_who_were_there(
    tmp_path: Path, coordinator: User, agent: User, other_agent: User
) -> None:
    page = pytest.importorskip("page")
    training = make_training(status="held", in_days=-3)
    mine, absent = make_sign_up(training, status=S.ATTENDED, user=agent), make_sign_up(training, status=S.ABSENT)
    make_sign_up(training, status=S.ATTENDED)
    one, many = KINDS.get("training_certificate"), KINDS.get("training_certificates")
    assert one is not None and many is not None
    told = [one.may_read(user, str(mine.pk)) for user in (coordinator, agent, other_agent)]
    assert told == [True, True, False]
    assert not one.may_request(coordinator, str(absent.pk)) and not one.may_request(coordinator, "x")
    assert many.may_request(coordinator, str(training.pk)) and not many.may_request(agent, str(training.pk))
    for kind, subject in ((one, mine.pk), (many, training.pk)):
        paper = kind.build(str(subject), "sv", lambda _percent, _words: None)
        path = tmp_path / f"{subject}.pdf"
        path.write_bytes(make(paper, language="sv").content)
        assert page.validate_pdf(str(path), profile=page.ValidationProfile.PDF_UA_1)
        assert len(paper.context["people"]) == (1 if kind is one else 2)
    with pytest.raises(SubjectGoneError):
        one.title(str(absent.pk))
    with pytest.raises(SubjectGoneError):
        many.build("0", "sv", lambda _percent, _words: None)
