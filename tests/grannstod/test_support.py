"""Support for those who have met with a crime: by two with clearance, logged, encrypted, on time, and forgotten."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils.formats import date_format

from accounts import roles
from accounts.models import AuditEntry, User
from common import clock, crypto
from common.moves import MoveRefusedError
from common.resealing import Resealed
from grannstod import figures, services
from grannstod.lifecycle import SUPPORT_MOVES, SupportStatus
from grannstod.models import SupportRetention, SupportVisit, VictimSupportCase, Volunteer
from grannstod.transitions import move_case
from post.models import Delivery
from tests.factories.accounts import person
from tests.factories.grannstod import make_support_case, make_volunteer
from tests.factories.neighbourhoods import make_agent, make_area

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader() -> User:
    return person(roles.GRANNSTOD_LEADER)


def cleared(**fields: Any) -> Volunteer:
    return make_volunteer(**{"clearance_until": clock.today() + timedelta(days=400)} | fields)


def mails_to(address: str) -> list[str]:
    sent = [f"{one.subject} {one.body}" for one in mail.outbox if address in one.to]
    return sent or [str(one) for one in Delivery.objects.filter(recipient=address)]


def visited(case: VictimSupportCase, leader: User) -> VictimSupportCase:
    services.plan_visit(case_id=case.pk, one=cleared(), other=cleared(), day=clock.today(), by=leader)
    return services.visit_done(case_id=case.pk, advice={"gave_brochure": True}, notes="Byt lås.", by=leader)


def test_from_referral_to_return_visit(leader: User) -> None:
    case = make_support_case()
    assert case.due_on == clock.today() + timedelta(days=7)
    with pytest.raises(ValidationError):
        services.visit_done(case_id=case.pk, advice={}, notes="", by=leader)
    case = visited(case, leader)
    assert (case.status, case.due_on) == (SupportStatus.VISITED, clock.today() + timedelta(days=30))
    case = visited(case, leader)
    assert (case.status, case.due_on) == (SupportStatus.CLOSED, None)
    told = figures.support_figures()
    assert (told.cases, told.visits, told.return_visits, told.days_to_first_contact) == (1, 1, 1, 0.0)
    with pytest.raises(MoveRefusedError):
        services.note_consent(case_id=case.pk, is_given=True, by=leader)


@pytest.mark.parametrize(("here", "there"), list(product(SupportStatus, SupportStatus)))
def test_every_pair_of_states(here: SupportStatus, there: SupportStatus) -> None:
    case = make_support_case()
    case.status = here
    if there in SUPPORT_MOVES[here]:
        assert move_case(case, there, actor=None).closed_at is None or not SUPPORT_MOVES[there]
    else:
        with pytest.raises(MoveRefusedError):
            move_case(case, there, actor=None)


@pytest.mark.parametrize("code", ["alone", "past", "clearance", "lapsed", "left"])
def test_who_may_not_visit(code: str, leader: User) -> None:
    case, one, day = make_support_case(), cleared(), clock.today()
    other = {
        "alone": one,
        "clearance": make_volunteer(),
        "lapsed": cleared(clearance_until=day - timedelta(days=1)),
        "left": cleared(status="left"),
    }.get(code) or cleared()
    day = day - timedelta(days=1) if code == "past" else day
    with pytest.raises(ValidationError) as refused:
        services.plan_visit(case_id=case.pk, one=one, other=other, day=day, by=leader)
    assert refused.value.code == {"lapsed": "clearance", "left": "clearance"}.get(code, code)


def test_the_address_is_for_those_who_visit_while_their_clearance_holds(client: Any, leader: User) -> None:
    case, visitor, outsider = make_support_case(), cleared(), cleared()
    page = reverse("grannstod:support_case", args=[case.pk])
    services.plan_visit(case_id=case.pk, one=visitor, other=cleared(), day=clock.today(), by=leader)
    client.force_login(outsider.user)
    assert client.get(page).status_code == 404
    assert "Hemligvägen" not in client.get(reverse("grannstod:support")).content.decode()
    client.force_login(visitor.user)
    assert "Hemligvägen 7" in client.get(page).content.decode()
    assert AuditEntry.objects.get(action="support.read").actor == visitor.user
    assert client.post(reverse("grannstod:support_act", args=[case.pk, "avsluta"])).status_code == 404
    Volunteer.objects.filter(pk=visitor.pk).update(clearance_until=clock.today() - timedelta(days=1))
    assert client.get(page).status_code == 404
    client.force_login(leader)
    assert client.get(page).status_code == 200
    assert AuditEntry.objects.filter(action="support.read").count() == 2


def test_pages_from_referral_to_the_end(client: Any, leader: User) -> None:
    area, one, other = make_area(), cleared(), cleared()
    client.force_login(leader)
    form = client.get(reverse("grannstod:support")).context["form"]
    posted = {"form_token": form.initial["form_token"], "source": "own", "district": area.district.pk, "area": area.pk}
    assert client.post(reverse("grannstod:support"), posted).status_code == 422
    for _twice in range(2):
        posted |= {"name": "Prov", "address": "Provvägen 1"}
        assert client.post(reverse("grannstod:support"), posted).status_code == 302
    case = VictimSupportCase.objects.get()

    def act(what: str, **fields: Any) -> int:
        return int(client.post(reverse("grannstod:support_act", args=[case.pk, what]), fields).status_code)

    assert act("hittepa") == 404
    assert act("kontakt") == 302
    assert figures.support_figures().days_to_first_contact == 0.0
    assert act("samtycke", svar="ja") == 302
    assert act("planera", one=one.pk, other=other.pk, day=str(clock.today())) == 302
    assert act("besokt", gave_brochure="on", notes="Ny lampa") == 302
    page = client.get(reverse("grannstod:support_case", args=[case.pk])).content.decode()
    assert "Ny lampa" in page and "Broschyren lämnades" in page
    assert "Första kontakten är tagen" not in page
    assert act("avsluta") == 302
    case.refresh_from_db()
    assert (case.status, case.consent) == (SupportStatus.CLOSED, "given")


def test_agents_are_always_told_and_without_consent_only_that_patrols_are_near(leader: User) -> None:
    agrees, silent = make_support_case(), make_support_case()
    assert agrees.area
    assert silent.area
    friend, neighbour = make_agent(agrees.area).user, make_agent(silent.area).user
    services.note_consent(case_id=agrees.pk, is_given=True, by=leader)
    assert services.tell_agents() == 1
    assert mails_to(friend.email)
    assert not mails_to(neighbour.email)
    with clock.at(clock.now() + timedelta(days=7, minutes=1)):
        assert services.tell_agents() == 1
        assert services.tell_agents() == 0
    assert len(mails_to(neighbour.email)) == 1
    for words in mails_to(neighbour.email):
        for secret in ("Hemlig", "Drabbad", "brott", "hushåll", date_format(clock.today(), "j F")):
            assert secret not in words


def test_an_area_with_nobody_to_tell_reminds_the_leader_until_somebody_is_told(client: Any, leader: User) -> None:
    case = make_support_case()
    assert case.area
    services.note_consent(case_id=case.pk, is_given=True, by=leader)
    gone = make_agent(case.area).user
    User.objects.filter(pk=gone.pk).update(is_active=False)
    assert (services.tell_agents(), services.ask_for_areas(), services.ask_for_areas()) == (0, 1, 0)
    assert len(mails_to(leader.email)) == 1
    client.force_login(leader)
    page = client.get(reverse("grannstod:support_case", args=[case.pk])).content.decode()
    assert "har inte fått veta än" in page and "inget kontaktombud med e-postadress" in page
    agent = make_agent(case.area).user
    assert (services.tell_agents(), len(mails_to(agent.email))) == (1, 1)
    with clock.at(clock.now() + timedelta(days=8)):
        assert services.ask_for_areas() == 0


def test_consent_that_comes_later_is_told_once_more(leader: User, mailoutbox: Any) -> None:
    case = make_support_case()
    assert case.area
    agent = make_agent(case.area).user

    def told(words: str) -> int:
        return sum(words in mail.body for mail in mailoutbox if mail.to == [agent.email])

    with clock.at(clock.now() + timedelta(days=8)):
        assert services.tell_agents() == 1
    with clock.at(clock.now() + timedelta(days=9)):
        services.note_consent(case_id=case.pk, is_given=True, by=leader)
        assert services.tell_agents() == 1
    for days, is_given in ((10, True), (11, False), (12, True)):
        with clock.at(clock.now() + timedelta(days=days)):
            services.note_consent(case_id=case.pk, is_given=is_given, by=leader)
            assert services.tell_agents() == 0
    assert (told("aktivt i närheten"), told("stöttar ett hushåll")) == (1, 1)


def test_those_who_visit_are_told_and_a_pair_that_falls_apart_is_noticed(
    client: Any, leader: User, mailoutbox: Any
) -> None:
    case, one, other, third = make_support_case(), cleared(), cleared(), cleared()
    day = clock.today() + timedelta(days=5)
    services.plan_visit(case_id=case.pk, one=one, other=other, day=day, by=leader)
    services.plan_visit(case_id=case.pk, one=one, other=third, day=day, by=leader)
    told = [mail.to[0] for mail in mailoutbox]
    assert sorted(told) == sorted([one.user.email, other.user.email, other.user.email, third.user.email])
    for letter in mailoutbox:
        others = {str(who) for who in (one, other, third) if letter.to != [who.user.email]}
        assert not any(secret in letter.subject + letter.body for secret in {"Hemlig", "Drabbad", *others})
    mailoutbox.clear()
    assert services.ask_for_pairs() == 0
    Volunteer.objects.filter(pk=third.pk).update(clearance_until=day - timedelta(days=1))
    assert [services.ask_for_pairs() for _night in range(2)] == [1, 0]
    assert [mail.to[0] for mail in mailoutbox].count(leader.email) == 1
    client.force_login(leader)
    assert "besöket saknar någon" in client.get(reverse("grannstod:support")).content.decode()
    with pytest.raises(ValidationError) as refused:
        services.visit_done(case_id=case.pk, advice={}, notes="", by=leader)
    assert refused.value.code == "pair"
    Volunteer.objects.filter(pk=third.pk).update(clearance_until=day)
    with clock.at(clock.now() + timedelta(days=6)):
        Volunteer.objects.filter(pk=third.pk).update(status="left")  # after the visit
        assert services.visit_done(case_id=case.pk, advice={}, notes="", by=leader).status == SupportStatus.VISITED


def test_a_case_closed_without_an_area_is_told_once_it_has_one(client: Any, leader: User) -> None:
    case, area = make_support_case(), make_area()
    agent = make_agent(area).user
    VictimSupportCase.objects.update(area=None)
    services.end_case(case_id=case.pk, by=leader)
    with clock.at(clock.now() + timedelta(days=8)):
        assert (services.tell_agents(), services.ask_for_areas()) == (0, 1)
        client.force_login(leader)
        assert "inget kontaktombud har fått veta" in client.get(reverse("grannstod:support")).content.decode()
        page = reverse("grannstod:support_case", args=[case.pk])
        assert "Spara området" in client.get(page).content.decode()
        client.post(reverse("grannstod:support_act", args=[case.pk, "omrade"]), {"area": area.pk})
        assert (services.tell_agents(), len(mails_to(agent.email))) == (1, 1)
    VictimSupportCase.objects.update(erased_at=clock.now(), sealed=None)
    with pytest.raises(ValidationError):
        services.place_case(case_id=case.pk, area=area, by=leader)


def test_a_case_is_late_until_the_visit_is_made(client: Any, leader: User) -> None:
    case = make_support_case()
    client.force_login(leader)
    page = reverse("grannstod:support")

    def is_late() -> bool:
        return 'class="chip late"' in client.get(page).content.decode()

    with clock.at(clock.now() + timedelta(days=8)):
        client.force_login(leader)
        assert is_late()  # before anybody has said so by mail
        services.escalate()
        assert visited(case, leader).escalated_on is None
        assert not is_late()


def test_what_is_late_is_said_once_a_week(leader: User) -> None:
    make_support_case()
    assert services.escalate() == 0
    with clock.at(clock.now() + timedelta(days=8)):
        assert services.escalate() == 1
        assert services.escalate() == 0
    with clock.at(clock.now() + timedelta(days=15)):
        assert services.escalate() == 1
    assert mails_to(leader.email)


def test_nothing_stands_readable_in_the_database_and_keys_rotate(leader: User, settings: Any) -> None:
    case = visited(make_support_case(), leader)
    with connection.cursor() as cursor:
        for table in ("grannstod_victimsupportcase", "grannstod_supportvisit", "grannstod_supportevent"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
            text = cursor.fetchone()[0]
            held = bytes.fromhex("".join(part.split('"')[0] for part in text.split("\\x")[1:2]) or "00")
            for secret in ("Hemligvägen", "Drabbad", "Byt lås"):
                assert secret not in text
                assert secret.encode() not in held
    old = settings.ENCRYPTION_KEYS
    settings.ENCRYPTION_KEYS = ["ny-nyckel", *old]
    assert services.reseal_all() == Resealed(done=2)
    settings.ENCRYPTION_KEYS = ["ny-nyckel"]
    case.refresh_from_db()
    who = services.read_case(case=case, by=leader)
    assert who is not None
    assert who.address == "Hemligvägen 7"
    settings.ENCRYPTION_KEYS = ["en-annan"]
    with pytest.raises(crypto.UndecipherableError):
        services.read_case(case=case, by=leader)


def test_what_outlived_the_decision_goes_and_figures_stay(client: Any, leader: User) -> None:
    case, late = visited(make_support_case(), leader), make_support_case()
    services.end_case(case_id=case.pk, by=leader)
    before = figures.support_figures()
    with clock.at(clock.now() + timedelta(days=200)):
        assert services.erase_outlived() == 0
        SupportRetention.objects.create(months=6, reference="Nämnden 2026-11-30, § 7", recorded_by=leader)
        assert services.erase_outlived() == 1
        assert services.erase_outlived() == 0
    case.refresh_from_db()
    visit = case.visits.get()
    assert (case.sealed, case.area, visit.sealed, visit.one, visit.other) == (None, None, None, None, None)
    assert not case.events.exclude(actor=None).exists()
    late.refresh_from_db()
    assert late.sealed
    assert figures.support_figures() == before
    assert SupportVisit.objects.count() == 1
    client.force_login(leader)
    assert "raderat" in client.get(reverse("grannstod:support_case", args=[case.pk])).content.decode()


def test_a_case_without_area_reminds_the_leader_until_it_has_one(client: Any, mailoutbox: Any) -> None:
    leader, area = person(roles.GRANNSTOD_LEADER), make_area()
    case = make_support_case()
    VictimSupportCase.objects.update(area=None)
    with clock.at(clock.now() + timedelta(days=2)):
        assert [services.ask_for_areas() for _night in range(2)] == [1, 0]
    assert leader.email in [mail.to[0] for mail in mailoutbox]
    client.force_login(leader)
    act = reverse("grannstod:support_act", args=[case.pk, "omrade"])
    client.post(act, {"area": ""})
    client.post(act, {"area": area.pk})
    case.refresh_from_db()
    assert (case.area, case.district) == (area, area.district)
    make_agent(area)
    with clock.at(clock.now() + timedelta(days=20)):
        assert services.ask_for_areas() == 0
