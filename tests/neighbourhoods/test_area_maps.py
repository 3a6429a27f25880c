"""The maps in a real browser, without tiles: a border drawn by pressing, and areas chosen to write to."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.factories.neighbourhoods import make_agent, make_area, make_municipality

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_border_is_drawn_and_the_area_chosen_to_write_to(
    page: Any, signed_in: Any, coordinator: Any, settings: Any
) -> None:
    settings.MAP_TILES = ""
    make_municipality()
    area = make_area("Sagogränd")
    make_agent(area)
    signed_in(page, coordinator).goto(reverse("neighbourhoods:border", args=[area.slug]))
    ground = page.locator("#border-map .ground")
    ground.scroll_into_view_if_needed()
    box = ground.bounding_box()
    middle = box["width"] / 2, box["height"] / 2
    for right, down in ((-80, -60), (80, -60), (0, 90)):
        ground.click(position={"x": middle[0] + right, "y": middle[1] + down})
    assert len(page.locator("#id_border").input_value().splitlines()) == 3
    page.get_by_role("button", name="Spara gränsen").click()
    page.wait_for_url("**" + reverse("neighbourhoods:area", args=[area.slug]))
    area.refresh_from_db()
    assert area.boundary is not None and len(area.boundary["coordinates"][0][0]) == 4

    page.goto(reverse("neighbourhoods:map"))
    page.locator("#areas-map path").wait_for()
    page.locator("#choosing").check()
    # The border was drawn round the middle, and the map opens there.
    page.locator("#areas-map .ground").click()
    assert page.locator("#areas-chosen output").inner_text() == "1"
    page.get_by_role("button", name="Skriv till de valda områdena").click()
    page.wait_for_url(f"**{reverse('neighbourhoods:message_write')}?omraden={area.pk}")
    assert page.locator("#id_areas option:checked, [name=areas]:checked").count() == 1
