"""The admin's first page: the rooms in order, each with a sentence, and nothing that other packages bring."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import NoReverseMatch, reverse

from accounts.models import AuditEntry, User
from botkyrka_trygghet.admin_site import ROOMS
from tests.factories import accounts as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def highest(client: people.HouseClient) -> User:
    """A superuser, signed in."""
    user = people.highest()
    client.force_login(user)
    return user


def test_rooms_stand_in_the_order_of_the_work(client: people.HouseClient, highest: User) -> None:
    answer = client.get("/admin/")
    assert [app["app_label"] for app in answer.context["app_list"]] == list(ROOMS)
    page = answer.content.decode()
    assert page.count('class="about"') == len(ROOMS)
    assert "Kommundelar, områden, kontaktombud, organisationer och adresser." in page


def test_a_rooms_own_page_shows_it_alone(client: people.HouseClient, highest: User) -> None:
    answer = client.get("/admin/grannstod/")
    assert [app["app_label"] for app in answer.context["app_list"]] == ["grannstod"]


def test_not_even_the_highest_find_pages_of_other_packages(client: people.HouseClient, highest: User) -> None:
    assert {model._meta.app_label for model in admin.site._registry} <= set(ROOMS)
    assert not admin.site.is_registered(Group)
    for address in ("auth/group", "account/emailaddress", "mfa/authenticator", "socialaccount/socialapp"):
        assert client.get(f"/admin/{address}/").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("admin:auth_group_changelist")


def test_opening_and_changing_a_person_is_noted(client: people.HouseClient, highest: User) -> None:
    someone = people.person(full_name="Prov Läst")
    address = reverse("admin:accounts_user_change", args=[someone.pk])
    assert client.get(address).status_code == 200
    noted = AuditEntry.objects.filter(object_id=str(someone.pk))
    assert noted.filter(action="person.read", actor=highest).count() == 1
    data = {"full_name": "Prov Läst", "phone": "070-000 00 01", "language": "sv", "is_active": "on"}
    assert client.post(address, data).status_code == 302
    assert list(noted.filter(action__startswith="person.changed").values_list("action", flat=True)) == [
        "person.changed.phone"
    ]


def test_each_box_of_a_date_and_time_has_a_label(client: people.HouseClient, highest: User) -> None:
    page = client.get(reverse("admin:grannstod_shift_add")).content.decode()
    for box in ("id_starts_at_0", "id_starts_at_1"):
        assert f'<label for="{box}">' in page
    assert 'role="group" aria-labelledby="id_starts_at_label"' in page


def test_each_box_of_a_row_has_a_label(client: people.HouseClient, highest: User) -> None:
    page = client.get(reverse("admin:grannstod_route_add")).content.decode()
    assert '<label class="visually-hidden" for="id_stops-0-name">' in page
    assert '<label class="visually-hidden" for="id_stops-__prefix__-name">' in page
