"""Efforts are recorded before they start, and changed after it only with a note that keeps what stood."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from common import clock
from incidents import figures, services
from incidents.models import Effort, EffortChange
from incidents.transitions import ChangedMeanwhileError
from tests.factories.incidents import make_category, make_report
from tests.factories.insights import effort_fields
from tests.factories.neighbourhoods import make_district

pytestmark = pytest.mark.django_db


def later(days: int) -> Any:
    return clock.at(clock.now() + timedelta(days=days))


def test_an_effort_is_recorded_before_its_first_day(coordinator: User) -> None:
    with pytest.raises(ValidationError) as refused:
        services.record_effort(by=coordinator, fields=effort_fields(first_day=clock.today()))
    assert refused.value.error_list[0].code == "started"
    effort = services.record_effort(by=coordinator, fields=effort_fields())
    with pytest.raises(IntegrityError), transaction.atomic():
        Effort.objects.filter(pk=effort.pk).update(first_day=effort.recorded_on)


def test_once_started_it_changes_only_with_a_note_that_keeps_what_stood(coordinator: User) -> None:
    effort = services.record_effort(by=coordinator, fields=effort_fields())
    fields = effort_fields(direction="more", first_day=effort.first_day)
    with later(40):
        with pytest.raises(ValidationError, match="varför"):
            services.change_effort(effort=effort, by=coordinator, fields=fields, version=0)
        moved = fields | {"first_day": effort.first_day + timedelta(days=1)}
        with pytest.raises(ValidationError, match="första dagen"):
            services.change_effort(effort=effort, by=coordinator, fields=moved, version=0, note="Så blev det.")
        services.change_effort(
            effort=effort, by=coordinator, fields=fields, version=0, note="Fler uppmanas att anmäla."
        )
        with pytest.raises(ChangedMeanwhileError):
            services.change_effort(effort=effort, by=coordinator, fields=fields, version=0, note="Igen.")
    change = EffortChange.objects.get()
    assert (change.before, change.after) == ({"direction": "fewer"}, {"direction": "more"})


def test_what_was_reported_meanwhile_stands_beside_the_compared_place_and_opens_its_list(
    client: Client, coordinator: User
) -> None:
    tumba, alby = make_district("Tumba"), make_district("Alby")
    kind = make_category("graffiti")
    fields = effort_fields(district=tumba, compared_district=alby, categories=[kind])
    effort = services.record_effort(by=coordinator, fields=fields)
    week = effort.first_day + timedelta(days=(7 - effort.first_day.weekday()) % 7)
    for place, count in ((tumba, 2), (alby, 3)):
        for _n in range(count):
            make_report(district=place, received_at=clock.start_of_day(week + timedelta(days=1)), category=kind)
    make_report(district=tumba, received_at=clock.start_of_day(week), category="litter")
    assert figures.effort_lines(effort) == []
    with later(40):
        assert [(line.place, line.now) for line in figures.effort_lines(effort)] == [("Tumba", 2), ("Alby", 3)]
        client.force_login(coordinator)
        page = client.get(f"/samordning/insatser/{effort.pk}/").content.decode()
        behind = re.findall(r'<a href="(/samordning/lage/lista/[^"]+)">(\d+)</a>', page)
        assert [number for _address, number in behind] == ["2", "0", "3", "0"]
        lists = [client.get(html.unescape(address)).context["page"].paginator.count for address, _number in behind]
        assert lists == [2, 0, 3, 0]


def test_the_pages(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)
    kind, tumba = make_category("graffiti"), make_district("Tumba")
    first = clock.today() + timedelta(days=10)
    sent = {
        "what": "Samordnad klottersanering", "leader": "Fastighet", "district": tumba.pk, "first_day": first,
        "last_day": first + timedelta(days=30), "categories": [kind.pk], "direction": "fewer", "version": 0,
    }  # fmt: skip
    same = client.post("/samordning/insatser/ny/", sent | {"compared_district": tumba.pk})
    assert same.status_code == 422 and "annan plats" in same.content.decode()
    late = client.post("/samordning/insatser/ny/", sent | {"first_day": clock.today()})
    assert late.status_code == 422
    made = client.post("/samordning/insatser/ny/", sent, follow=True)
    assert "Samordnad klottersanering" in made.content.decode()
    assert "Samordnad klottersanering" in client.get("/samordning/insatser/").content.decode()
    address = f"/samordning/insatser/{Effort.objects.get().pk}/"
    with later(15):
        assert client.post(f"{address}andra/", sent | {"direction": "more"}).status_code == 422
        client.post(f"{address}andra/", sent | {"direction": "more", "note": "Fler ska anmäla."})
        assert "Fler ska anmäla." in client.get(address).content.decode()


def test_a_kind_that_only_some_roles_see_is_not_offered_and_not_shown_as_nothing(
    client: Client, coordinator: User
) -> None:
    kept, told = make_category("suspicious", name="Hemligt slag"), make_category("graffiti")
    fields = effort_fields(categories=[kept, told])
    effort = services.record_effort(by=coordinator, fields=fields)
    kept.seen_by.set(coordinator.groups.all())
    client.force_login(coordinator)
    page = client.get(f"/samordning/insatser/{effort.pk}/").content.decode()
    assert "ett slag som bara vissa roller ser" in page and "Hemligt slag" not in page
    assert "Hemligt slag" not in client.get("/samordning/insatser/ny/").content.decode()
    held = client.get(f"/samordning/insatser/{effort.pk}/andra/").context["form"].fields["categories"].queryset
    assert set(held) == {kept, told}, "what stands in it is not lost by a change"
