"""Grannstöd's pages: one's own patrol, somebody else's, the leader, anonymous, and wrong methods."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import roles
from accounts.models import User
from common import clock, form_tokens
from grannstod import services
from grannstod.models import Observation, Patrol, Shift
from tests.factories.accounts import person
from tests.factories.grannstod import make_car, make_category, make_observation, make_patrol, make_shift, make_volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader() -> User:
    return person(roles.GRANNSTOD_LEADER)


@pytest.fixture
def own(volunteer: User) -> Patrol:
    return make_patrol(volunteer)


def pages(patrol: Patrol) -> list[str]:
    base = f"/grannstod/korpass/{patrol.pk}/"
    return [base, f"{base}iakttagelse/", f"{base}avsluta/"]


def test_anonymous_visitors_are_asked_to_sign_in(client: Any, own: Patrol) -> None:
    step = own.steps.first()
    gets = ["/grannstod/", "/grannstod/pass/", "/grannstod/pass/nytt/", "/grannstod/iakttagelse/1/foto/", *pages(own)]
    posts = [f"/grannstod/pass/{own.shift_id}/starta/", f"/grannstod/korpass/{own.pk}/steg/{step.pk}/"]
    for response in [*map(client.get, gets), *map(client.post, posts)]:
        assert response.status_code == 302
        assert response["Location"].startswith("/konto/")


def test_ones_own_patrol_is_shown_and_another_volunteers_is_404(client: Any, own: Patrol, volunteer: User) -> None:
    stranger = make_volunteer().user
    client.force_login(volunteer)
    assert all(client.get(address).status_code == 200 for address in pages(own))
    client.force_login(stranger)
    assert all(client.get(address).status_code == 404 for address in pages(own))
    step = own.steps.first()
    assert client.post(f"/grannstod/korpass/{own.pk}/steg/{step.pk}/", {"klar": "1"}).status_code == 404
    assert client.post(f"/grannstod/korpass/{own.pk}/avsluta/").status_code == 404
    assert client.post(f"/grannstod/pass/{own.shift_id}/starta/").status_code == 404


def test_the_leader_reads_every_patrol_and_writes_in_none(client: Any, own: Patrol, leader: User) -> None:
    client.force_login(leader)
    page = client.get(pages(own)[0])
    assert page.status_code == 200
    assert "iakttagelse/" not in page.content.decode()
    assert client.get(pages(own)[1]).status_code == 404
    assert client.post(pages(own)[2]).status_code == 404


def test_people_outside_grannstod_get_404(client: Any, own: Patrol, agent: User) -> None:
    client.force_login(agent)
    for address in ["/grannstod/", "/grannstod/pass/", "/grannstod/pass/nytt/", *pages(own)]:
        assert client.get(address).status_code == 404


def test_wrong_methods(client: Any, own: Patrol, volunteer: User) -> None:
    client.force_login(volunteer)
    step = own.steps.first()
    for address in ("/grannstod/", "/grannstod/pass/", "/grannstod/iakttagelse/1/foto/", pages(own)[0]):
        assert client.post(address).status_code == 405
    for address in (f"/grannstod/pass/{own.shift_id}/starta/", f"/grannstod/korpass/{own.pk}/steg/{step.pk}/"):
        assert client.get(address).status_code == 405
    assert client.delete(pages(own)[1]).status_code == 405


def test_from_the_first_page_through_a_whole_patrol(client: Any, volunteer: User) -> None:
    category = make_category()
    shift = make_shift(driver=make_volunteer(volunteer))
    client.force_login(volunteer)
    assert "starta/" in client.get("/grannstod/").content.decode()
    started = client.post(f"/grannstod/pass/{shift.pk}/starta/", follow=True)
    patrol = Patrol.objects.get()
    assert started.redirect_chain[-1][0] == f"/grannstod/korpass/{patrol.pk}/"
    assert client.get("/grannstod/")["Location"] == f"/grannstod/korpass/{patrol.pk}/"
    sent = {"form_token": form_tokens.new(), "category": category.code, "text": "Trasig lampa", "place": "Torget"}
    for _ in range(2):
        client.post(pages(patrol)[1], sent | {"outcome": "fault_report"})
    observation = Observation.objects.get()
    assert observation.report is not None
    page = client.get(pages(patrol)[0]).content.decode()
    assert "Trasig lampa" in page
    assert observation.report.number in page
    client.post(pages(patrol)[2], {"km": "17"})
    patrol.refresh_from_db()
    assert (patrol.status, patrol.km) == ("ended", 17)
    assert client.get(pages(patrol)[1]).status_code == 302


@pytest.mark.parametrize("field", ["category", "text", "place", "outcome"])
def test_what_is_missing_is_said_and_the_rest_kept(client: Any, own: Patrol, volunteer: User, field: str) -> None:
    client.force_login(volunteer)
    token = form_tokens.new()
    sent = {
        "form_token": token,
        "category": make_category().code,
        "text": "Ord",
        "place": "Torget",
        "outcome": "log_only",
        "latitude": "59.201234",
        "longitude": "17.831234",
    }
    photo = SimpleUploadedFile("x.jpg", b"inte en bild", "image/jpeg")
    answer = client.post(pages(own)[1], {key: value for key, value in sent.items() if key != field} | {"photo": photo})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="59.201234"' in page and 'value="17.831234"' in page
    assert "Din position är kvar" in page and "Välj fotot igen" in page
    assert f'href="#id_{field}"' in page
    assert token in page
    assert not Observation.objects.exists()


def test_refusals_of_the_service_stand_at_their_field(client: Any, own: Patrol, volunteer: User) -> None:
    client.force_login(volunteer)
    sent = {"form_token": form_tokens.new(), "category": make_category().code, "place": "T", "outcome": "log_only"}
    answer = client.post(pages(own)[1], sent | {"text": "Ring 070-123 45 67"})
    assert 'href="#id_text"' in answer.content.decode()
    answer = client.post(pages(own)[1], sent | {"text": "Lampa", "place": "Hos Anna Svensson"})
    assert 'href="#id_place"' in answer.content.decode() and 'name="is_nobody"' in answer.content.decode()
    kept = sent | {"form_token": form_tokens.new(), "text": "Lampa", "place": "Hos Anna Svensson", "is_nobody": "on"}
    assert client.post(pages(own)[1], kept).status_code == 302
    photo = SimpleUploadedFile("x.jpg", b"inte en bild", "image/jpeg")
    answer = client.post(pages(own)[1], sent | {"text": "Lampa", "photo": photo})
    assert 'href="#id_photo"' in answer.content.decode()
    assert client.post(pages(own)[2], {"km": "många"}).status_code == 422


@pytest.mark.parametrize("text", ["'; DROP TABLE x;--", "<script>x</script>", "𝒳" * 900, "\u202eomvänt", "\x00"])
def test_naughty_words_do_no_harm(client: Any, own: Patrol, volunteer: User, text: str) -> None:
    client.force_login(volunteer)
    sent = {"form_token": form_tokens.new(), "category": make_category().code, "place": text[:200], "outcome": "police"}
    assert client.post(pages(own)[1], sent | {"text": text}).status_code in (302, 422)
    assert "<script>x" not in client.get(pages(own)[0]).content.decode()


def test_a_photo_is_served_to_those_who_may_see_it(client: Any, own: Patrol, volunteer: User, leader: User) -> None:
    from tests.grannstod.test_patrols import BytesIO, Image

    out = BytesIO()
    Image.new("RGB", (9, 9)).save(out, "PNG")
    observation = make_observation(own, photo=SimpleUploadedFile("a.png", out.getvalue()))
    address = f"/grannstod/iakttagelse/{observation.pk}/foto/"
    for user, status in ((volunteer, 200), (leader, 200), (make_volunteer().user, 404)):
        client.force_login(user)
        answer = client.get(address)
        assert answer.status_code == status
        assert status == 404 or answer["Cache-Control"] == "private, no-store"


def test_planning_is_for_the_leader(client: Any, leader: User, volunteer: User) -> None:
    driver, companion, car = make_volunteer(), make_volunteer(is_driver=False), make_car()
    day = clock.today() + timedelta(days=3)
    sent = {"day": str(day), "begins": "10:00", "ends": "13:00", "car": car.pk, "route": ""}
    sent |= {"driver": driver.pk, "companion": companion.pk}
    client.force_login(volunteer)
    assert client.post("/grannstod/pass/nytt/", sent).status_code == 404
    assert client.get("/grannstod/pass/").status_code == 404
    client.force_login(leader)
    assert client.get("/grannstod/pass/nytt/").status_code == 200
    assert client.post("/grannstod/pass/nytt/", sent).status_code == 302
    assert clock.local(Shift.objects.get().starts_at).hour == 10
    assert client.post("/grannstod/pass/nytt/", sent).status_code == 422
    assert str(car) in client.get("/grannstod/pass/").content.decode()


def test_the_same_number_of_queries_for_1_and_50(client: Any, leader: User, volunteer: User) -> None:
    def count(user: User, address: str) -> int:
        client.force_login(user)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    own = make_patrol(volunteer)
    crew = [seat.volunteer for seat in own.shift.crew.all()]
    category = make_category()
    make_observation(own, category=category)
    addresses = [(leader, "/grannstod/pass/"), (volunteer, pages(own)[0])]
    start = clock.start_of_day(clock.today() + timedelta(days=2))
    car = make_car()
    make_shift(start, driver=crew[0], companion=crew[1], car=car, ends_at=start + timedelta(minutes=20))
    before = [count(user, address) for user, address in addresses]
    for number in range(1, 40):
        begins = start + timedelta(minutes=30 * number)
        make_shift(begins, driver=crew[0], companion=crew[1], car=car, ends_at=begins + timedelta(minutes=20))
        make_observation(own, category=category)
    assert [count(user, address) for user, address in addresses] == before
    services.end_patrol(patrol_id=own.pk, km=1, actor=volunteer)
    assert len(client.get("/grannstod/").context["later"]) <= 6


def test_a_patrol_is_broken_off_from_the_page_that_ends_it(
    client: Any, own: Patrol, volunteer: User, other_agent: User
) -> None:
    make_observation(own)
    address = f"/grannstod/korpass/{own.pk}/avbryt/"
    client.force_login(other_agent)
    assert client.post(address).status_code == 404
    client.force_login(volunteer)
    assert address in client.get(f"/grannstod/korpass/{own.pk}/avsluta/").content.decode()
    assert client.get(address).status_code == 405
    client.post(address)
    own.refresh_from_db()
    assert (own.status, own.observations.count()) == ("broken_off", 1)
    assert own.events.order_by("pk").last().reason == "broken_off"
    assert client.post(address, follow=True).status_code == 200
    own.refresh_from_db()
    assert own.status == "broken_off"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (("59.2", "17.83"), (59.2, 17.83)),
        (("", ""), (None, None)),
        (("nan", "x"), (None, None)),
        (("91", "17"), (None, None)),
    ],
)
def test_a_position_is_kept_and_nonsense_is_none(
    client: Any, own: Patrol, volunteer: User, sent: tuple[str, str], kept: tuple[float | None, float | None]
) -> None:
    client.force_login(volunteer)
    data = {
        "form_token": form_tokens.new(),
        "category": make_category().code,
        "text": "Lampan är släckt.",
        "place": "Torget",
    }
    data |= {"outcome": "log_only", "latitude": sent[0], "longitude": sent[1]}
    assert client.post(f"/grannstod/korpass/{own.pk}/iakttagelse/", data).status_code == 302
    seen = Observation.objects.get(patrol=own)
    assert (seen.latitude, seen.longitude) == kept
