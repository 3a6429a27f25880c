"""Signs, start-ups and interests in the admin: lists, pages, and actions through services."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from accounts.models import AuditEntry
from common import clock
from neighbourhoods.models import Area, District, HouseholdCount, Sign, SignOrder, StartupCase
from neighbourhoods.services import order_signs
from tests.factories.incidents import make_report
from tests.factories.neighbourhoods import (
    make_agent,
    make_area,
    make_interested,
    make_municipality,
    make_organisation,
    make_sign,
    make_startup,
    square,
)
from tests.factories.portal import make_group, make_head, make_meeting

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


def test_signs_change_by_the_services_alone(client: Any, coordinator: Any) -> None:
    make_municipality()
    sign, gone = make_sign(condition="damaged"), make_sign()
    client.force_login(coordinator)
    page = act(client, "sign", "order_new", sign, sign)
    assert SignOrder.objects.get().replaces == sign and "redan" not in page
    assert "redan" in act(client, "sign", "order_new", sign)
    act(client, "sign", "are_good", sign)
    act(client, "sign", "take_down", gone)
    sign.refresh_from_db()
    gone.refresh_from_db()
    assert (sign.condition, sign.checks.get().actor, gone.removed_on) == ("good", coordinator, clock.today())
    change = reverse("admin:neighbourhoods_sign_change", args=[sign.pk])
    inline = {"checks-TOTAL_FORMS": 0, "checks-INITIAL_FORMS": 0}
    sent = {"place": "Infarten", "latitude": "59.2001", "longitude": "17.8301", "condition": "missing"} | inline
    for wrong, field in (({"place": " "}, "place"), ({"longitude": "18.5"}, "latitude")):
        assert field in client.post(change, sent | wrong).context["adminform"].form.errors
    assert client.post(change, sent).status_code == 302
    sign.refresh_from_db()
    assert (sign.place, sign.latitude, sign.condition) == ("Infarten", 59.2001, "good")
    assert sign.history.first().history_user == coordinator
    add = reverse("admin:neighbourhoods_sign_add")
    closed = make_area(status="closed")
    assert client.post(add, sent | {"area": closed.pk}).status_code == 200
    assert client.post(add, sent | {"area": sign.area.pk, "put_up_on": ""}).status_code == 302
    assert Sign.objects.latest("pk").condition == "good" and Sign.objects.count() == 3
    assert client.post(reverse("admin:neighbourhoods_sign_change", args=[gone.pk]), sent).status_code == 200
    assert client.post(reverse("admin:neighbourhoods_sign_delete", args=[sign.pk]), {"post": "yes"}).status_code == 403


def test_people_who_would_like_to_take_part_are_read_and_moved_only(client: Any, coordinator: Any) -> None:
    person = make_interested(name="Robin")
    client.force_login(coordinator)
    act(client, "interestedperson", "contacted", person)
    client.post(
        reverse("admin:neighbourhoods_interestedperson_change", args=[person.pk]),
        {"name": "Någon annan", "events-TOTAL_FORMS": 0, "events-INITIAL_FORMS": 0},
    )
    person.refresh_from_db()
    assert (person.name, person.status, person.events.latest("at").actor) == ("Robin", "contacted", coordinator)


def test_groups_are_found_filtered_and_taken_out_and_their_head_is_no_field(client: Any, coordinator: Any) -> None:
    headed, vacant = make_group(make_area("Granen"), name="=Torget"), make_group(make_area("Tallen"), name="Berget")
    head = make_head(headed)
    client.force_login(coordinator)
    address = reverse("admin:neighbourhoods_areagroup_changelist")
    asked = ({"q": "granen"}, {"huvudombud": "ja"}, {"q": "berget"}, {"huvudombud": "nej"})
    found = [list(client.get(address, query).context["cl"].result_list) for query in asked]
    assert found == [[headed], [headed], [vacant], [vacant]]
    fields = {"action": "export_csv", "_selected_action": [headed.pk]}
    taken = b"".join(client.post(address, fields)).decode()
    assert f"'=Torget;Granen;{head.user}" in taken
    change = reverse("admin:neighbourhoods_areagroup_change", args=[headed.pk])
    rows = {f"{prefix}-{name}": 0 for prefix in ("places", "heads") for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    rows |= {"heads-TOTAL_FORMS": 1, "heads-0-user": coordinator.pk, "heads-0-period_0": "2040-01-01"}
    assert client.post(change, {"name": "Torget"} | rows).status_code == 302
    headed.refresh_from_db()
    assert headed.name == "Torget" and headed.heads.get() == head
    assert headed.history.first().history_user == coordinator
    history = reverse("admin:neighbourhoods_areagroup_history", args=[headed.pk])
    assert client.get(history).status_code == 200


@pytest.mark.parametrize("name", ["yearlymeeting", "householdcount", "district", "organisation"])
def test_every_list_is_taken_out(client: Any, coordinator: Any, name: str) -> None:
    area = make_area("=Eken", owner=make_organisation("=Hem"))
    District.objects.filter(pk=area.district.pk).update(name="=Eken")
    make_meeting(area)
    HouseholdCount.objects.create(area=area, households=40, joined=30)
    client.force_login(coordinator)
    row = apps.get_model("neighbourhoods", name).objects.first()
    fields = {"action": "export_csv", "_selected_action": [row.pk]}
    taken = b"".join(client.post(reverse(f"admin:neighbourhoods_{name}_changelist"), fields)).decode()
    assert taken.splitlines()[1].startswith(("'=Eken", "'=Hem"))
    assert AuditEntry.objects.filter(action=f"{name}.exported", actor=coordinator).exists()


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
