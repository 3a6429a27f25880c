"""Agents are told that they have been appointed, and what comes back is put right."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.models import User
from accounts.roles import CONTACT_AGENT
from accounts.services import correct_address, invite
from common import clock
from neighbourhoods import mail, services
from neighbourhoods.figures import bounced_appointments, bounced_heads
from neighbourhoods.models import ContactAgent
from post.lifecycle import DeliveryStatus
from post.models import Delivery
from tests.factories.accounts import HouseClient, person
from tests.factories.neighbourhoods import make_agent, make_area, make_district
from tests.factories.portal import make_group, make_head
from tests.neighbourhoods.test_bulk_agents import preview

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_ledger(settings: Any) -> None:
    settings.EMAIL_BACKEND = "post.backend.LedgerBackend"


def test_who_is_appointed_or_takes_over_is_mailed_how_to_sign_in(client: HouseClient, coordinator: User) -> None:
    area = make_area("Ekgården")
    client.force_login(coordinator)
    today = clock.today().isoformat()
    data = {"email": "ny@example.org", "full_name": "Åsa Ny", "starts_on": today, "tell": "on"}
    client.post(reverse("neighbourhoods:appoint", args=[area.slug]), data)
    told = Delivery.objects.get()
    assert told.recipient == "ny@example.org"
    appointment = ContactAgent.objects.get()
    assert "/portal/" in mail.appointed(appointment).body
    assert told.content.thread == f"neighbourhoods:appointment:{appointment.pk}"
    assert "Ekgården" in told.content.subject
    again = client.post(reverse("neighbourhoods:appoint", args=[area.slug]), data)
    assert again.status_code == 200 and Delivery.objects.count() == 1
    over = {"email": "eva@example.org", "full_name": "Eva", "first_day": today, "steg": "klart"}
    client.post(reverse("neighbourhoods:hand_over", args=[area.slug, appointment.pk]), over)
    assert Delivery.objects.count() == 1


def test_mail_that_came_back_is_shown_put_right_and_sent_anew(
    client: HouseClient, coordinator: User, police: User
) -> None:
    held = make_agent(user=person(email="fel@example.org"))
    services.tell_agent(appointment=held, by=coordinator)
    Delivery.objects.update(status=DeliveryStatus.BOUNCED)
    assert bounced_appointments() == [held]
    page = reverse("neighbourhoods:bounced")
    client.force_login(coordinator)
    assert "fel@example.org" in client.get(page).content.decode()
    taken = client.post(page, {"ombud": held.pk, "email": coordinator.email})
    assert taken.status_code == 422 and f'value="{coordinator.email}"' in taken.content.decode()
    client.post(page, {"ombud": held.pk, "email": "ratt@example.org"})
    held.user.refresh_from_db()
    assert held.user.email == "ratt@example.org" and bounced_appointments() == []
    assert Delivery.objects.latest("pk").recipient == "ratt@example.org"
    with pytest.raises(PermissionDenied):
        correct_address(by=police, user=held.user, email="annan@example.org")
    User.objects.filter(pk=held.user.pk).update(last_login=clock.now())
    with pytest.raises(ValidationError):
        correct_address(by=coordinator, user=held.user, email="annan@example.org")


def test_a_list_mails_only_when_asked(coordinator: User) -> None:
    make_area("Ekgården", district=make_district("Tumba"))
    for number, tell in ((1, False), (2, True)):
        run = preview(f"E-post;Namn;Område\nny{number}@example.org;Åsa;Ekgården\n", by=coordinator)
        services.save_list(run=run, by=coordinator, tell=tell)
    assert [one.recipient for one in Delivery.objects.all()] == ["ny2@example.org"]


def test_a_mail_that_came_back_from_a_head_of_a_group_is_shown(client: HouseClient, coordinator: User) -> None:
    head, other = make_head(make_group(name="Torget")), make_head(make_group(name="Backen"))
    for one in (head, other):
        services.tell_group_head(head=one, by=coordinator)
    Delivery.objects.filter(recipient=head.user.email).update(status=DeliveryStatus.BOUNCED)
    assert bounced_heads() == [head]
    client.force_login(coordinator)
    assert head.user.email in client.get(reverse("neighbourhoods:bounced")).content.decode()
    assert "1 inbjudan kom tillbaka" in client.get(reverse("desk")).content.decode()
    lines = b"".join(client.get(reverse("neighbourhoods:list_export", args=["inbjudningar", "csv"]))).decode()
    assert f"{head.user.email};Torget" in lines
    services.end_group_head(head=head, last_day=clock.today() - timedelta(days=1), by=None)
    assert bounced_heads() == []


def test_an_agent_invited_twice_gets_a_clear_sentence(client: HouseClient, coordinator: User) -> None:
    home, other = make_area("Ekgården"), make_area("Almgården")
    client.force_login(coordinator)
    data = {"email": "ny@example.org", "full_name": "Åsa Ny", "starts_on": clock.today().isoformat()}
    for area, refused in ((home, False), (home, True), (other, False), (other, True)):
        answer = client.post(reverse("neighbourhoods:appoint", args=[area.slug]), data)
        told = answer.content.decode()
        assert ("Personen är redan kontaktombud här" in told) == refused, area
    assert sorted(held.area.name for held in ContactAgent.objects.filter(user__email="ny@example.org")) == [
        "Almgården",
        "Ekgården",
    ]
    assert User.objects.filter(email="ny@example.org").count() == 1
    with pytest.raises(ValidationError, match="har redan ett konto"):
        invite(by=coordinator, email="NY@example.org", full_name="Åsa", role=CONTACT_AGENT)
