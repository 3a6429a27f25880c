"""Everyday tasks of a coordinator, done in the admin alone, in a real browser: people, letters, dates, patrols,
reports and the ledger.

Each begins at the admin's front page and finds its way by links. A page that breaks the content security policy
fails its test (see `tests/fixtures/browser.py`); the assertion here says so of the task as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from accounts import roles
from accounts.models import AuditEntry, Invitation, PartnerAccess
from common import clock
from grannstod.lifecycle import VolunteerStatus
from grannstod.models import Car, Volunteer
from holiday_calendar.models import SchoolBreak
from incidents.lifecycle import ReportStatus
from newsletters.lifecycle import IssueStatus
from newsletters.models import Issue
from post.models import Delivery
from post.services import post_message
from tests.factories.calendar import make_year
from tests.factories.incidents import make_report
from tests.factories.newsletters import make_issue, make_series

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(page: Any, signed_in: Any, coordinator: Any, csp_violations: list[str]) -> Iterator[Any]:
    """The admin's front page, with a coordinator signed in; every script on the way ran as it should."""
    faults: list[str] = []
    page.context.on("weberror", lambda fault: faults.append(str(fault.error)))
    signed_in(page, coordinator).goto("/admin/")
    yield page
    assert faults == []
    assert csp_violations == []


def open_list(page: Any, model: str) -> None:
    """Go from the front page to a list: `accounts/invitation`."""
    page.locator(f'#content-main th a[href="/admin/{model}/"]').click()
    page.wait_for_url(f"**/admin/{model}/")


def add(page: Any, model: str, **fields: str) -> None:
    """Go from the front page to a new row, fill in its text fields; the rest and saving are the test's."""
    open_list(page, model)
    page.locator(".object-tools a.addlink").click()
    page.wait_for_url(f"**/admin/{model}/add/**")
    for name, value in fields.items():
        page.locator(f"#id_{name}").fill(value)


def save(page: Any) -> None:
    page.locator("input[name=_save]").first.click()
    page.locator(".messagelist .success").wait_for()


def act(page: Any, action: str) -> None:
    """Do an action with the only row of the list."""
    assert page.locator("#result_list tbody tr").count() == 1
    page.locator("input.action-select").check()
    page.locator("select[name=action]").first.select_option(action)
    with page.expect_navigation():
        page.locator("button[name=index]").first.click()


def find(page: Any, words: str) -> None:
    page.locator("#searchbar").fill(words)
    with page.expect_navigation():
        page.locator("#searchbar").press("Enter")


def test_invite_a_colleague(desk: Any, coordinator: Any) -> None:
    add(desk, "accounts/invitation", email="ny@example.org", full_name="Prov Ny", place="Provhem")
    desk.locator("#id_role").select_option(roles.CONTACT_AGENT)
    save(desk)
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("ny@example.org", roles.CONTACT_AGENT)
    assert invitation.invited_by == coordinator
    assert [message.to for message in mail.outbox] == [["ny@example.org"]]


def test_let_a_partner_in_and_withdraw_it(desk: Any, coordinator: Any) -> None:
    issue = make_issue()
    add(desk, "accounts/partneraccess", email="p@example.org", organisation="Provbolaget")
    desk.locator("#id_purpose").select_option(f"newsletters:issue:{issue.pk}")
    desk.locator("#id_days").fill("7")
    save(desk)
    access = PartnerAccess.objects.get()
    assert access.is_open and access.opened_by == coordinator
    act(desk, "withdraw")
    access.refresh_from_db()
    assert not access.is_open and access.revoked_at
    noted = AuditEntry.objects.filter(object_type="accounts.partneraccess", object_id=str(access.pk), actor=coordinator)
    assert noted.count() == 2


def test_plan_next_years_newsletters(desk: Any) -> None:
    series = make_series("A", issues_per_year=9)
    open_list(desk, "newsletters/series")
    act(desk, "plan_next_year")
    year = clock.today().year + 1
    assert str(year) in desk.locator(".messagelist").inner_text()
    planned = Issue.objects.filter(series=series, year=year, status=IssueStatus.PLANNED)
    assert planned.count() == Issue.objects.count() == 9


def test_hide_a_school_break_from_the_public(desk: Any, coordinator: Any) -> None:
    make_year()
    open_list(desk, "calendar/schoolbreak")
    desk.locator("#result_list tbody th a").first.click()
    desk.locator("#id_visible").uncheck()
    save(desk)
    hidden = SchoolBreak.objects.get()
    assert not hidden.visible and hidden.history.first().history_user == coordinator


def test_add_a_car(desk: Any, coordinator: Any) -> None:
    add(desk, "grannstod/car", name="Provbilen", owner="Provhem")
    save(desk)
    car = Car.objects.get()
    assert (car.name, car.owner, car.is_active) == ("Provbilen", "Provhem", True)
    assert car.history.get().history_user == coordinator


def test_take_in_a_volunteer_and_begin_the_training(desk: Any, volunteer: Any, coordinator: Any) -> None:
    add(desk, "grannstod/volunteer")
    with desk.expect_popup() as opened:
        desk.locator("#lookup_id_user").click()
    find(opened.value, volunteer.email)
    opened.value.get_by_role("link", name=volunteer.full_name).click()
    assert desk.locator("#id_user").input_value() == str(volunteer.pk)
    save(desk)
    taken_in = Volunteer.objects.get()
    assert (taken_in.user, taken_in.status) == (volunteer, VolunteerStatus.APPLIED)
    act(desk, "to_training")
    taken_in.refresh_from_db()
    assert taken_in.status == VolunteerStatus.TRAINING
    assert taken_in.events.get().actor == coordinator


def test_find_a_report_take_it_on_and_close_it(desk: Any, coordinator: Any) -> None:
    report = make_report(text="Färg på muren vid skolan.")
    make_report(text="En trasig lampa.")
    open_list(desk, "incidents/report")
    for action, status in (("take", ReportStatus.IN_PROGRESS), ("mark_fixed", ReportStatus.DONE)):
        find(desk, "muren")
        act(desk, action)
        report.refresh_from_db()
        assert (report.status, report.assigned_to) == (status, coordinator)
    assert set(report.events.values_list("actor", flat=True)) == {coordinator.pk}


def test_look_up_a_message_by_its_recipient(desk: Any, coordinator: Any) -> None:
    for recipient in ("berit@example.com", "karin@example.com"):
        post_message(EmailMessage("Svar på din anmälan", "Hej", to=[recipient]))
    open_list(desk, "post/delivery")
    find(desk, "Berit@example.com")
    assert desk.locator("#result_list tbody tr").count() == 1
    assert "berit@example.com" not in desk.locator("#result_list").inner_text()
    desk.locator("#result_list tbody th a").click()
    desk.get_by_text("berit@example.com").first.wait_for()
    wanted = Delivery.objects.get(recipient="berit@example.com")
    notes = dict(AuditEntry.objects.filter(actor=coordinator).values_list("action", "object_id"))
    assert notes["post.recipient_read"] == str(wanted.pk)
    assert "post.recipient_searched" in notes
