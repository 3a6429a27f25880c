"""Signs: looked at by agents, ordered, and released last of all."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.urls import reverse

from accounts.models import AuditEntry
from common import clock
from common.moves import MoveRefusedError
from neighbourhoods import figures, services, transitions
from neighbourhoods.lifecycle import SIGN_ORDER_MOVES, AreaStatus, SignOrderStatus
from neighbourhoods.models import AreaActivity, Sign, SignOrder, SignOrderEvent
from tests.factories.neighbourhoods import (
    make_address,
    make_agent,
    make_area,
    make_municipality,
    make_sign,
    make_startup,
)

pytestmark = pytest.mark.django_db


def code_of(error: pytest.ExceptionInfo[ValidationError]) -> Any:
    """Return the code of the first sentence."""
    return error.value.error_list[0].code


@pytest.mark.parametrize(("here", "there"), list(product(SignOrderStatus, SignOrderStatus)))
def test_every_pair_of_states(here: SignOrderStatus, there: SignOrderStatus) -> None:
    order = SignOrder.objects.create(area=make_area(), status=here)
    if there in SIGN_ORDER_MOVES[here]:
        transitions.move_sign_order(order, there, by=None)
        assert SignOrder.objects.get().status == there
    else:
        with pytest.raises(MoveRefusedError):
            transitions.move_sign_order(order, there, by=None)
        assert not SignOrderEvent.objects.exists()


def test_a_look_at_a_sign_is_kept_with_its_photo() -> None:
    sign = make_sign()
    services.record_sign_check(sign=sign, condition="good", by=None, photo=b"one")
    first = Sign.objects.get().photo
    services.record_sign_check(sign=sign, condition="worn", by=None, photo=b"two")
    held = Sign.objects.get()
    assert (held.condition, held.checked_on, held.checks.count()) == ("worn", clock.today(), 2)
    with default_storage.open(held.photo) as kept:
        assert kept.read() == b"two"
    assert first != held.photo
    assert AreaActivity.objects.get().kind == "sign_check"


def test_an_older_look_never_overwrites_a_newer() -> None:
    sign = make_sign(checked_on=clock.today(), condition="damaged")
    services.record_sign_check(sign=sign, condition="good", by=None, checked_on=clock.today() - timedelta(days=9))
    held = Sign.objects.get()
    assert (held.condition, held.checked_on) == ("damaged", clock.today())


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"condition": "bent"}, "condition"),
        ({"condition": "good", "checked_on": clock.today() + timedelta(days=1)}, "ahead"),
    ],
)
def test_a_look_that_can_not_be(fields: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as error:
        services.record_sign_check(sign=make_sign(), by=None, **fields)
    assert code_of(error) == code
    assert not AreaActivity.objects.exists()


def test_a_replacement_is_asked_for_once() -> None:
    sign = make_sign()
    for _time in range(2):
        services.record_sign_check(sign=sign, condition="damaged", by=None, wants_replacement=True)
    assert [order.replaces for order in SignOrder.objects.all()] == [sign]
    with pytest.raises(ValidationError) as error:
        services.order_signs(area=sign.area, by=None, replaces=sign)
    assert code_of(error) == "already_ordered"


def test_signs_come_last(coordinator: Any) -> None:
    area = make_area(status=AreaStatus.FORMING, started_on=None)
    case = make_startup(area)
    order = services.order_signs(area=area, by=coordinator, quantity=2)
    steps: tuple[Any, ...] = (
        lambda: services.record_steps(case=case, by=coordinator, meeting_held_on=clock.today()),
        lambda: services.record_steps(case=case, by=coordinator, course_held_on=clock.today()),
        lambda: make_agent(area),
    )
    for left, step in zip((3, 2, 1), steps, strict=True):
        assert len(figures.missing_for_signs(area)) == left
        with pytest.raises(ValidationError) as error:
            services.release_sign_order(order=order, by=coordinator)
        assert code_of(error) == "too_early"
        step()
    services.release_sign_order(order=order, by=coordinator)
    assert SignOrder.objects.get().status == SignOrderStatus.RELEASED
    with pytest.raises(ValidationError) as error:
        services.deliver_sign_order(order=order, by=coordinator)
    assert code_of(error) == "area_not_active"
    services.move_area(area=area, to=AreaStatus.ACTIVE, by=coordinator)
    services.deliver_sign_order(order=order, by=coordinator)
    assert SignOrder.objects.get().status == SignOrderStatus.DELIVERED


def test_an_override_needs_a_reason_and_is_audited(coordinator: Any) -> None:
    order = services.order_signs(area=make_area(started_on=None), by=coordinator)
    with pytest.raises(ValidationError):
        services.release_sign_order(order=order, by=coordinator, override_reason="   ")
    assert SignOrder.objects.get().status == SignOrderStatus.ASKED
    services.release_sign_order(order=order, by=coordinator, override_reason="Inbrottsvåg i kvarteret")
    held = SignOrder.objects.get()
    assert (held.status, held.override_reason) == (SignOrderStatus.RELEASED, "Inbrottsvåg i kvarteret")
    assert SignOrderEvent.objects.filter(order=held, reason="overridden").exists()
    entry = AuditEntry.objects.get(action="sign_order.released_before_time")
    assert (entry.actor, entry.object_id) == (coordinator, str(held.pk))


def test_a_delivered_replacement_is_a_good_sign(coordinator: Any) -> None:
    sign = make_sign(condition="missing")
    order = services.order_signs(area=sign.area, by=coordinator, replaces=sign)
    services.release_sign_order(order=order, by=coordinator, override_reason="Skylten är stulen")
    services.deliver_sign_order(order=order, by=coordinator)
    held = Sign.objects.get()
    assert (held.condition, held.put_up_on, held.checked_on) == ("good", clock.today(), clock.today())


def test_new_signs_that_are_delivered_wait_for_their_place(client: Any, agent: Any, coordinator: Any) -> None:
    area = make_agent(user=agent).area
    order = services.order_signs(area=area, by=coordinator, quantity=2)
    services.release_sign_order(order=order, by=coordinator, override_reason="Skyltarna fanns redan")
    services.deliver_sign_order(order=order, by=coordinator)
    with pytest.raises(MoveRefusedError):
        services.deliver_sign_order(order=order, by=coordinator)
    new = list(figures.signs_of(area))
    assert [(sign.place, sign.put_up_on, sign.history.get().history_user) for sign in new] == [
        ("", clock.today(), coordinator)
    ] * 2
    assert list(Sign.objects.to_check()) == new == list(Sign.objects.unplaced())
    client.force_login(agent)
    address = reverse("neighbourhoods:portal_signs", args=[area.slug])
    assert client.get(address).content.decode().count("platsen är inte ifylld") > 2
    asked = {"vad": "plats", "sign": new[0].pk, "place": " Infarten  vid torget ", "position": "59.2012, 17.8301"}
    assert client.post(address, asked).status_code == 302
    held = Sign.objects.get(pk=new[0].pk)
    assert (held.place, held.latitude, held.history.first().history_user) == ("Infarten vid torget", 59.2012, agent)
    client.force_login(coordinator)
    (left,) = client.get(reverse("neighbourhoods:signs"), {"plats": "on"}).context["page"].object_list
    assert left == new[1]


@pytest.mark.parametrize("vad", ["ny", "plats"])
def test_a_sign_outside_the_municipality_is_refused_with_its_place(client: Any, coordinator: Any, vad: str) -> None:
    make_municipality()
    make_address("Utvägen", "7", longitude=18.05, latitude=59.2)
    sign = make_sign()
    client.force_login(coordinator)
    address = reverse("neighbourhoods:area_signs", args=[sign.area.slug])
    asked = {"vad": vad, "sign": sign.pk, "place": "Långt bort", "position": "59.2001, 18.0501"}
    answer = client.post(address, asked)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Utvägen 7 (59.2001, 18.0501)" in page and 'class="sketch"' in page
    assert 'class="sketch"' not in client.post(address, asked | {"position": "17.8301, 59.2001"}).content.decode()
    assert Sign.objects.get().place == sign.place and Sign.objects.get().latitude is None
    assert client.post(address, asked | {"position": "59.2001, 17.8301"}).status_code == 302


def test_who_sees_the_signs(agent: Any, other_agent: Any, coordinator: Any, volunteer: Any) -> None:
    area = make_agent(user=agent).area
    make_agent(user=other_agent)
    sign = make_sign(area)
    make_sign()
    assert list(Sign.objects.visible_to(agent)) == [sign]
    assert sign not in Sign.objects.visible_to(other_agent)
    assert Sign.objects.visible_to(coordinator).count() == 2
    assert not Sign.objects.visible_to(volunteer).exists()


def test_an_areas_signs_in_numbers() -> None:
    area = make_area()
    make_sign(area, checked_on=clock.today())
    make_sign(area, checked_on=clock.today() - timedelta(days=800))
    make_sign(area, condition="damaged")
    make_sign(area, removed_on=clock.today())
    services.order_signs(area=area, by=None)
    assert figures.sign_figures(area) == figures.SignFigures(3, 2, 1, 1, clock.today())
