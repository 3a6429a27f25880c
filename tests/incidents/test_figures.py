"""Counts beside last year's, small numbers, what pages of several rooms get, the slots this room fills."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.urls import reverse

from common import clock
from documents.slots import KINDS
from incidents import cards, figures, services
from incidents.models import Release, Report
from neighbourhoods.slots import AREA_SECTIONS
from tests.factories.incidents import make_report

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 10, 12, 0, tzinfo=clock.STOCKHOLM)


def at(*parts: int) -> datetime:
    return datetime(*parts, 12, 0, tzinfo=clock.STOCKHOLM)


@pytest.fixture
def may(categories, area):
    """Reports of two years: 6 in January, 2 in early and 1 in late May of last year; 1 this May."""
    for day in range(1, 7):
        make_report("done", received_at=at(2025, 1, day), area=area, district=area.district)
    for day in (1, 9, 30):
        make_report("done", received_at=at(2025, 5, day), area=area, district=area.district, category="litter")
    make_report("done", received_at=at(2026, 5, 2), area=area, district=area.district)
    with clock.at(NOW):
        yield


def test_comparisons_stand_beside_last_years_same_days(may, area):
    rows = {
        row.key: (row.this_year, row.last_year)
        for row in figures.by_category(Report.objects.all(), date(2026, 5, 1), date(2026, 5, 10))
    }
    assert rows["graffiti"] == (1, 0) and rows["litter"] == (0, 2) and rows["lighting"] == (0, 0)
    places = {
        row.label: (row.this_year, row.last_year) for row in figures.by_district(date(2026, 1, 1), date(2026, 5, 10))
    }
    assert places["Tumba"] == (1, 8)


def crowd(area, *months):
    for month in months:
        for _n in range(40):
            make_report(received_at=at(*month, 3), district=area.district)


def test_an_areas_small_numbers_give_way_to_the_districts(may, area):
    assert figures.area_trend(area) is None
    crowd(area, (2025, 1), (2025, 5), (2026, 4))
    services.release_months()
    assert figures.area_trend(area).instead == area.district.name  # three in May of last year
    Release.objects.all().delete()
    for _i in range(30):
        make_report(received_at=at(2025, 5, 3), area=area, district=area.district)
        make_report(received_at=at(2026, 4, 3), area=area, district=area.district)
    services.release_months()
    assert figures.area_trend(area).instead == ""
    assert figures.area_trend(area).series.this_year[:5] == [0, 0, 0, 30, None]


def test_an_areas_summary_gets_a_trend(may, area):
    crowd(area, (2025, 1), (2025, 5), (2026, 4))
    services.release_months()
    section = AREA_SECTIONS.get("report_trend")(area)
    assert "<svg" in section.context["trend"].svg and area.district.name in section.context["note"]


def test_an_agent_reads_the_areas_reports_by_the_same_rule(may, client, agent, area):
    page = reverse("neighbourhoods:portal_area", args=[area.slug])
    client.force_login(agent)
    assert "<details>" not in client.get(page).content.decode()
    crowd(area, (2025, 1), (2025, 5), (2026, 4))
    services.release_months()
    few = client.get(page).content.decode()
    assert f"hela {area.district.name}" in few and "till och med april 2026" in few
    Release.objects.all().delete()
    for month in ((2025, 5), (2026, 3), (2026, 4)):
        for _i in range(15):
            make_report(received_at=at(*month, 3), area=area, district=area.district)
    services.release_months()
    many = client.get(page).content.decode()
    assert "30 anmälningar i år" in many and f"hela {area.district.name}" not in many


def test_cards_show_what_waits(coordinator, agent, area, police, categories):
    waiting = make_report(area=area)
    late = make_report(due_at=at(2020, 1, 1))
    assert [need.url for need in cards.needs(coordinator)] == [f"/samordning/anmalningar/{waiting.number}/"]
    assert [need.is_late for need in cards.late(coordinator)] == [True]
    assert cards.needs(agent) == cards.late(agent) == cards.needs(police) == cards.counts(agent) == []
    assert [fact.value for fact in cards.counts(coordinator)] == [2, 1, 0, 0, 0]
    assert [row.number for row in cards.portal(agent)] == [waiting.number] and late.number
    assert cards.four_weeks(coordinator)[-1][1] == 2 and cards.portal_sentence(agent).startswith("1 anmälan")


def test_the_paper_of_a_case_is_for_those_who_see_every_report(coordinator, agent, area, categories):
    kind = KINDS.get("report_case")
    report = make_report(area=area, reporter_email="hemlig@example.com")
    assert kind.may_read(coordinator, str(report.pk)) and not kind.may_read(agent, str(report.pk))
    assert not kind.may_read(coordinator, "x") and not kind.may_read(coordinator, "999999")
    paper = kind.build(str(report.pk), "sv", lambda *_args: None)
    assert report.number in paper.title and "hemlig" not in str(paper.context["facts"])
