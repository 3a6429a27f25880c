"""What a patrol saw goes on to the police, and comes back with what happened."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from common import clock
from grannstod import figures, services
from grannstod.models import Observation
from incidents.lifecycle import Reason, ReportStatus
from incidents.models import Destination, Forwarding, Report, ReportNote
from incidents.services import answer, move_report
from tests.factories.grannstod import make_observation, make_patrol

pytestmark = pytest.mark.django_db
NUMBER = "5000-K12345-26"


def to_the_police(user: User) -> tuple[Observation, Report]:
    observation = make_observation(make_patrol(user), outcome=Observation.Outcome.POLICE)
    assert observation.report is not None
    return observation, observation.report


def by_hand() -> Destination:
    return Destination.objects.create(name="Polisen", kind="police", way=Destination.Way.BY_HAND)


def test_a_case_number_reaches_the_sending_to_the_police(volunteer: User) -> None:
    observation, report = to_the_police(volunteer)
    sent = Forwarding.objects.create(report=report, destination=by_hand())
    services.note_case_number(observation_id=observation.pk, number=NUMBER, by=volunteer)
    sent.refresh_from_db()
    assert sent.their_number == NUMBER
    assert list(report.events.values_list("kind", flat=True))[-1] == "numbered"


def test_a_call_to_the_police_is_a_sending_by_hand(volunteer: User) -> None:
    observation, report = to_the_police(volunteer)
    by_hand()
    for _again in range(2):
        services.note_case_number(observation_id=observation.pk, number=NUMBER, by=volunteer)
    report.refresh_from_db()
    assert (report.status, report.forwardings.get().their_number) == (ReportStatus.PASSED_ON, NUMBER)
    assert report.events.filter(kind="numbered").count() == 1


def test_without_a_destination_the_number_stands_in_a_note(volunteer: User) -> None:
    observation, report = to_the_police(volunteer)
    services.note_case_number(observation_id=observation.pk, number=NUMBER, by=volunteer)
    assert NUMBER in report.notes.get(audience=ReportNote.Audience.INTERNAL).text
    report.refresh_from_db()
    assert report.status == ReportStatus.RECEIVED


def test_what_happened_comes_back_to_the_two_who_saw_it(
    client: Any, volunteer: User, coordinator: User, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    observation, report = to_the_police(volunteer)
    patrol = observation.patrol
    with django_capture_on_commit_callbacks(execute=True):
        answer(report=report, text="Vi tittar på det i kväll.", by=coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        move_report(report=report, to=ReportStatus.PASSED_ON, by=coordinator, reason=Reason.PASSED_TO_POLICE)
    with django_capture_on_commit_callbacks(execute=True):
        done = {"to": ReportStatus.DONE, "reason": Reason.FIXED, "message": "Lampan är bytt."}
        move_report(report=report, by=coordinator, **done)
    crew = {member.volunteer.user.email for member in patrol.shift.crew.all()}
    assert [sorted(mail.to) for mail in mailoutbox if "Lampan är bytt." in mail.body] == [[one] for one in sorted(crew)]
    assert len(mailoutbox) == 4
    client.force_login(volunteer)
    services.end_patrol(patrol_id=patrol.pk, km=1, actor=volunteer)
    for page in (reverse("grannstod:patrol", args=[patrol.pk]), reverse("grannstod:home")):
        shown = client.get(page).content.decode()
        assert "Vi tittar på det i kväll." in shown
        assert re.search(rf"{report.number}: klar\w*, det är åtgärdat", shown)
    (line,) = figures.log(volunteer, patrol)
    assert line.answers == ("Vi tittar på det i kväll.", "Lampan är bytt.")
    assert line.seen.observed_at <= clock.now()
