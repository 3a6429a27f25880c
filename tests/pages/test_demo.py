"""The example data shows every list with something in it."""

from __future__ import annotations

import io
import random
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command

from accounts.models import User
from botkyrka_trygghet.demo import places
from botkyrka_trygghet.extract_names import NAMES
from botkyrka_trygghet.local import prepare
from botkyrka_trygghet.management.commands import seed_demo
from common import personal_data
from grannstod.figures.areas import uncovered_districts
from grannstod.lifecycle import PatrolStatus
from grannstod.models import (
    Applicant,
    BriefingNote,
    Observation,
    Patrol,
    PatrolArea,
    Schedule,
    VictimSupportCase,
    VisitWish,
    Volunteer,
    Wish,
)
from holiday_calendar.models import BreakRoom, Decision, LogNote
from incidents.models import Report
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import Area, AreaMessage, ContactAgent, District
from post.models import IncomingMessage
from tests.factories.neighbourhoods import make_area

pytestmark = pytest.mark.django_db


def test_a_start_leaves_a_database_alone_that_holds_something_but_no_people(settings: Any) -> None:
    settings.DEBUG = True
    make_area()
    assert not User.objects.exists()
    prepare.seed()
    assert not User.objects.exists()


def test_a_first_start_that_is_interrupted_leaves_nothing(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_rng: random.Random) -> None:
        assert User.objects.exists()  # people are told of first
        raise KeyboardInterrupt

    settings.DEBUG = True
    monkeypatch.setattr(places, "seed", stop)
    monkeypatch.setattr(seed_demo, "call_command", lambda *_name, **_options: None)  # reference data takes seconds
    with pytest.raises(KeyboardInterrupt):
        call_command("seed_demo", stdout=io.StringIO())
    assert not User.objects.exists()


@pytest.mark.slow
def test_the_example_fills_what_people_see(settings: Any) -> None:
    settings.DEBUG = True
    cache.clear()
    call_command("seed_demo")
    for email, is_head in (("ombud@example.com", False), ("huvudombud@example.com", True)):
        assert ContactAgent.objects.get(user__email=email).is_head is is_head
    assert set(Observation.objects.values_list("outcome", flat=True)) == set(Observation.Outcome.values)
    assert (District.objects.count(), Area.objects.count()) == (8, 350)
    assert Area.objects.filter(status=AreaStatus.DORMANT).count() == 70
    assert ContactAgent.objects.current().count() == 460
    assert Volunteer.objects.count() == 45
    assert IncomingMessage.objects.count() == 4
    assert BreakRoom.objects.filter(presences__isnull=False, participants__isnull=False).distinct().count() == 2
    assert LogNote.objects.exists() and Decision.objects.exists() and AreaMessage.objects.exists()
    for model in (Applicant, BriefingNote, PatrolArea, Schedule, VictimSupportCase, VisitWish, Wish):
        assert model.objects.exists(), model
    assert not uncovered_districts()
    people = ("ombud@example.com", "huvudombud@example.com", Volunteer.objects.earliest("pk").user.email)
    reporters = Report.objects.exclude(reporter_email="").values_list("reporter_email", flat=True)[:2]
    held = [rows for email in (*people, *reporters) for rows in personal_data.export(email).values()]
    assert {name for rows in held for row in rows for name in row} <= set(NAMES)
    handed = Observation.objects.exclude(outcome=Observation.Outcome.LOG_ONLY)
    assert not handed.filter(report=None).exists()
    assert not Observation.objects.filter(latitude=None).exists()
    assert not handed.filter(report__district=None).exists()
    assert set(handed.values_list("report__channel", flat=True)) == {Report.Channel.PATROL}
    assert not Observation.objects.filter(outcome=Observation.Outcome.LOG_ONLY).exclude(report=None).exists()
    assert {PatrolStatus.ENDED, PatrolStatus.BROKEN_OFF} <= set(Patrol.objects.values_list("status", flat=True))
