"""Who is no longer agent: what they say tells nothing of the area, and their pages close with the day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from common import clock, form_tokens
from neighbourhoods import services
from neighbourhoods.cards import unread_messages
from neighbourhoods.figures import Choice, chosen_areas, reached
from neighbourhoods.models import AreaActivity, MessageAnswer, MessageRecipient
from neighbourhoods.slots_filled import MESSAGE_THREAD
from post.slots import Reply
from tests.factories.neighbourhoods import make_agent, make_area
from tests.factories.portal import make_group, make_head

pytestmark = pytest.mark.django_db


def received(by: User) -> MessageRecipient:
    people = reached(chosen_areas(Choice()))
    words = {"subject": "Möte", "text": "Vi ses på torsdag.", "form_token": form_tokens.new()}
    return services.write_to_areas(to=people, by=by, **words).recipients.get()


@pytest.mark.parametrize("is_agent", [True, False])
def test_only_an_agents_answer_is_a_sign_of_life(is_agent: bool, client, agent, coordinator) -> None:
    held = make_agent(make_area("Sagogränd"), agent)
    row = received(coordinator)
    if not is_agent:
        services.end_appointment(appointment=held, by=coordinator, last_day=clock.today() - timedelta(days=1))
        make_agent(make_area("Grannbyn"), agent)
    MESSAGE_THREAD.receive(str(row.pk), Reply(agent.email, "Sv: Möte", "Tack!", "Tack!", (), clock.now()))
    by_mail = AreaActivity.objects.filter(area=held.area).exists()
    AreaActivity.objects.all().delete()
    client.force_login(agent)
    page = reverse("neighbourhoods:portal_message", args=[row.message_id])
    assert client.post(page, {"last": "ja"}).status_code == (302 if is_agent else 404)
    row.refresh_from_db()
    assert MessageAnswer.objects.get().by_mail and row.read_at
    assert by_mail == AreaActivity.objects.filter(area=held.area).exists() == is_agent


def test_the_old_agents_pages_close_as_the_new_ones_open(client, agent, other_agent, coordinator) -> None:
    home = make_area("Sagogränd")
    held = make_agent(home, agent)
    row = received(coordinator)
    midnight = clock.start_of_day(clock.today() + timedelta(days=1))
    services.hand_over(appointment=held, to=other_agent, by=coordinator)
    pages = [
        reverse("neighbourhoods:portal_area", args=[home.slug]),
        reverse("neighbourhoods:channels"),
        reverse("neighbourhoods:portal_messages"),
    ]
    own = reverse("neighbourhoods:portal_message", args=[row.message_id])
    for moment, now, then in (
        (midnight - timedelta(minutes=1), agent, other_agent),
        (midnight, other_agent, agent),
    ):
        with clock.at(moment):
            for user, status in ((now, 200), (then, 404)):
                client.force_login(user)
                assert {client.get(page).status_code for page in pages} == {status}, (moment, user)
            client.force_login(agent)
            assert client.get(own).status_code == (200 if now == agent else 404)
            assert client.post(own, {"last": "ja"}).status_code == (302 if now == agent else 404)


def test_a_head_of_a_group_alone_chooses_how_to_be_reached(client) -> None:
    client.force_login(make_head(make_group(make_area())).user)
    assert client.get(reverse("neighbourhoods:channels")).status_code == 200


def test_who_serves_elsewhere_now_reads_nothing_of_the_former_area(client, agent, coordinator) -> None:
    held = make_agent(make_area("Sagogränd"), agent)
    row = received(coordinator)
    home = make_agent(make_area("Grannbyn"), agent).area
    kept = services.write_to_coordinator(area=home, by=agent, subject="Nyckel", text="?", form_token=form_tokens.new())
    client.force_login(agent)
    pages = [reverse("neighbourhoods:portal_message", args=[one.message_id]) for one in (row, kept)]
    assert [client.get(page).status_code for page in pages] == [200, 200] and unread_messages(agent) == 1
    services.end_appointment(appointment=held, by=coordinator, last_day=clock.today() - timedelta(days=1))
    assert [client.get(page).status_code for page in pages] == [404, 200] and unread_messages(agent) == 0
    listed = client.get(reverse("neighbourhoods:portal_messages")).content.decode()
    assert "Nyckel" in listed and row.message.subject not in listed.replace("Möten", "")
