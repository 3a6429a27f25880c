"""Groups of areas: one head at a time, handed over in one act, and the lists of groups, meetings and counts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry, User
from accounts.roles import HEAD_CONTACT_AGENT
from common import clock
from neighbourhoods import figures, services
from neighbourhoods.models import AreaGroup, GroupHead, HouseholdCount
from tests.factories.accounts import person
from tests.factories.neighbourhoods import make_agent, make_area
from tests.factories.portal import make_group, make_head, make_meeting

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


def in_role(user: User) -> bool:
    return user.groups.filter(name=HEAD_CONTACT_AGENT).exists()


def test_the_role_is_handed_over_in_one_act_after_confirming(
    client: Client, coordinator: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    group = make_group(make_area("Björken"))
    old = make_head(group)
    client.force_login(coordinator)
    page, address = (reverse(f"neighbourhoods:{name}", args=[group.pk]) for name in ("area_group", "group_head"))
    assert address in client.get(page).content.decode()
    day = clock.today() + timedelta(days=3)
    asked = {"email": "ny@example.com", "first_day": day.isoformat(), "tell": "on"}
    assert client.post(address, asked).status_code == 422
    confirm = client.post(address, asked | {"full_name": "Ny Exempel"})
    assert "Ny Exempel" in confirm.content.decode() and group.heads.get() == old
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address, dict(confirm.context["values"]) | {"steg": "klart"}).status_code == 302
    old.refresh_from_db()
    new = GroupHead.objects.get(user__email="ny@example.com")
    assert (old.last_day, new.starts_on, new.last_day) == (day - ONE_DAY, day, None)
    assert new.history.get().history_user == coordinator
    # The old head sees the group up to the day before, the new one from the day itself.
    for today, sees in ((day - ONE_DAY, old), (day, new)):
        monkeypatch.setattr(clock, "today", lambda held=today: held)
        assert [bool(figures.headed_areas(head.user)) for head in (old, new)] == [sees == old, sees == new]
    services.take_back_roles()
    assert not in_role(old.user) and in_role(new.user)


def test_nothing_is_half_handed_over(client: Client, coordinator: User) -> None:
    group = make_group()
    old = make_head(group)
    closed = person()
    User.objects.filter(pk=closed.pk).update(is_active=False)
    client.force_login(coordinator)
    address = reverse("neighbourhoods:group_head", args=[group.pk])
    for email in (old.user.email, closed.email):
        sent = {"email": email, "first_day": (clock.today() + ONE_DAY).isoformat(), "steg": "klart"}
        assert client.post(address, sent).status_code == 422
    GroupHead.objects.filter(pk=old.pk).update(period=(clock.today(), clock.today() + timedelta(days=9)))
    services.appoint_group_head(group=group, user=person(), by=None, starts_on=clock.today() + timedelta(days=9))
    sent = {"email": "ny@example.com", "full_name": "Ny", "first_day": (clock.today() + ONE_DAY).isoformat()}
    assert client.post(address, sent | {"steg": "klart"}).status_code == 422
    old.refresh_from_db()
    assert old.last_day == clock.today() + timedelta(days=8)
    assert not User.objects.filter(email="ny@example.com").exists()


def test_a_head_ends_without_successor_and_one_to_come_is_taken_back(client: Client, coordinator: User) -> None:
    group = make_group()
    now = make_head(group)
    client.force_login(coordinator)
    end = reverse("neighbourhoods:group_head_end", args=[group.pk, now.pk])
    assert client.post(end, {"last_day": ""}).status_code == 422
    assert client.post(end, {"last_day": date.max.isoformat()}).status_code == 422
    yesterday = clock.today() - ONE_DAY
    assert client.post(end, {"last_day": clock.today().isoformat()}).status_code == 302
    coming = services.appoint_group_head(group=group, user=person(), by=None, starts_on=clock.today() + ONE_DAY)
    assert in_role(coming.user)
    client.post(reverse("neighbourhoods:group_head_end", args=[group.pk, coming.pk]), {"last_day": clock.today()})
    assert group.heads.get() == now and not in_role(coming.user)
    assert client.post(end, {"last_day": clock.today() + ONE_DAY}).status_code == 302
    GroupHead.objects.filter(pk=now.pk).update(period=(yesterday - ONE_DAY, yesterday))
    assert client.post(end, {"last_day": clock.today() + ONE_DAY}).status_code == 422
    other = make_group(name="Annan")
    assert client.post(reverse("neighbourhoods:group_head_end", args=[other.pk, now.pk])).status_code == 404
    GroupHead.objects.filter(pk=now.pk).update(period=(yesterday, None))
    services.end_group_head(head=now, by=None, last_day=yesterday)
    assert not in_role(now.user)


def test_two_heads_at_a_time_are_impossible_in_the_database() -> None:
    held = make_head(make_group())
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupHead.objects.bulk_create([GroupHead(group=held.group, user=person(), period=held.period)])
    with pytest.raises(ValidationError):
        services.appoint_group_head(group=held.group, user=person(), by=None)


def test_the_list_of_groups_asks_as_often_for_one_as_for_many(client: Client, coordinator: User) -> None:
    make_head(make_group(make_agent().area, make_area("Granen"), name="=Torget"))
    client.force_login(coordinator)
    address = reverse("neighbourhoods:area_groups")
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in range(3):
        make_head(make_group(make_area(), name=f"Grupp {number}"))
    with CaptureQueriesContext(connection) as many:
        page = client.get(address).content.decode()
    assert len(one) == len(many) and page.count("/samordning/grupper/") >= 4
    (found,) = client.get(address, {"q": "granen"}).context["groups"]
    assert found.name == "=Torget" and found.vacant == 1
    lines = taken(client, "grupper")
    assert [line.split(";")[0] for line in lines[1:]] == ["'=Torget"] * 2 + [f"Grupp {n}" for n in range(3)]


def taken(client: Client, name: str) -> list[str]:
    answer = client.get(reverse("neighbourhoods:list_export", args=[name, "csv"]))
    return b"".join(answer).decode("utf-8-sig").splitlines()  # type: ignore[arg-type]


def test_meetings_counts_and_districts_are_taken_out_at_the_desk_and_the_own_ones_in_the_portal(
    client: Client, coordinator: User, agent: User
) -> None:
    own, other = make_agent(make_area("Eken"), agent).area, make_area("Aspen")
    for area in (own, other):
        make_meeting(area, outcome="=1+1")
        HouseholdCount.objects.create(area=area, households=40, joined=30, declined=2)
    client.force_login(coordinator)
    links = client.get(reverse("neighbourhoods:growth")).content.decode()
    for name, cells in (
        ("arsmoten", ("Aspen", "'=1+1")),
        ("hushallsrakningar", ("Aspen", "40;30;2")),
        ("kommundelar", (own.district.name, "")),
    ):
        lines = taken(client, name)
        assert all(cell in lines[1] for cell in cells) and len(lines) == 3
        assert reverse("neighbourhoods:list_export", args=[name, "xlsx"]) in links
        assert AuditEntry.objects.filter(action=f"list.exported.{name}", actor=coordinator).exists()
    client.force_login(agent)
    for name in ("arsmoten", "hushallsrakningar"):
        address = reverse("neighbourhoods:own_export", args=[own.slug, name, "csv"])
        (line,) = b"".join(client.get(address)).decode().splitlines()[1:]  # type: ignore[arg-type]
        assert line.startswith("Eken;")
        assert AuditEntry.objects.filter(action=f"list.exported.{name}", actor=agent).exists()
        away = reverse("neighbourhoods:own_export", args=[other.slug, name, "csv"])
        assert client.get(away).status_code == 404
    assert client.get(reverse("neighbourhoods:own_export", args=[own.slug, "grupper", "csv"])).status_code == 404


def test_a_head_is_told_which_group_and_from_when(coordinator: User, mailoutbox: list[Any]) -> None:
    head = make_head(make_group(make_area("Linden")))
    services.tell_group_head(head=head, by=coordinator)
    (sent,) = mailoutbox
    assert head.group.name in sent.subject and "- Linden" in sent.body and sent.to == [head.user.email]


@pytest.mark.parametrize("name", ["area_group", "group_head"])
def test_a_group_that_is_not_there(client: Client, coordinator: User, name: str) -> None:
    client.force_login(coordinator)
    assert not AreaGroup.objects.exists()
    assert client.get(reverse(f"neighbourhoods:{name}", args=[7])).status_code == 404
