"""Patrols and observations: started once, written once, ended once, and never about a person."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts import roles
from accounts.models import User
from common import clock, form_tokens, personal_data
from common.moves import MoveRefusedError
from grannstod import figures, services
from grannstod.lifecycle import PATROL_MOVES, PatrolStatus
from grannstod.models import (
    BriefingNote,
    ChecklistLine,
    Observation,
    Patrol,
    PatrolEvent,
    PatrolStep,
    RouteStop,
    SupportVisit,
    VictimSupportCase,
    VisitWish,
    Volunteer,
)
from incidents.models import Category, Report
from neighbourhoods.models import Area, District
from tests.factories.accounts import person
from tests.factories.grannstod import (
    make_category,
    make_observation,
    make_patrol,
    make_route,
    make_shift,
    make_volunteer,
    seen,
)

PERSON_WORDS = re.compile(
    r"suspect|perpetrat|offender|culprit|misst|gärning|garning|person_?(nummer|number|id)|identity|"
    r"ssn|description_of|appearance|signalement|plate|registration|reg_?n|nationality|ethnic|witness|victim"
)


# Every field of the models with words about the world, and what it refers to.
FIELDS: dict[Any, dict[str, Any]] = {
    Observation: dict.fromkeys(("text", "place", "latitude", "longitude", "photo", "outcome", "case_number"))
    | dict.fromkeys(("photo_digest", "form_token", "observed_at", "is_example"))
    | {"patrol": Patrol, "author": User, "category": Category, "report": Report},
    SupportVisit: dict.fromkeys(("kind", "planned_on", "done_at", "gave_brochure", "advised_locks"))
    | dict.fromkeys(("advised_insurance", "told_of_support", "sealed"))
    | {"case": VictimSupportCase, "one": Volunteer, "other": Volunteer},
    BriefingNote: dict.fromkeys(("source", "text", "first_day", "last_day", "is_example"))
    | {"districts": District, "written_by": User},
    VisitWish: dict.fromkeys(("text", "asked_at", "closed_at")) | {"area": Area, "asked_by": User, "patrol": Patrol},
}


def test_no_field_for_a_person_who_is_suspected_exists() -> None:
    """No register of suspects, ever (GDPR article 10): the schema of the room has no place for one."""
    fields = [
        (model.__name__, name)
        for model in apps.get_app_config("grannstod").get_models()
        for field in model._meta.get_fields()
        for name in (field.name, str(getattr(field, "verbose_name", "")).lower())
    ]
    assert len(fields) > 50
    assert [found for found in fields if PERSON_WORDS.search(found[1])] == []
    # A word list knows only the words it knows: what holds words about the world has these fields and no other.
    for model, allowed in FIELDS.items():
        assert {field.name for field in model._meta.get_fields()} == allowed.keys() | {"id"}, model
        held = {field.name: field.related_model for field in model._meta.get_fields() if field.is_relation}
        assert {name: related for name, related in allowed.items() if related} == held, model


@pytest.mark.django_db
def test_a_patrol_starts_once_with_copies_of_route_and_checklist(volunteer: User) -> None:
    patrol = make_patrol(volunteer, route=make_route("A", "B"))
    again = services.start_patrol(shift_id=patrol.shift_id, actor=volunteer)
    assert again.pk == patrol.pk
    assert PatrolEvent.objects.count() == 1
    RouteStop.objects.update(name="Ändrad")
    ChecklistLine.objects.update(text="Ändrad")
    assert list(patrol.steps.filter(kind="place").values_list("name", flat=True)) == ["A", "B"]
    assert not PatrolStep.objects.filter(name="Ändrad").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("begins", "code"),
    [(timedelta(hours=2), "too_early"), (-timedelta(hours=4), "too_late"), (timedelta(minutes=50), "")],
)
def test_when_a_patrol_may_start(begins: timedelta, code: str, volunteer: User) -> None:
    shift = make_shift(clock.now() + begins, driver=make_volunteer(volunteer))
    if not code:
        assert services.start_patrol(shift_id=shift.pk, actor=volunteer).status == PatrolStatus.UNDERWAY
        return
    with pytest.raises(ValidationError) as refused:
        services.start_patrol(shift_id=shift.pk, actor=volunteer)
    assert refused.value.code == code


@pytest.mark.django_db
def test_a_lone_driver_may_not_start(volunteer: User) -> None:
    shift = make_shift(driver=make_volunteer(volunteer))
    shift.crew.filter(seat="companion").delete()
    with pytest.raises(ValidationError) as refused:
        services.start_patrol(shift_id=shift.pk, actor=volunteer)
    assert refused.value.code == "lone_driver"


@pytest.mark.django_db
def test_whoever_did_not_come_does_not_count_as_the_second(client: Any, volunteer: User) -> None:
    shift, leader = make_shift(driver=make_volunteer(volunteer)), person(roles.GRANNSTOD_LEADER)
    missing = shift.crew.get(seat="companion")
    client.force_login(leader)
    for page in ("grannstod:shifts", "grannstod:desk"):
        assert f"{missing.volunteer} kom inte" in client.get(reverse(page)).content.decode()
    button = reverse("grannstod:absent", args=[missing.pk])
    client.post(button, {"uteblev": "ja"})
    with pytest.raises(ValidationError) as refused:
        services.start_patrol(shift_id=shift.pk, actor=volunteer)
    assert refused.value.code == "lone_driver"
    assert figures.phone_state(volunteer)["shift"]["crew"] == [str(volunteer)]
    assert "kom ändå" in client.get(reverse("grannstod:shifts")).content.decode()
    client.post(button, {"uteblev": "nej"})
    assert services.start_patrol(shift_id=shift.pk, actor=volunteer).status == PatrolStatus.UNDERWAY


@pytest.mark.django_db
def test_two_of_whom_none_may_drive_any_more_do_not_start_but_what_was_driven_is_kept(volunteer: User) -> None:
    shift = make_shift(driver=make_volunteer(volunteer))
    Volunteer.objects.update(licence_until=clock.today() - timedelta(days=1))
    with pytest.raises(ValidationError) as refused:
        services.start_patrol(shift_id=shift.pk, actor=volunteer)
    assert refused.value.code == "no_driver"
    told_late = services.Shown(at=clock.now())
    assert services.start_patrol(shift_id=shift.pk, actor=volunteer, shown=told_late).status == PatrolStatus.UNDERWAY


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"text": "Ring 070-123 45 67"}, "personal_data"),
        ({"place": "Hos 070-123 45 67"}, "personal_place"),
        ({"text": "Anna Svensson stod där."}, "name"),
        ({"place": "Hemma hos Anna Svensson"}, "name_place"),
    ],
)
def test_the_guard_reads_words_and_place_and_asks_about_names(
    volunteer: User, words: dict[str, str], code: str
) -> None:
    patrol = make_patrol(volunteer)
    with pytest.raises(ValidationError) as refused:
        make_observation(patrol, **words)
    assert refused.value.code == code
    if code.startswith("name"):
        assert make_observation(patrol, **words, is_nobody=True).pk
    else:
        with pytest.raises(ValidationError):
            make_observation(patrol, **words, is_nobody=True)


@pytest.mark.django_db
def test_ticks_and_their_undoing(volunteer: User) -> None:
    patrol = make_patrol(volunteer)
    step = patrol.steps.filter(kind="place").first()
    assert step
    first = services.mark_step(patrol_id=patrol.pk, step_id=step.pk, is_done=True).done_at
    assert services.mark_step(patrol_id=patrol.pk, step_id=step.pk, is_done=True).done_at == first
    assert services.mark_step(patrol_id=patrol.pk, step_id=step.pk, is_done=False).done_at is None
    services.end_patrol(patrol_id=patrol.pk, km=12, actor=volunteer)
    with pytest.raises(ValidationError):
        services.mark_step(patrol_id=patrol.pk, step_id=step.pk, is_done=True)


@pytest.mark.django_db
@pytest.mark.parametrize(("here", "there"), list(product(PatrolStatus, PatrolStatus)))
def test_every_pair_of_a_patrols_states(here: PatrolStatus, there: PatrolStatus, volunteer: User) -> None:
    patrol = make_patrol(volunteer)
    if here != PatrolStatus.UNDERWAY:
        Patrol.objects.filter(pk=patrol.pk).update(status=here, ended_at=clock.now())
    move = services.break_off_patrol if there == PatrolStatus.BROKEN_OFF else None
    if there == PatrolStatus.UNDERWAY:
        assert not any(there in moves for moves in PATROL_MOVES.values())
    elif there in PATROL_MOVES[here]:
        moved = (
            move(patrol_id=patrol.pk, actor=volunteer)
            if move
            else services.end_patrol(patrol_id=patrol.pk, km=None, actor=volunteer)
        )
        assert (moved.status, moved.ended_at is not None) == (there, True)
    else:
        with pytest.raises(MoveRefusedError):
            if move:
                move(patrol_id=patrol.pk, actor=volunteer)
            else:
                services.end_patrol(patrol_id=patrol.pk, km=None, actor=volunteer)


@pytest.mark.django_db
@pytest.mark.parametrize("km", [-1, 1001])
def test_unlikely_kilometres_are_refused(km: int, volunteer: User) -> None:
    patrol = make_patrol(volunteer)
    with pytest.raises(ValidationError):
        services.end_patrol(patrol_id=patrol.pk, km=km, actor=volunteer)


@pytest.mark.django_db
@pytest.mark.parametrize("outcome", Observation.Outcome)
def test_what_must_be_acted_on_becomes_one_report(outcome: Observation.Outcome, volunteer: User) -> None:
    patrol, token, category = make_patrol(volunteer), form_tokens.new(), make_category()
    first = make_observation(patrol, outcome=outcome, form_token=token, category=category)
    again = make_observation(patrol, outcome=outcome, form_token=token, category=category)
    assert first.pk == again.pk
    if outcome == Observation.Outcome.LOG_ONLY:
        assert first.report is None
        assert not Report.objects.exists()
    else:
        report = Report.objects.get()
        assert first.report == report
        assert (report.channel, report.text, report.place) == ("patrol", first.text, "Provtorget")
        assert not report.reporter_email


@pytest.mark.django_db
def test_a_photo_loses_its_metadata_and_follows_along(volunteer: User) -> None:
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "hemlig plats"
    Image.new("RGB", (40, 30), "green").save(out, "JPEG", exif=exif)
    photo = SimpleUploadedFile("x.jpg", out.getvalue(), "image/jpeg")
    observation = make_observation(make_patrol(volunteer), outcome=Observation.Outcome.FAULT_REPORT, photo=photo)
    with observation.photo.open() as kept:
        assert b"hemlig" not in kept.read()
    assert observation.report is not None
    assert observation.report.photos.count() == 1


@pytest.mark.django_db
def test_a_broken_photo_saves_nothing(volunteer: User) -> None:
    patrol = make_patrol(volunteer)
    with pytest.raises(ValidationError) as refused:
        make_observation(patrol, photo=SimpleUploadedFile("x.jpg", b"\xff\xd8\xff trasig"))
    assert refused.value.code == "not_a_picture"
    assert not Observation.objects.exists()
    assert not Report.objects.exists()


@pytest.mark.django_db
def test_what_looks_like_personal_data_is_stopped(volunteer: User) -> None:
    patrol = make_patrol(volunteer)
    for text in ("Bilen ABC 123 stod där", "Ring 070-123 45 67", "Skriv till a@example.com"):
        with pytest.raises(ValidationError) as refused:
            make_observation(patrol, text=text)
        assert refused.value.code == "personal_data"
    car = make_category(is_plate_kind=True)
    assert make_observation(patrol, text="Övergiven bil ABC 123", category=car).pk


@pytest.mark.django_db
def test_nothing_is_written_after_the_end_or_with_a_made_up_token(volunteer: User) -> None:
    patrol = make_patrol(volunteer)
    with pytest.raises(ValidationError) as refused:
        make_observation(patrol, form_token="kort")
    assert refused.value.code == "form_token"
    services.end_patrol(patrol_id=patrol.pk, km=None, actor=volunteer)
    with pytest.raises(ValidationError) as refused:
        services.record_observation(patrol_id=patrol.pk, seen=seen(), form_token=form_tokens.new(), author=volunteer)
    assert refused.value.code == "has_ended"


@pytest.mark.django_db
def test_a_person_can_be_told_and_forgotten(volunteer: User) -> None:
    patrol = make_patrol(volunteer)
    make_observation(patrol)
    told = personal_data.export(volunteer.email)["grannstod"]
    assert {key for row in told for key in row} >= {"volunteer", "shift", "observation"}
    assert services.erase_person(volunteer.email) >= 3
    assert services.export_person(volunteer.email) == []
    assert not Volunteer.objects.filter(user=volunteer).exists()
    assert Observation.objects.get().author is None
