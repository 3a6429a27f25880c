"""Everyday tasks of a coordinator, done in the admin alone, in a real browser: places."""

from __future__ import annotations

from typing import Any

import pytest

from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import OrganisationContact
from tests.factories.neighbourhoods import make_agent, make_area, make_district, make_organisation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(page: Any, signed_in: Any, coordinator: Any) -> Any:
    """The admin, with a coordinator signed in."""
    return signed_in(page, coordinator)


def submit(page: Any) -> None:
    page.locator("input[name=_save]").first.click()
    page.wait_for_load_state()


def test_find_an_area_change_its_households_and_see_who_did_it(desk: Any, coordinator: Any) -> None:
    area = make_area("Åkervången", district=make_district("Tumba"))
    make_area("Något annat")
    desk.goto("/admin/neighbourhoods/area/")
    desk.locator("#searchbar").fill("åkerv")
    desk.locator("#searchbar").press("Enter")
    desk.wait_for_load_state()
    assert desk.locator("#result_list tbody tr").count() == 1
    desk.get_by_role("link", name="Åkervången").click()
    desk.locator("#id_households").fill("57")
    submit(desk)
    area.refresh_from_db()
    assert area.households == 57
    assert area.history.first().history_user == coordinator


def test_appoint_an_agent_and_end_the_appointment(desk: Any, agent: Any) -> None:
    area = make_area("Åkervången")
    desk.goto("/admin/neighbourhoods/contactagent/add/")
    desk.locator(".select2-selection").first.click()
    desk.locator(".select2-search__field").fill("Åker")
    desk.locator(".select2-results__option", has_text="Åkervången").click()
    desk.locator("#id_email").fill(agent.email)
    desk.locator("#id_starts_on").fill("2026-01-01")
    submit(desk)
    appointment = area.agents.get()
    assert appointment.user == agent and appointment.is_current()
    desk.goto("/admin/neighbourhoods/contactagent/")
    desk.locator("input.action-select").first.check()
    desk.locator("select[name=action]").first.select_option("end_today")
    desk.locator("button[name=index]").first.click()
    desk.wait_for_load_state()
    appointment.refresh_from_db()
    assert not appointment.is_current()


def test_mark_an_area_as_dormant_and_export_the_list(desk: Any) -> None:
    area = make_agent().area
    desk.goto("/admin/neighbourhoods/area/")
    for action in ("mark_dormant", "export_xlsx"):
        desk.locator("input.action-select").first.check()
        desk.locator("select[name=action]").first.select_option(action)
        if action == "export_xlsx":
            with desk.expect_download() as download:
                desk.locator("button[name=index]").first.click()
            assert download.value.suggested_filename == "omraden.xlsx"
        else:
            desk.locator("button[name=index]").first.click()
            desk.wait_for_load_state()
    area.refresh_from_db()
    assert area.status == AreaStatus.DORMANT


def test_add_a_contact_to_an_organisation(desk: Any) -> None:
    organisation = make_organisation("Provhem")
    desk.goto(f"/admin/neighbourhoods/organisation/{organisation.pk}/change/")
    desk.locator("#id_contacts-0-role").fill("Jour")
    desk.locator("#id_contacts-0-phone").fill("08-000 00 00")
    submit(desk)
    assert OrganisationContact.objects.get().organisation == organisation


def test_the_places_own_pages_are_accessible(desk: Any, assert_accessible: Any) -> None:
    area = make_agent().area
    for address in ("", f"{area.slug}/", f"{area.slug}/ombud/"):
        desk.goto(f"/samordning/omraden/{address}")
        assert_accessible(desk)
