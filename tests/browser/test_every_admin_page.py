"""The admin's pages in Chromium at 1280 px: each model's list, form to add, form to change; history and deleting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import reverse

from accounts import roles, services
from accounts.models import User
from common import clock
from common.typed import ModelAdmin
from grannstod.models import BriefingNote, SupporterCourse, SupportRetention, Volunteer
from grannstod.services import draft_checklist
from holiday_calendar.models import MeetingRule
from incidents.models import PoliceEvent, PoliceFeed
from neighbourhoods.models import Area, CircleNote, HouseholdCount, OrganisationContact
from newsletters.models import KnownWord, Tip
from tests.browser.looking import WCAG, WITHOUT_COLOURS, all_faults, plain_faults
from tests.factories import neighbourhoods as places
from tests.factories.accounts import highest
from tests.whole import test_every_view as table

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MOST = 15  # models in one test
MODELS = sorted((model._meta.label for model in admin.site._registry), key=str.lower)
PORTIONS = [MODELS[start : start + MOST] for start in range(0, len(MODELS), MOST)]
# One of each make of the two pages that look alike for every model: with and without record history, protected rows.
HISTORY = {"neighbourhoods.Area", "neighbourhoods.District", "newsletters.Issue", "calendar.SchoolYear"}
DELETED = {"neighbourhoods.District", "neighbourhoods.Organisation", "newsletters.Tip", "grannstod.Car"}
# One of each make of list and form: with rows inside rows, dates to step through, search, only to be read.
COLOURS = HISTORY | DELETED | {"accounts.User", "accounts.AuditEntry", "incidents.Report", "post.Delivery"}
Things = dict[str, dict[str, Any]]
things = table.things


def furnish(by: User) -> None:
    """Make a row of each model that the table of addresses has no use for."""
    today, now = clock.today(), clock.now()
    area, volunteer = Area.objects.earliest("pk"), Volunteer.objects.earliest("pk")
    services.invite(by=by, email="ny@example.org", full_name="Ny", role=roles.CONTACT_AGENT)
    places.make_municipality()
    places.make_address("Exempelvägen")
    places.make_place_name("Exempelby")
    OrganisationContact.objects.create(organisation=places.make_organisation("Provhem"), role="Jour")
    HouseholdCount.objects.create(area=area, households=20, joined=15)
    CircleNote.objects.create(area=area, subject="Städdag", text="På lördag.", form_token="prov")
    SupporterCourse.objects.create(volunteer=volunteer, subject=SupporterCourse.Subject.values[0], taken_on=today)
    SupportRetention.objects.create(months=24, reference="Prov 1")
    BriefingNote.objects.create(source=BriefingNote.Source.values[0], text="Parkeringen", last_day=today)
    draft_checklist()
    MeetingRule.objects.create(kind="steering", title="Prov", before="autumn", weeks=3, begins=time(9), minutes=60)
    PoliceEvent.objects.create(police_id=1, kind="Inbrott", published_at=now, at=now - timedelta(hours=1))
    PoliceFeed.objects.create(url="https://example.org/")
    Tip.objects.create(title="Lås", text="Se över låset.")
    KnownWord.objects.create(word="trygghetsrond")


def looked_at(label: str, by: User) -> tuple[ModelAdmin[Any], HttpRequest, Any]:
    """Return a model's admin, a request of somebody, and a row that is there to be opened."""
    held = next(one for model, one in admin.site._registry.items() if model._meta.label == label)
    request = RequestFactory().get("/")
    request.user = by
    row = held.get_queryset(request).first()
    assert row is not None, label
    return held, request, row


def addresses(label: str, by: User) -> Iterator[str]:
    """Yield the pages of one model that axe looks at: of its two forms the one with most to fill in."""
    held, request, row = looked_at(label, by)
    stem = f"admin:{label.lower().replace('.', '_')}"
    yield reverse(f"{stem}_changelist")
    yield reverse(f"{stem}_add") if held.has_add_permission(request) else reverse(f"{stem}_change", args=[row.pk])
    if label in HISTORY:
        yield reverse(f"{stem}_history", args=[row.pk])
    if label in DELETED:
        yield reverse(f"{stem}_delete", args=[row.pk])


def to_change(label: str, by: User) -> Iterator[str]:
    """Yield the form that axe has not looked at, where a model has two."""
    held, request, row = looked_at(label, by)
    if held.has_add_permission(request):
        yield reverse(f"admin:{label.lower().replace('.', '_')}_change", args=[row.pk])


@pytest.mark.parametrize("labels", PORTIONS, ids=lambda labels: labels[0])
def test_every_model(
    csp_violations: list[str], new_page: Any, signed_in: Any, things: Things, labels: list[str]
) -> None:
    user = highest()
    furnish(user)
    page = signed_in(new_page(viewport={"width": 1280, "height": 900}), user)
    assert labels
    for label in labels:
        rules = WCAG if label in COLOURS else WITHOUT_COLOURS
        assert all_faults(page, addresses(label, user), csp_violations, rules) == []
        assert [line for address in to_change(label, user) for line in plain_faults(page, address)] == []


def test_the_first_page(csp_violations: list[str], new_page: Any, signed_in: Any, coordinator: User) -> None:
    page = signed_in(new_page(viewport={"width": 1280, "height": 900}), coordinator)
    assert set(MODELS) >= COLOURS
    assert all_faults(page, ["/admin/", "/admin/neighbourhoods/"], csp_violations) == []
