"""Who reads how somebody is reached stands in the audit trail: in the admin by the registry, at the desk by page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, User
from accounts.services import NotesReads
from common import personal_data
from holiday_calendar.models import Invitee
from tests.factories.break_rooms import make_meeting
from tests.factories.grannstod import make_volunteer
from tests.factories.neighbourhoods import make_agent, make_bounced, make_interested
from tests.factories.trainings import make_sign_up

pytestmark = pytest.mark.django_db


def noted() -> list[tuple[str, str, str]]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", "object_type", "object_id"))


def test_every_admin_page_with_personal_data_notes_who_reads_it() -> None:
    personal = {field.model for field in personal_data.registered()}
    shown = {held: {held.model, *(inline.model for inline in held.inlines)} for held in admin.site._registry.values()}
    of_people = [held for held, models in shown.items() if personal & {model._meta.label for model in models}]
    assert len(of_people) >= 25
    silent = [str(held) for held in of_people if type(held).changeform_view is not NotesReads.changeform_view]
    assert silent == []


@pytest.mark.parametrize("make", [make_sign_up, make_interested], ids=["sign-up", "interested"])
def test_a_list_with_addresses_and_what_is_opened_from_it_are_noted(
    client: Client, coordinator: User, make: Callable[[], Model]
) -> None:
    row = make()
    name, label = row._meta.model_name, row._meta.label_lower
    client.force_login(coordinator)
    before = len(noted())
    assert client.get(reverse(f"admin:neighbourhoods_{name}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:neighbourhoods_{name}_change", args=[row.pk])).status_code == 200
    assert noted()[before:] == [(f"{name}.list_read", label, ""), (f"{name}.read", label, str(row.pk))]


def test_agents_are_noted_with_the_area_whose_form_shows_them(client: Client, coordinator: User) -> None:
    held = make_agent()
    client.force_login(coordinator)
    before = len(noted())
    page = client.get(reverse("admin:neighbourhoods_area_change", args=[held.area_id]))
    assert held.user.email in page.content.decode()
    assert client.get(reverse("admin:neighbourhoods_contactagent_change", args=[held.pk])).status_code == 200
    assert client.get(reverse("admin:neighbourhoods_area_changelist")).status_code == 200  # shows nobody
    assert noted()[before:] == [
        ("area.read", "neighbourhoods.area", str(held.area_id)),
        ("contactagent.read", "neighbourhoods.contactagent", str(held.pk)),
    ]


def volunteers_page() -> tuple[str, str, str]:
    row = make_volunteer()
    return reverse("grannstod:volunteer", args=[row.pk]), "grannstod.volunteer_read", str(row.pk)


def participants_page() -> tuple[str, str, str]:
    row = make_sign_up()
    where = reverse("neighbourhoods:training_person", args=[row.training_id, row.pk])
    return where, "training.person_read", str(row.pk)


def bounced_page() -> tuple[str, str, str]:
    make_bounced(make_agent())
    return reverse("neighbourhoods:bounced"), "bounced.read", ""


def meetings_page() -> tuple[str, str, str]:
    row = make_meeting()
    Invitee.objects.create(meeting=row, name="Prov Gäst", email="gast@example.org")
    return reverse("calendar:meeting", args=[row.pk]), "meeting.people_read", str(row.pk)


@pytest.mark.parametrize("make", [volunteers_page, participants_page, bounced_page, meetings_page])
def test_pages_of_the_desk_with_somebodys_address_are_noted(
    client: Client, coordinator: User, make: Callable[[], tuple[str, str, str]]
) -> None:
    where, action, object_id = make()
    client.force_login(coordinator)
    assert client.get(where).status_code == 200
    assert AuditEntry.objects.filter(action=action, object_id=object_id, actor=coordinator).count() == 1
