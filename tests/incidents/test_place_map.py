"""The place of a report: pointed at on a map, kept when something else is wrong, and an agent's own area in one tap."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from incidents import reference
from incidents.models import Report
from neighbourhoods.models import Area
from tests.factories import neighbourhoods as places


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_place_is_pointed_at_and_kept(new_page: Any, csp_violations: list[str], assert_accessible: Any) -> None:
    reference.load()
    places.make_district("Tumba", boundary=places.square(17.83, 59.2, 0.02))
    here = {"latitude": 59.21, "longitude": 17.84}
    page = new_page(viewport={"width": 390, "height": 800}, permissions=["geolocation"], geolocation=here)
    page.goto("/rapportera/")
    page.locator("#id_position_words").evaluate("(words) => { words.value = 'Päronbacken'; }")
    page.get_by_role("button", name="Använd min plats").click()
    expect(page.get_by_text("Din plats används")).to_be_visible()
    assert page.locator("#id_latitude").input_value() == "59.210000"
    assert page.locator("#id_position_words").input_value() == "", "words about the place may be added"
    page.get_by_role("button", name="Peka på en karta").click()
    ground = page.get_by_role("region", name="Karta: tryck där det är")
    expect(ground.locator("path").first).to_be_visible(timeout=30_000)
    ground.click(position={"x": 150, "y": 150})
    expect(page.get_by_text("Platsen du pekade på används")).to_be_visible()
    pressed = page.locator("#id_latitude").input_value()
    page.get_by_role("button", name="Använd kartans mitt").click()
    middle = page.locator("#id_latitude").input_value()
    assert pressed and middle and pressed != middle
    assert_accessible(page)
    page.get_by_label("Klotter", exact=True).check()
    page.get_by_role("button", name="Skicka anmälan").click()
    expect(page.get_by_role("heading", name="Rätta")).to_be_visible()
    assert page.locator("#id_latitude").input_value() == middle
    page.get_by_label("Tidigare den här veckan").check()
    page.get_by_label("Berätta med egna ord").fill("Färg på muren.")
    page.get_by_role("button", name="Skicka anmälan").click()
    expect(page.get_by_role("heading", name="Tack.")).to_be_visible()
    assert f"{Report.objects.get().latitude:.6f}" == middle
    assert csp_violations == []


@pytest.mark.django_db
def test_an_agents_own_area_is_the_place_until_other_words_are_written(
    client: Any, agent: Any, area: Area, filled: dict[str, str]
) -> None:
    client.force_login(agent)
    page = client.get(f"/rapportera/?omrade={area.slug}")
    latitude, longitude, words = page.context["form"].kept_position
    assert words == area.name and f'value="{latitude}"' in page.content.decode()
    position = {"latitude": latitude, "longitude": longitude, "position_words": words}
    client.post("/rapportera/", filled | position | {"place": area.name})
    assert Report.objects.get().area == area
    other = filled | position | {"place": "Vid parken", "form_token": "0" * 32}
    client.post("/rapportera/", other)
    assert Report.objects.get(form_token="0" * 32).latitude is None


@pytest.mark.django_db
@pytest.mark.parametrize(("lat", "lon"), [("nan", "17.83"), ("17.83", "59.2"), ("1e400", "0"), ("x", ""), ("59.2", "")])
def test_a_wrong_position_is_told_and_not_kept(client: Any, filled: dict[str, str], lat: str, lon: str) -> None:
    places.make_municipality(boundary=places.square(17.7, 59.1, 0.3))
    page = client.post("/rapportera/", filled | {"latitude": lat, "longitude": lon})
    assert page.status_code == 422 and page.context["form"].kept_position == ("", "", "")
    assert not Report.objects.exists()


@pytest.mark.django_db
def test_the_ground_of_the_map(client: Any) -> None:
    assert "place-map" not in client.get("/rapportera/").content.decode()
    places.make_district("Tumba", boundary=places.square())
    assert "place-map" in client.get("/rapportera/").content.decode()
    answer = client.get("/rapportera/karta.json")
    assert [each["properties"]["name"] for each in answer.json()["features"]] == ["Tumba"]
    assert client.get("/rapportera/karta.json", headers={"If-None-Match": answer["ETag"]}).status_code == 304
