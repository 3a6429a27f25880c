"""Signs, start-ups and interests in the admin: lists, pages, and actions through services."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse

from common import clock
from neighbourhoods.models import Area, SignOrder, StartupCase
from neighbourhoods.services import order_signs
from tests.factories.incidents import make_report
from tests.factories.neighbourhoods import make_agent, make_area, make_interested, make_sign, make_startup, square

pytestmark = pytest.mark.django_db


def act(client: Any, model: str, action: str, *rows: Any) -> str:
    """Carry an action out on rows; return the page that follows."""
    fields = {"action": action, "_selected_action": [row.pk for row in rows]}
    answer = client.post(reverse(f"admin:neighbourhoods_{model}_changelist"), fields, follow=True)
    return str(answer.content.decode())


def test_every_list_and_page(client: Any, coordinator: Any) -> None:
    area = make_area()
    rows = [make_sign(area), make_startup(), make_interested(area=area), order_signs(area=area, by=coordinator)]
    client.force_login(coordinator)
    for row in rows:
        name = row._meta.model_name
        assert client.get(reverse(f"admin:neighbourhoods_{name}_changelist") + "?q=x").status_code == 200
        assert client.get(reverse(f"admin:neighbourhoods_{name}_change", args=[row.pk])).status_code == 200


def test_orders_move_by_the_services_alone(client: Any, coordinator: Any) -> None:
    ready = order_signs(area=make_agent(make_area(started_on=clock.today()), trained_on=clock.today()).area, by=None)
    early = order_signs(area=make_area(started_on=None), by=None)
    client.force_login(coordinator)
    page = act(client, "signorder", "release", ready, early)
    assert "Skyltarna kommer sist" in page
    assert dict(SignOrder.objects.values_list("pk", "status")) == {ready.pk: "released", early.pk: "asked"}
    act(client, "signorder", "deliver", ready)
    act(client, "signorder", "cancel", early)
    assert dict(SignOrder.objects.values_list("pk", "status")) == {ready.pk: "delivered", early.pk: "cancelled"}


def test_start_ups_are_given_up_and_not_finished_early(client: Any, coordinator: Any) -> None:
    case = make_startup()
    client.force_login(coordinator)
    assert "Markera området som aktivt först" in act(client, "startupcase", "finish", case)
    act(client, "startupcase", "give_up", case)
    assert StartupCase.objects.get().status == "abandoned"


@pytest.mark.parametrize("lon", [17.8305, 17.84])
def test_a_border_in_the_admin_is_checked_as_on_the_map(client: Any, coordinator: Any, lon: float) -> None:
    make_area("Solbacken", boundary=square(17.831))
    area = make_area("Ekbacken", boundary=square(17.82))
    make_report(area=area, latitude=59.201, longitude=17.821)
    client.force_login(coordinator)
    address = reverse("admin:neighbourhoods_area_change", args=[area.pk])
    page = client.get(address)
    fields = {
        name: value if value is not None else "" for name, value in page.context["adminform"].form.initial.items()
    }
    for held in page.context["inline_admin_formsets"]:
        prefix = held.formset.prefix
        fields |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    answer = client.post(address, fields | {"boundary": json.dumps(square(lon))})
    words = "överlappar Solbacken" if lon < 17.84 else "på områdets egen sida"
    assert answer.status_code == 200 and words in answer.content.decode()
    assert Area.objects.get(pk=area.pk).boundary == square(17.82)
