"""The yearly meeting's mails say when and where; one that has moved is told once more, one called off isn't held."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.formats import date_format

from accounts.models import User
from common import clock
from neighbourhoods import figures, services
from neighbourhoods.figures import circle_key
from neighbourhoods.models import Area, AreaActivity, CircleNote, YearlyMeeting
from post.models import Content
from post.services import add_members
from tests.factories.neighbourhoods import make_agent, make_area
from tests.factories.portal import make_meeting

pytestmark = pytest.mark.django_db
EVENING = clock.start_of_day(clock.today() + timedelta(days=14)).replace(hour=18, minute=30)


@pytest.fixture
def home(agent: User) -> Area:
    area = make_area("Sagogränd")
    make_agent(area, agent)
    services.circle_of(area)
    add_members(list_key=circle_key(area), emails=["a@example.org"], consent={"how": "test"})
    return area


def mailed(note: CircleNote) -> tuple[str, str]:
    """Return the subject and the words that were frozen for a note's Swedish mail, in plain text and in HTML."""
    frozen = Content.objects.get(mailing__key=f"neighbourhoods:circle:{note.pk}", language="sv")
    mail = message_from_bytes(bytes(frozen.body), policy=policy.default)
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None and html is not None
    return frozen.subject, text.get_content() + html.get_content()


def asked(agent: User, area: Area) -> list[str]:
    return [one.task.title for one in figures.asked_of(agent, area) if one.task.key == "meeting"]


def test_the_mail_to_the_neighbours_says_day_time_and_place(home: Area, agent: User) -> None:
    meeting = make_meeting(home, starts_at=EVENING, place="Kvartersgården", invitation="Det blir kaffe.")
    _subject, words = mailed(services.send_invitation(meeting=meeting, by=agent))
    day = date_format(EVENING, "l j F Y")
    assert words.count("klockan 18.30") == words.count("Plats: Kvartersgården") == words.count("Det blir kaffe.") == 2
    assert words.count(day) == 2 and words.index("18.30") < words.index("Det blir kaffe.")


def test_a_meeting_that_has_moved_is_told_once_more(client: Any, home: Area, agent: User) -> None:
    meeting = make_meeting(home, starts_at=EVENING)
    services.send_invitation(meeting=meeting, by=agent)
    client.force_login(agent)
    page, invite = (reverse(f"neighbourhoods:meeting{end}", args=[home.slug, meeting.pk]) for end in ("", "_invite"))
    words = {"day": EVENING.date().isoformat(), "time": "18:30", "place": meeting.place, "form_token": "x" * 32}
    client.post(page, words | {"invitation": "Andra ord."})
    client.post(invite)
    assert CircleNote.objects.count() == 1, "the same day and place need no second mail"
    told = client.post(page, words | {"invitation": "Andra ord.", "place": "Torget"}, follow=True).content.decode()
    assert "skicka inbjudan en gång till" in told and invite in told
    assert asked(agent, home)[0].startswith("Berätta för grannarna")
    for _twice in range(2):
        client.post(invite)
    first = CircleNote.objects.first()
    assert first is not None and CircleNote.objects.count() == 2
    subject, text = mailed(first)
    assert "ny dag, tid eller plats" in subject and "Plats: Torget" in text


def test_a_meeting_called_off_is_told_and_does_not_count(client: Any, home: Area, agent: User) -> None:
    meeting = make_meeting(home, starts_at=EVENING)
    services.send_invitation(meeting=meeting, by=agent)
    client.force_login(agent)
    cancel = reverse("neighbourhoods:meeting_cancel", args=[home.slug, meeting.pk])
    for _twice in range(2):
        assert "är inställt" in client.post(cancel, follow=True).content.decode()
    note = CircleNote.objects.get(kind="off")
    subject, text = mailed(note)
    assert "inställt" in subject and "18.30" in text
    assert asked(agent, home) == ["Planera årsmötet med grannarna"]
    meeting.refresh_from_db()
    with clock.at(EVENING + timedelta(hours=3)), pytest.raises(ValidationError) as refusal:
        services.record_meeting(meeting=meeting, households_present=9, outcome="")
    assert refusal.value.code == "called_off" and not AreaActivity.objects.exists()


def test_nobody_is_mailed_of_a_meeting_nobody_was_invited_to(home: Area, agent: User) -> None:
    assert services.cancel_meeting(meeting=make_meeting(home), by=agent) is None
    gone = make_meeting(home, days=-2, sent_at=clock.now() - timedelta(days=9))
    assert services.cancel_meeting(meeting=gone, by=agent) is None
    assert YearlyMeeting.objects.exclude(cancelled_at=None).count() == 2 and not CircleNote.objects.exists()


def test_a_meeting_nobody_came_to_is_no_meeting_held(home: Area, agent: User) -> None:
    meeting = make_meeting(home, days=-1)
    for came, lives in ((0, False), (7, True), (0, False)):
        services.record_meeting(meeting=meeting, households_present=came, outcome="")
        assert AreaActivity.objects.filter(area=home, kind="meeting").exists() == lives, came
    assert asked(agent, home) == ["Planera årsmötet med grannarna"]
