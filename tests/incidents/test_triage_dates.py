"""The queue by day, as the desk's numbers open it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from common import clock
from incidents.figures import year_before
from incidents.models import Report
from tests.factories.incidents import make_report

pytestmark = pytest.mark.django_db


def test_desks_numbers_open_the_list_that_was_counted(client: Client, coordinator: User) -> None:
    yesterday = clock.today() - timedelta(days=1)
    days = [yesterday, yesterday, year_before(yesterday), clock.today(), year_before(yesterday) - timedelta(days=60)]
    for day in days:
        report = make_report()
        noon = clock.start_of_day(day) + timedelta(hours=12)
        Report.objects.filter(pk=report.pk).update(received_at=noon)
    client.force_login(coordinator)
    desk = client.get("/samordning/").content.decode()
    links = re.findall(r'<a href="([^"]+since=[^"]+)">(\d+)</a>', desk)
    assert [number for _link, number in links] == ["2", "1"]
    for link, number in links:
        page = client.get(link.replace("&amp;", "&"))
        assert page.context["page"].paginator.count == int(number)
        assert 'name="since" value="20' in page.content.decode()


@pytest.mark.parametrize("day", ["igår", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_days_that_cannot_be_are_ignored(client: Client, coordinator: User, day: str) -> None:
    make_report()
    client.force_login(coordinator)
    for name in ("since", "until"):
        page = client.get("/samordning/anmalningar/", {"heap": "all", name: day})
        assert page.status_code == 200 and page.context["page"].paginator.count == 1
