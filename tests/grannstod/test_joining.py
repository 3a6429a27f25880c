"""From the public form to an active volunteer, and out again with honour."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts import roles
from accounts.models import User
from common import clock
from common.moves import MoveRefusedError
from grannstod import services, transitions
from grannstod.lifecycle import APPLICANT_MOVES, VOLUNTEER_MOVES, ApplicantStatus, VolunteerStatus
from grannstod.models import Applicant, Volunteer
from tests.factories.accounts import HouseClient, person
from tests.factories.grannstod import make_applicant, make_patrol, make_shift, make_volunteer

pytestmark = pytest.mark.django_db
FORM = {"kind": "resident", "name": "Prov Person", "email": "ny@example.com", "consent": "on", "has_licence": "on"}


@pytest.fixture
def leader() -> User:
    return person(roles.GRANNSTOD_LEADER)


def code_of(act: Any) -> str:
    with pytest.raises(ValidationError) as error:
        act()
    return str(error.value.code)


def test_the_whole_way_from_form_to_training(client: HouseClient, leader: User) -> None:
    assert client.post(reverse("grannstod:join"), FORM).status_code == 302
    found = re.search(r"/grannstod/var-med/\S+", str(mail.outbox[-1].body))
    assert found
    link = found[0]
    client.get(link)
    assert Applicant.objects.get().status == ApplicantStatus.UNCONFIRMED  # a mail program that looks confirms nothing
    client.post(link, {"gor": "bekrafta"})
    client.force_login(leader)
    step = reverse("grannstod:applicant", args=[Applicant.objects.get().pk])
    assert "Prov Person" in client.get(reverse("grannstod:volunteers")).content.decode()
    client.post(step, {"steg": "take_on"})
    assert not Volunteer.objects.exists()  # first an interview and a reference
    for what in ("interviewed", "referred", "take_on"):
        client.post(step, {"steg": what})
    volunteer = Volunteer.objects.get()
    assert volunteer.status == VolunteerStatus.TRAINING and volunteer.reference_on == clock.today()
    assert volunteer.user.has_perm("grannstod.use_patrol")
    assert not Applicant.objects.exists()
    assert mail.outbox[-1].to == ["ny@example.com"]


def test_the_form_asks_for_consent_and_for_the_business_and_is_limited(client: HouseClient) -> None:
    join = reverse("grannstod:join")
    assert client.post(join, FORM | {"consent": ""}).status_code == 422
    assert client.post(join, FORM | {"kind": "business"}).status_code == 422
    shop = FORM | {"kind": "business", "business": " Provbutiken  i Alby ", "email": "butik@example.com"}
    assert client.post(join, shop).status_code == 302
    asked = Applicant.objects.get()
    assert (asked.kind, asked.business, asked.status) == ("business", "Provbutiken i Alby", "unconfirmed")
    answers = [client.post(join, FORM).status_code for _again in range(4)]
    assert answers == [302, 302, 302, 429]
    assert Applicant.objects.count() == 2


def test_somebody_may_take_it_back_and_is_forgotten_in_time(client: HouseClient) -> None:
    gone, late, kept = make_applicant(), make_applicant(expires_on=clock.today() - timedelta(days=1)), make_applicant()
    client.post(reverse("grannstod:join_own", args=[services.applicant_token(gone)]), {"gor": "ta-tillbaka"})
    assert services.forget_applicants() == 1
    assert set(Applicant.objects.all()) == {kept}
    assert services.by_applicant_token(services.applicant_token(late)) is None
    assert services.by_applicant_token(f"{kept.pk}:x") is None


@pytest.mark.parametrize(("here", "there"), list(product(ApplicantStatus, repeat=2)))
def test_every_pair_of_an_applicants_states(here: ApplicantStatus, there: ApplicantStatus) -> None:
    applicant = make_applicant(status=here)
    if there in APPLICANT_MOVES[here]:
        assert transitions.move_applicant(applicant_id=applicant.pk, to=there, actor=None).status == there
        assert applicant.events.get().moved_to == there
    else:
        with pytest.raises(MoveRefusedError):
            transitions.move_applicant(applicant_id=applicant.pk, to=there, actor=None)


def test_a_newcomer_becomes_active_only_with_papers_and_three_accompanied_drives(leader: User) -> None:
    newcomer = make_volunteer(status=VolunteerStatus.TRAINING, is_driver=False)

    def ready() -> Volunteer:
        return services.move_volunteer(volunteer_id=newcomer.pk, to=VolunteerStatus.ACTIVE, actor=leader)

    assert code_of(ready) == "papers_missing"
    today = clock.today()
    services.note_papers(volunteer_id=newcomer.pk, papers={"trained_on": today, "agreement_on": today})
    for minute in (1, 11, 21):
        assert code_of(ready) == "drives_missing"
        begins = clock.now() + timedelta(minutes=minute)
        patrol = make_patrol(companion=newcomer, starts_at=begins, ends_at=begins + timedelta(minutes=5))
        services.end_patrol(patrol_id=patrol.pk, km=1, actor=patrol.shift.crew.get(seat="driver").volunteer.user)
    assert ready().status == VolunteerStatus.ACTIVE


def test_a_pause_is_no_way_round_and_whoever_comes_back_gets_the_role_back(leader: User) -> None:
    newcomer = make_volunteer(status=VolunteerStatus.TRAINING)

    def move(to: VolunteerStatus) -> Volunteer:
        return services.move_volunteer(volunteer_id=newcomer.pk, to=to, actor=leader)

    move(VolunteerStatus.PAUSED)
    assert code_of(lambda: move(VolunteerStatus.ACTIVE)) == "papers_missing"
    move(VolunteerStatus.LEFT)
    assert not User.objects.get(pk=newcomer.user_id).has_perm("grannstod.use_patrol")
    move(VolunteerStatus.APPLIED)
    move(VolunteerStatus.TRAINING)
    assert User.objects.get(pk=newcomer.user_id).has_perm("grannstod.use_patrol")
    transitions.move_volunteer(volunteer_id=newcomer.pk, to=VolunteerStatus.ACTIVE, actor=leader)
    move(VolunteerStatus.PAUSED)
    assert move(VolunteerStatus.ACTIVE).status == VolunteerStatus.ACTIVE  # was ready once


def test_whoever_leaves_is_thanked_frees_the_seats_and_is_forgotten_after_two_years(leader: User) -> None:
    one = make_volunteer(person(roles.GRANNSTOD_VOLUNTEER, email="gar@example.com"))
    shift = make_shift(clock.now() + timedelta(hours=5), driver=one)
    services.move_volunteer(volunteer_id=one.pk, to=VolunteerStatus.LEFT, actor=leader)
    assert shift.crew.count() == 1
    assert mail.outbox[-1].to == ["gar@example.com"]
    assert not User.objects.get(pk=one.user_id).has_perm("grannstod.use_patrol")
    assert services.forget_left() == 0
    Volunteer.objects.filter(pk=one.pk).update(left_on=clock.today() - timedelta(days=731))
    assert services.forget_left() == 1
    assert not Volunteer.objects.filter(pk=one.pk).exists()


def test_papers_show_what_runs_out_and_a_day_to_come_is_refused(client: HouseClient, leader: User) -> None:
    one = make_volunteer(clearance_until=clock.today() + timedelta(days=30), licence_until=clock.today())
    client.force_login(leader)
    page = client.get(reverse("grannstod:volunteers")).content.decode()
    assert page.count("går ut") == 2
    tomorrow = clock.today() + timedelta(days=1)
    answer = client.post(reverse("grannstod:volunteer", args=[one.pk]), {"trained_on": tomorrow.isoformat()})
    assert answer.status_code == 422
    one.refresh_from_db()
    assert one.trained_on is None


def test_a_training_and_a_course_run_out(client: HouseClient, leader: User, settings: Any) -> None:
    settings.GRANNSTOD_TRAINING_MONTHS = 24
    today = clock.today()
    one = make_volunteer(trained_on=clock.months_before(today, 25), agreement_on=today)
    services.note_courses(volunteer_id=one.pk, taken={"talks": clock.months_before(today, 23)})
    client.force_login(leader)
    page = client.get(reverse("grannstod:volunteers")).content.decode()
    assert page.count("utbildningen gick ut") == page.count("kursen i stödsamtal går ut") == 1
    settings.GRANNSTOD_TRAINING_MONTHS = 0
    page = client.get(reverse("grannstod:volunteers")).content.decode()
    assert "gick ut" not in page and "går ut" not in page


def test_the_leader_writes_down_what_a_supporter_has_learnt(client: HouseClient, leader: User) -> None:
    one, today = make_volunteer(), clock.today()
    client.force_login(leader)
    address = reverse("grannstod:volunteer_courses", args=[one.pk])
    assert client.post(address, {"security": today.isoformat(), "talks": today.isoformat()}).status_code == 302
    assert dict(one.courses.values_list("subject", "taken_on")) == {"security": today, "talks": today}
    assert today.isoformat() in client.get(reverse("grannstod:volunteer", args=[one.pk])).content.decode()
    late = client.post(address, {"insurance": (today + timedelta(days=1)).isoformat()})
    assert late.status_code == 422 and set(one.courses.values_list("subject", flat=True)) == {"security", "talks"}
    client.post(address, {"talks": today.isoformat()})
    assert set(one.courses.values_list("subject", flat=True)) == {"talks"}


def test_the_table_of_a_volunteers_moves_lets_nobody_be_stuck() -> None:
    assert all(VOLUNTEER_MOVES[status] for status in VolunteerStatus)
